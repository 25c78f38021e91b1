package import Catalog
package import Diagnostics
package import Documents
import Relations
import Tables
import Values

/// Quartiles, whiskers and outliers, beside each other for several names.
package struct BoxPlot: FramePlot {
    package var options = FrameOptions()
    package var look = FigureLook()

    package static let name = "box"
    package static let summary =
        "Quartiles, whiskers of 1.5 times their distance, and outliers, a row for each name."
    package static let roles = [
        PlotRole("x", "what makes the rows, or alone the values"),
        PlotRole("y", "the values: numbers or moments", isOptional: true),
    ]
    package static let settings: [Setting<BoxPlot>] = frameSettings
    package static let examples = [
        Example("penguins | box(species, body_mass_g)"),
        Example("penguins | box(bill_length_mm)"),
    ]

    /// Outliers past this many in a group are counted, not drawn.
    private static let mostOutliers = 200

    package init() {}

    package func figure(of rows: PlottedRows) throws(Diagnostic) -> Figure {
        let spread = try SpreadRoles(rows, options)
        let y = try spread.rows.variable("y")
        var facts = try rows.facts("y", y)
        for (name, share) in [("q25", 0.25), ("median", 0.5), ("q75", 0.75)] {
            let value = try rows.call("quantile", y.expression, .literal(.float(share)))
            facts.append(NamedExpression(name, value))
        }
        let overview = try PlotOverview(spread.rows, spread.options, facts, mostColors: 40)
        let domain = try overview.domain("y", y)
        var panels = [[(name: Int, mark: Mark)]](
            repeating: [],
            count: overview.groups.facets.count
        )
        var outside = 0
        for row in 0..<overview.table.count {
            guard let place = overview.groups.place(overview.table, row),
                let box = try box(row, overview, y, spread)
            else { continue }
            outside += box.outside
            panels[place.facet].append((place.color, .box(box.mark)))
        }
        let medians = (0..<overview.table.count).compactMap { row in
            overview.groups.place(overview.table, row).flatMap { place in
                overview.number("median", row).map { (place.color, $0) }
            }
        }
        var sentence = spread.sentence(medians, overview, y)
        if outside > 0 {
            sentence.removeLast()
            sentence += "; \(PlotWords.count(outside, "outlier"))."
        }
        return assembled(
            spread.title(y),
            sentence,
            x: y.axis(domain, spread.rows),
            y: Axis(),
            panels: panels.map { $0.sorted { $0.name < $1.name }.map(\.mark) },
            overview.groups.withoutSeries
        )
    }

    /// A group's box: whiskers end at the last values within 1.5 quartile distances.
    private func box(
        _ row: Int,
        _ overview: PlotOverview,
        _ y: PlotVariable,
        _ spread: SpreadRoles
    ) throws(Diagnostic) -> (mark: Mark.Box, outside: Int)? {
        guard let low = overview.number("q25", row), let middle = overview.number("median", row),
            let high = overview.number("q75", row),
            let place = overview.groups.place(overview.table, row)
        else { return nil }
        let rows = spread.rows
        let reach = 1.5 * (high - low)
        let fences = (
            RowExpression.literal(.float(low - reach)), RowExpression.literal(.float(high + reach))
        )
        let below = try rows.call("<", y.expression, fences.0)
        let above = try rows.call(">", y.expression, fences.1)
        let inside = try rows.call("between", y.expression, fences.0, fences.1)
        let group = rows.frame.filtered(where: try conditions(overview, row, rows))
        let kept = try rows.run(
            group.filtered(where: [inside]).summarized(
                [
                    NamedExpression("low", try rows.call("min", y.expression)),
                    NamedExpression("high", try rows.call("max", y.expression)),
                    NamedExpression("n", try rows.call("count")),
                ],
                by: []
            )
        )
        let outliers = try rows.run(
            group.filtered(where: [try rows.call("or", below, above)])
                .summarized(
                    [NamedExpression("n", try rows.call("count"))],
                    by: [NamedExpression("value", y.expression)]
                )
        )
        let values = (0..<outliers.count).compactMap { outliers["value"]?[$0].number }
        let counts = (0..<outliers.count).compactMap { outliers["n"]?[$0].number }
        let mark = Mark.Box(
            spread.label(place.color, overview.groups),
            whiskers: (kept["low"]?[0].number ?? low)...(kept["high"]?[0].number ?? high),
            quartiles: low...high,
            median: middle,
            outliers: thinned(values)
        )
        return (mark, Int(counts.reduce(0, +)))
    }

    /// Values that stand for all of them, the ends among them.
    private func thinned(_ values: [Double]) -> [Double] {
        guard values.count > Self.mostOutliers else { return values }
        let step = Double(values.count - 1) / Double(Self.mostOutliers - 1)
        return (0..<Self.mostOutliers).map { values[Int((Double($0) * step).rounded())] }
    }

    /// What the rows of a group have in common.
    private func conditions(
        _ overview: PlotOverview,
        _ row: Int,
        _ rows: PlottedRows
    ) throws(Diagnostic) -> [RowExpression] {
        var conditions: [RowExpression] = []
        for key in overview.groups.keys {
            let value = overview.table[key.name]?[row] ?? .missing
            conditions.append(
                value == .missing
                    ? try rows.call("is missing", key.expression)
                    : try rows.call("==", key.expression, .literal(value, key.expression.type))
            )
        }
        return conditions
    }
}
