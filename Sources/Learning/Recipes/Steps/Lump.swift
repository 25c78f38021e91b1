package import Catalog
import Diagnostics
import Relations
package import Tables

/// Rare categories as one; what training did not have becomes that one too, what is missing stays.
package struct Lump: RecipeStep {
    package static let name = "lump"
    package static let summary = "Rare categories as one."
    package static let settings: [Setting<Lump>] = [
        Setting("n", \.n, "how many categories stay, the commonest", in: .range(1...1e9)),
        Setting(
            "share",
            \.share,
            "the share of the rows that a category needs to stay; 0.05 without `n`",
            in: .range(0...1)
        ),
        Setting("other", \.other, "what the others are called"),
    ]
    package static let columns = StepColumns.suiting(.categories)
    package static let examples = [
        Example("flights | lump(dest, n: 5) | count(dest)"),
        Example(
            "recipe(arr_delay ~ dest) | lump(dest, share: 0.02) | one_hot(dest) | fit(flights)"
        ),
    ]

    package var n: Int?
    package var share: Double?
    package var other = "other"

    package static func writesValues(of type: ColumnType) -> Bool { true }

    package init() {}

    package func learn(_ columns: [Field], from rows: StepRows) throws -> StepLearning {
        var learning = StepLearning([])
        var made: [NamedExpression] = []
        for column in columns {
            let found = try Categories(of: column, in: rows)
            let kept = kept(of: found)
            guard !found.all.isEmpty else {
                throw Diagnostic.nothingToLearn(Lump.name, column.name, "category")
            }
            let values = Column(
                .text,
                cells: kept.map { .text($0.name) } + [.text(other), .missing]
            )
            let table = LookupTable(keys: kept.map(\.name), values: values)
            let text = try RowExpression.lookup(try column.column.key, in: table)
            made.append(NamedExpression(column.name, try typed(text, column, kept.map(\.name))))
            for category in kept {
                learning.facts.append(StepFact(column.name, category.name, Double(category.count)))
            }
            let lumped = found.all.count - kept.count
            learning.facts.append(
                StepFact(column.name, "lumped", Double(lumped), text: other)
            )
        }
        learning.stages = [rows.stage(setting: made)]
        return learning
    }

    /// The categories that stay, in their order; of equal counts the first stay.
    private func kept(of found: Categories) -> [Categories.Category] {
        let total = Double(found.all.reduce(0) { $0 + $1.count })
        let least = (share ?? (n == nil ? 0.05 : 0)) * total
        let byCount = found.all.enumerated().sorted {
            ($1.element.count, $0.offset) < ($0.element.count, $1.offset)
        }
        let places = Set(byCount.prefix(n ?? found.all.count).map(\.offset))
        return found.all.enumerated()
            .filter { places.contains($0.offset) && Double($0.element.count) >= least }
            .map(\.element)
    }

    /// A category stays one, the lump its last level.
    private func typed(
        _ text: RowExpression,
        _ column: Field,
        _ kept: [String]
    ) throws -> RowExpression {
        guard case .category = column.type else { return text }
        let levels = kept.filter { $0 != other } + [other]
        return try .call(
            "category",
            text,
            .literal(.list(levels.map { .text($0) }), .list(.text))
        )
    }
}
