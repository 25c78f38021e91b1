package import Catalog
import Diagnostics
import Relations
package import Tables

/// The position of a category among its levels, from 1, in the place of the category.
///
/// A category that is no level and a missing one are missing.
package struct Ordinal: RecipeStep {
    package static let name = "ordinal"
    package static let summary = "Categories as positions among their levels, from 1."
    package static let settings: [Setting<Ordinal>] = [
        Setting(
            "levels",
            \.levels,
            "the levels, the lowest first; those of training, sorted, if absent"
        )
    ]
    package static let learnsStatistics = false
    package static let columns = StepColumns.suiting(.categories)
    package static let examples = [
        Example("penguins | ordinal(island) | head(3)"),
        Example(
            "recipe(species ~ .) | ordinal(island, levels: [\"Torgersen\", \"Dream\", \"Biscoe\"])"
                + " | fit(penguins)"
        ),
    ]

    package var levels: [String]?

    package static func writesValues(of type: ColumnType) -> Bool { true }

    package init() {}

    package func learn(_ columns: [Field], from rows: StepRows) throws -> StepLearning {
        var learning = StepLearning([])
        var made: [NamedExpression] = []
        for column in columns {
            let found = try Categories(of: column, in: rows)
            guard !found.all.isEmpty else {
                throw Diagnostic.nothingToLearn(Ordinal.name, column.name, "category")
            }
            let levels = levels ?? found.all.map(\.name)
            if let stranger = found.all.first(where: { !levels.contains($0.name) }) {
                throw Diagnostic(
                    "step.levels",
                    "`\(stranger.name)` is in `\(column.name)` and not among the levels",
                    hints: ["levels: [\"\(stranger.name)\", …]"]
                )
            }
            let positions = levels.indices.map { Scalar.int(Int64($0 + 1)) }
            let table = LookupTable(
                keys: levels,
                values: Column(.int, cells: positions + [.missing, .missing])
            )
            made.append(
                NamedExpression(column.name, try .lookup(try column.column.key, in: table))
            )
            for (place, level) in levels.enumerated() {
                learning.facts.append(StepFact(column.name, level, Double(place + 1)))
            }
        }
        learning.stages = [rows.stage(setting: made)]
        return learning
    }
}
