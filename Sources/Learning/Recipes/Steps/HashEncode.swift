package import Catalog
import Diagnostics
import Relations
package import Tables

/// A column of 0 and 1 for each bucket into which a hash puts the categories; nothing is learned.
///
/// A category that training did not have has its bucket too; a missing one is 0 in all.
package struct HashEncode: RecipeStep {
    package static let name = "hash_encode"
    package static let summary = "Categories as columns of 0 and 1 by the bucket of their hash."
    package static let settings: [Setting<HashEncode>] = [
        Setting("n", \.n, "how many buckets, a column each", in: .range(2...1000))
    ]
    package static let columns = StepColumns.suiting(.categories)
    package static let examples = [
        Example("penguins | hash_encode(island, n: 4) | head(3)"),
        Example("recipe(arr_delay ~ dest + distance) | hash_encode(dest, n: 16) | fit(flights)"),
    ]

    package var n = 8

    package static func writesValues(of type: ColumnType) -> Bool { false }

    package init() {}

    package func learn(_ columns: [Field], from rows: StepRows) throws -> StepLearning {
        var buckets: [NamedExpression] = []
        var made: [NamedExpression] = []
        for column in columns {
            // The bucket is found once and read by every column.
            let bucket = Field("\u{1}bucket \(column.name)", .int)
            let hash = try RowExpression.call("hash", try column.column.key)
            buckets.append(NamedExpression(bucket.name, try .call("%", hash, .int(n))))
            for place in 0..<n {
                let test = try RowExpression.call("==", bucket.column, .int(place))
                made.append(
                    NamedExpression(
                        "\(column.name)_\(place + 1)",
                        try .call("case", test, .int(1), .int(0))
                    )
                )
            }
        }
        let names = Set(columns.map(\.name) + buckets.map(\.name))
        let first = rows.stage(setting: buckets)
        let second = RecipeStage.setting(made, dropping: names, in: Schema(first))
        return StepLearning([first, second])
    }
}
