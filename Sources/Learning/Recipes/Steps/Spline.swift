package import Catalog
import Diagnostics
import Relations
package import Tables

/// A restricted cubic spline: columns beside a number, of which a linear model makes a smooth curve
/// that is straight beyond the outer knots.
package struct Spline: RecipeStep {
    package static let name = "spline"
    package static let summary = "Columns beside a number that let a linear model bend smoothly."
    package static let settings: [Setting<Spline>] = [
        Setting("knots", \.knots, "where it may bend, at quantiles", in: .range(3...20))
    ]
    package static let columns = StepColumns.suiting(.numbers)
    package static let examples = [
        Example("penguins | spline(bill_length_mm, knots: 4) | head(2)"),
        Example("linear(recipe(body_mass_g ~ bill_length_mm) | spline()) | fit(penguins)"),
    ]

    package var knots = 5

    package init() {}

    /// Harrell's places of the knots.
    private var shares: [Double] {
        let edge = knots == 3 ? 0.1 : knots < 7 ? 0.05 : 0.025
        return (0..<knots).map { edge + (1 - 2 * edge) * Double($0) / Double(knots - 1) }
    }

    package func learn(_ columns: [Field], from rows: StepRows) throws -> StepLearning {
        let shares = shares
        let found = try rows.reduced(
            try columns.flatMap { column in
                try shares.enumerated().map { place, share in
                    NamedExpression(
                        "\(place) \(column.name)",
                        try .call("quantile", column.column, .number(share))
                    )
                }
            }
        )
        var learning = StepLearning([])
        var made: [NamedExpression] = []
        for column in columns {
            let places = shares.indices.compactMap { found["\($0) \(column.name)"]?.number }
            guard places.count == knots else {
                throw Diagnostic.nothingToLearn(Spline.name, column.name, "knot")
            }
            guard zip(places, places.dropFirst()).allSatisfy({ $0 < $1 }) else {
                throw Diagnostic(
                    "step.spread",
                    "`\(column.name)` has too few values for \(knots) knots",
                    hints: ["spline(\(column.name), knots: 3)"]
                )
            }
            for place in 0..<(knots - 2) {
                let bend = try Spline.bend(column.column, places, place)
                made.append(NamedExpression("\(column.name)_spline_\(place + 1)", bend))
            }
            for (place, knot) in places.enumerated() {
                learning.facts.append(StepFact(column.name, "knot \(place + 1)", knot))
            }
        }
        learning.stages = [rows.stage(setting: made)]
        return learning
    }

    /// One column: three cubes that cancel beyond the last knot, in units of the whole width.
    private static func bend(
        _ x: RowExpression,
        _ knots: [Double],
        _ place: Int
    ) throws -> RowExpression {
        let (last, next) = (knots[knots.count - 1], knots[knots.count - 2])
        let first = knots[place]
        func cube(_ knot: Double) throws -> RowExpression {
            let above = try RowExpression.call("-", x, .number(knot))
            // `greatest` would take 0 for what is missing.
            let part = try RowExpression.call("clip", above, .number(0), .literal(.missing, .float))
            return try .call("*", try .call("*", part, part), part)
        }
        func scaled(_ cube: RowExpression, _ factor: Double) throws -> RowExpression {
            try .call("*", cube, .number(factor))
        }
        let down = try scaled(try cube(next), (last - first) / (last - next))
        let up = try scaled(try cube(last), (next - first) / (last - next))
        let sum = try RowExpression.call("+", try .call("-", try cube(first), down), up)
        let width = last - knots[0]
        return try .call("/", sum, .number(width * width))
    }
}
