package import Catalog
import Diagnostics
import Relations
package import Tables

/// Drops a number that is nearly a linear function of one before it that stays.
package struct DropCorrelated: RecipeStep {
    package static let name = "drop_correlated"
    package static let summary = "Drops numbers that follow another one nearly on a line."
    package static let settings: [Setting<DropCorrelated>] = [
        Setting("above", \.above, "the size of a correlation that is too much", in: .range(0...1))
    ]
    package static let columns = StepColumns.every
    package static let examples = [
        Example("penguins | drop_correlated(above: 0.8) | head(2)"),
        Example("recipe(species ~ .) | drop_correlated(above: 0.85) | fit(penguins)"),
    ]

    package var above = 0.95

    package static func writesValues(of type: ColumnType) -> Bool { false }

    package init() {}

    package func learn(_ columns: [Field], from rows: StepRows) throws -> StepLearning {
        let numbers = columns.filter(\.type.isNumber)
        var pairs: [NamedExpression] = []
        for (place, second) in numbers.enumerated() {
            for first in numbers[..<place] {
                pairs.append(
                    NamedExpression(
                        "\(first.name)\u{1}\(second.name)",
                        try .call("corr", first.column, second.column)
                    )
                )
            }
        }
        let found = try rows.reduced(pairs)
        var (kept, dropped): ([Field], [(column: String, because: String, value: Double?)]) = (
            [], []
        )
        for column in numbers {
            let near = kept.first { other in
                let size = found["\(other.name)\u{1}\(column.name)"]?.number?.magnitude
                return size.map { $0 > above } ?? false
            }
            if let near {
                let value = found["\(near.name)\u{1}\(column.name)"]?.number
                dropped.append((column.name, "correlated with \(near.name)", value))
            } else {
                kept.append(column)
            }
        }
        return try rows.dropping(dropped)
    }
}
