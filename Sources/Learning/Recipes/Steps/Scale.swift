package import Catalog
import Diagnostics
import Relations
package import Tables

/// Numbers moved and stretched to a common scale; what is missing stays so.
package struct Scale: RecipeStep {
    package static let name = "scale"
    package static let summary = "Numbers on a common scale: standard, minmax or robust."
    package static let settings: [Setting<Scale>] = [
        Setting(
            "method",
            \.method,
            "by mean and sd, from 0 to 1, or by median and quartiles",
            in: .choice(["standard", "minmax", "robust"])
        )
    ]
    package static let columns = StepColumns.suiting(.numbers)
    package static let examples = [
        Example("penguins | scale(body_mass_g, method: \"minmax\") | head(3)"),
        Example("recipe(species ~ .) | scale() | fit(penguins)"),
    ]

    package var method = "standard"

    package init() {}

    package func learn(_ columns: [Field], from rows: StepRows) throws -> StepLearning {
        let names = ["standard": ("mean", "sd"), "minmax": ("min", "range")]
        let (centre, spread) = names[method] ?? ("median", "iqr")
        let found = try rows.reduced(try columns.flatMap { try reductions(of: $0) })
        var learning = StepLearning([])
        var made: [NamedExpression] = []
        for column in columns {
            guard let middle = found["centre \(column.name)"]?.number,
                let high = found["high \(column.name)"]?.number
            else { throw Diagnostic.nothingToLearn(Scale.name, column.name, centre) }
            let low = found["low \(column.name)"]?.number ?? 0
            let width = high - low
            // What never changes is moved and not stretched.
            let isFlat = !(width > 0 && width.isFinite)
            let moved = try RowExpression.call("-", column.column, .number(middle))
            let scaled = try RowExpression.call("/", moved, .number(isFlat ? 1 : width))
            made.append(NamedExpression(column.name, scaled))
            learning.facts.append(StepFact(column.name, centre, middle))
            learning.facts.append(StepFact(column.name, spread, width))
            if isFlat { learning.remarks.append("`\(column.name)` never changes, and is 0") }
        }
        learning.stages = [rows.stage(setting: made)]
        return learning
    }

    /// The centre, and the two ends whose distance becomes 1.
    private func reductions(of column: Field) throws -> [NamedExpression] {
        func named(_ part: String, _ expression: RowExpression) -> NamedExpression {
            NamedExpression("\(part) \(column.name)", expression)
        }
        let x = column.column
        switch method {
        case "minmax":
            return [
                named("centre", try .call("min", x)), named("low", try .call("min", x)),
                named("high", try .call("max", x)),
            ]
        case "robust":
            return [
                named("centre", try .call("median", x)),
                named("low", try .call("quantile", x, .number(0.25))),
                named("high", try .call("quantile", x, .number(0.75))),
            ]
        default:
            // The sd of a single row is missing, and stands for no width.
            return [
                named("centre", try .call("mean", x)),
                named("high", try .call("coalesce", try .call("sd", x), .number(0))),
            ]
        }
    }
}
