package import Catalog
import Diagnostics
import Kernels
import Relations
package import Tables

/// As many training rows of each class; rows to predict are left as they are.
///
/// Probabilities of a model that learned from them are those of a world with equal classes.
package struct Balance: RecipeStep {
    package static let name = "balance"
    package static let summary = "As many training rows of each class; other rows stay as they are."
    package static let settings: [Setting<Balance>] = [
        Setting(
            "method",
            \.method,
            "rows of larger classes left out, or of smaller ones repeated",
            in: .choice(["down", "up"])
        )
    ]
    package static let columns = StepColumns.every
    package static let examples = [
        Example("lightgbm(recipe(species ~ .) | balance, trees: 20) | fit(penguins)"),
        Example("recipe(species ~ .) | balance(method: \"up\") | fit(penguins)"),
    ]

    package var method = "down"

    package static func writesValues(of type: ColumnType) -> Bool { false }

    package init() {}

    package func learn(_ columns: [Field], from rows: StepRows) throws -> StepLearning {
        guard let target = rows.target, case .column(let name, let type) = target.expression else {
            throw Diagnostic.stepNeedsTarget(Balance.name)
        }
        guard !type.isNumber else {
            throw Diagnostic(
                "step.type",
                "`balance` takes classes, and `\(target.name)` is \(type.described)",
                hints: ["recipe(\(target.name) > 0 ~ .) | balance"]
            )
        }
        let classes = try Categories(of: Field(name, type), in: rows).all
        let counts = classes.map(\.count)
        let size = (method == "down" ? counts.min() : counts.max()) ?? 0
        let sampling = Sampling(.rows(Int64(size)), by: [name], seed: rows.work.seed)
        var learning = StepLearning([rows.stage(setting: [])])
        learning.training =
            method == "down"
            ? rows.frame.sampled(sampling)
            : try raised(rows, Field(name, type), classes, to: size)
        learning.facts = classes.map { StepFact(target.name, $0.name, Double($0.count)) }
        learning.remarks = [
            "each class has \(size) training rows, so probabilities are of a world of equal classes"
        ]
        return learning
    }

    /// Whole copies of each class, and a sample for the rest.
    private func raised(
        _ rows: StepRows,
        _ target: Field,
        _ classes: [Categories.Category],
        to size: Int
    ) throws -> Frame {
        var parts: [Frame] = []
        for category in classes {
            let test = try RowExpression.call("==", try target.column.key, .text(category.name))
            let own = rows.frame.filtered(where: [test])
            let copies = size / category.count - 1
            parts += Array(repeating: own, count: copies)
            let rest = size % category.count
            if rest > 0 {
                parts.append(own.sampled(Sampling(.rows(Int64(rest)), seed: rows.work.seed)))
            }
        }
        return parts.isEmpty ? rows.frame : try rows.frame.appended(parts)
    }
}
