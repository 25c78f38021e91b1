package import Catalog
import Diagnostics
import Relations
package import Tables

/// A column of 0 and 1 for each category of training rows, in the place of the column.
///
/// A category that training did not have, one that was too rare, and a missing one are 0 in all.
package struct OneHot: RecipeStep {
    package static let name = "one_hot"
    package static let summary = "A column of 0 and 1 for each category."
    package static let settings: [Setting<OneHot>] = [
        Setting(
            "min_count",
            \.minCount,
            "rows that a category needs to get a column",
            in: .range(1...1e12)
        )
    ]
    package static let learnsStatistics = false
    package static let columns = StepColumns.suiting(.categories)
    package static let examples = [
        Example("penguins | one_hot(species) | head(2)"),
        Example("recipe(body_mass_g ~ .) | one_hot(island, min_count: 10) | fit(penguins)"),
    ]

    /// More columns than this are refused.
    private static let most = 1000

    package var minCount = 1

    package static func writesValues(of type: ColumnType) -> Bool { true }

    package init() {}

    package func learn(_ columns: [Field], from rows: StepRows) throws -> StepLearning {
        var learning = StepLearning([])
        var made: [NamedExpression] = []
        for column in columns {
            let categories = try Categories(of: column, in: rows)
            let kept = categories.all.filter { $0.count >= minCount }
            guard kept.count <= OneHot.most else {
                throw Diagnostic(
                    "step.categories",
                    "`\(column.name)` has \(kept.count) categories, and `one_hot` makes "
                        + "\(OneHot.most) columns at most",
                    hints: ["lump(\(column.name), n: 50)", "target_encode(\(column.name))"]
                )
            }
            guard !kept.isEmpty else {
                throw Diagnostic.nothingToLearn(OneHot.name, column.name, "category")
            }
            let key = try column.column.key
            for category in kept {
                let name = "\(column.name)_\(category.name)"
                let test = try RowExpression.call("==", key, .text(category.name))
                made.append(NamedExpression(name, try .call("case", test, .int(1), .int(0))))
                let count = Double(category.count)
                learning.facts.append(StepFact(column.name, category.name, count))
            }
            let rare = categories.all.count - kept.count
            if rare > 0 { learning.facts.append(StepFact(column.name, "too rare", Double(rare))) }
        }
        learning.stages = [rows.stage(setting: made, dropping: Set(columns.map(\.name)))]
        return learning
    }
}

/// The categories of a column in training rows, with their counts.
struct Categories {
    struct Category {
        var name: String
        var count: Int
    }

    /// In the category's own order, or by the bytes of their UTF-8.
    let all: [Category]
    /// Rows without one.
    let missing: Int

    init(of column: Field, in rows: StepRows) throws {
        let key = NamedExpression("key", try column.column.key)
        let plan = rows.frame.summarized(
            [NamedExpression("count", try .call("count", .literal(.missing)))],
            by: [key]
        ).plan
        let table = try rows.engine.collect(plan.unseen, in: rows.work)
        var (counts, missing): ([String: Int], Int) = ([:], 0)
        for row in 0..<table.count {
            let count = Int(table.columns[1][row].number ?? 0)
            if case .text(let text) = table.columns[0][row] {
                counts[text] = count
            } else {
                missing += count
            }
        }
        self.missing = missing
        let names: [String]
        switch column.type {
        case .int:
            names = counts.keys.sorted { (Int64($0) ?? 0) < (Int64($1) ?? 0) }
        default: names = column.type.sorted(levels: Array(counts.keys))
        }
        all = names.map { Category(name: $0, count: counts[$0] ?? 0) }
    }
}
