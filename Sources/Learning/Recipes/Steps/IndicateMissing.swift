package import Catalog
import Diagnostics
import Relations
package import Tables

/// A column beside each that is true where it is missing; it stands before `impute`.
package struct IndicateMissing: RecipeStep {
    package static let name = "indicate_missing"
    package static let summary = "A column that is true where another is missing."
    package static let settings: [Setting<IndicateMissing>] = []
    package static let learnsStatistics = false
    package static let columns = StepColumns.suiting(.anything)
    package static let examples = [
        Example("penguins | indicate_missing(sex) | head(4)"),
        Example("recipe(species ~ .) | indicate_missing() | impute() | fit(penguins)"),
    ]

    package static func writesValues(of type: ColumnType) -> Bool { false }

    package init() {}

    package func learn(_ columns: [Field], from rows: StepRows) throws -> StepLearning {
        let shares = try rows.reduced(
            try columns.map { NamedExpression($0.name, try .call("mean", try $0.column.missing)) }
        )
        let isAll = columns.count == rows.schema.fields.count
        var learning = StepLearning([])
        var made: [NamedExpression] = []
        for column in columns {
            guard let share = shares[column.name]?.number else { continue }
            // Without names only what misses something in training gets a column.
            if isAll, share == 0 { continue }
            made.append(NamedExpression("\(column.name)_missing", try column.column.missing))
            learning.facts.append(StepFact(column.name, "share missing", share))
        }
        if made.isEmpty { learning.remarks = ["no column misses a value, so none is indicated"] }
        learning.stages = [rows.stage(setting: made)]
        return learning
    }
}
