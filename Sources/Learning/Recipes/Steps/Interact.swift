package import Catalog
import Diagnostics
import Relations
package import Tables

/// The product of each pair of numbers, beside them; nothing is learned.
package struct Interact: RecipeStep {
    package static let name = "interact"
    package static let summary = "The product of each pair of numbers, beside them."
    package static let settings: [Setting<Interact>] = []
    package static let columns = StepColumns.named(.numbers)
    package static let examples = [
        Example("penguins | interact(bill_length_mm, bill_depth_mm) | head(2)"),
        Example("recipe(body_mass_g ~ .) | interact(columns(\"bill_*\")) | fit(penguins)"),
    ]

    package init() {}

    package func learn(_ columns: [Field], from rows: StepRows) throws -> StepLearning {
        guard columns.count > 1 else {
            throw Diagnostic(
                "step.columns",
                "`interact` multiplies two columns or more",
                hints: ["interact(columns(type: \"numeric\"))"]
            )
        }
        var made: [NamedExpression] = []
        for (place, first) in columns.enumerated() {
            for second in columns[(place + 1)...] {
                let product = try RowExpression.call(
                    "*",
                    try .call("float", first.column),
                    try .call("float", second.column)
                )
                made.append(NamedExpression("\(first.name)_x_\(second.name)", product))
            }
        }
        return StepLearning([rows.stage(setting: made)])
    }
}
