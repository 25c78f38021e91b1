package import Catalog
import Diagnostics
import Relations
package import Tables

/// How often a category occurs in training rows, in the place of the category.
///
/// One that training did not have counts 0, a missing one as often as one was missing there.
package struct CountEncode: RecipeStep {
    package static let name = "count_encode"
    package static let summary = "Categories as how often they occur in training."
    package static let settings: [Setting<CountEncode>] = []
    package static let columns = StepColumns.suiting(.categories)
    package static let examples = [
        Example("flights | count_encode(dest) | head(3)"),
        Example("recipe(arr_delay ~ carrier + dest) | count_encode() | fit(flights)"),
    ]

    package static func writesValues(of type: ColumnType) -> Bool { true }

    package init() {}

    package func learn(_ columns: [Field], from rows: StepRows) throws -> StepLearning {
        var learning = StepLearning([])
        var made: [NamedExpression] = []
        for column in columns {
            let found = try Categories(of: column, in: rows)
            let counts = found.all.map { Scalar.int(Int64($0.count)) }
            let table = LookupTable(
                keys: found.all.map(\.name),
                values: Column(.int, cells: counts + [.int(0), .int(Int64(found.missing))])
            )
            made.append(
                NamedExpression(column.name, try .lookup(try column.column.key, in: table))
            )
            for category in found.all {
                learning.facts.append(StepFact(column.name, category.name, Double(category.count)))
            }
        }
        learning.stages = [rows.stage(setting: made)]
        return learning
    }
}
