package import Catalog
package import Diagnostics
package import Documents
import Relations
import Tables
import Values

/// A shade for every two values of two columns.
package struct HeatmapPlot: FramePlot {
    package var options = FrameOptions()
    package var look = FigureLook()

    package static let name = "heatmap"
    package static let summary = "A shade for every two values of two columns."
    package static let roles = [
        PlotRole("x", "what lies along the figure"),
        PlotRole("y", "what lies upwards"),
        PlotRole(
            "value",
            "what the shades mean: a column, or a reduction; the number of rows if absent",
            .measure,
            isOptional: true
        ),
    ]
    package static let settings: [Setting<HeatmapPlot>] = frameSettings.filter {
        $0.spec.name != "color"
    }
    package static let examples = [
        Example("penguins | heatmap(island, species)"),
        Example("flights | heatmap(hour, carrier, mean(arr_delay))"),
        Example("penguins | correlate | heatmap(x, y, r)"),
    ]

    private static let mostNames = 60

    package init() {}

    package func figure(of rows: PlottedRows) throws(Diagnostic) -> Figure {
        var measure = try Measure(rows, role: "value")
        let (x, y) = try (rows.column("x"), rows.column("y"))
        let (across, up) = try (side("x", x, rows), side("y", y, rows))
        let keys = try PlotGroups.keys(options, rows)
        let table = try rows.run(
            rows.frame.summarized(
                [
                    NamedExpression("value", measure.expression),
                    NamedExpression("rows", try rows.call("count")),
                ],
                by: [
                    NamedExpression("x", across.expression), NamedExpression("y", up.expression),
                ] + keys
            )
        )
        guard table.count > 0 else {
            throw rows.fault("plot.empty", "there are no rows to draw", at: "x")
        }
        measure = measure.met(in: table)
        let groups = try PlotGroups(table, options, rows)
        let columns = try names("x", table, across, rows)
        let ranks = try names("y", table, up, rows)
        let found = (0..<table.count).compactMap { table["value"]?[$0].number }
        guard let low = found.min(), let high = found.max() else {
            throw rows.fault("plot.empty", "`\(measure.name)` is missing everywhere", at: "value")
        }
        let shades = MapShades(low...high)
        return assembled(
            "\(measure.name) by \(x.name) and \(y.name)",
            sentence(table, measure, across, up, rows),
            x: columns.axis(x.name),
            y: ranks.axis(y.name),
            panels: marks(table, columns, ranks, shades, groups),
            groups,
            shading: Shading(
                measure.name,
                low: measure.text(low),
                high: measure.text(high),
                middle: shades.diverges ? "0" : nil,
                places: shades.place(low)...shades.place(high)
            ),
            height: min(60, max(3, ranks.all.count))
        )
    }

    /// One side of the map: values as they are, or numbers in bins.
    private struct Side {
        let expression: RowExpression
        let bins: RoundBins?
        let variable: PlotVariable?

        func text(_ value: Scalar, _ rows: PlottedRows) -> String {
            guard let bins, let variable, let bin = value.number else { return rows.text(value) }
            return variable.text(bins.lower(Int(bin)), rows)
        }
    }

    /// Numbers and moments of many values are brought together in bins.
    private func side(
        _ role: String,
        _ column: NamedExpression,
        _ rows: PlottedRows
    ) throws(Diagnostic) -> Side {
        switch column.expression.type {
        case .int, .float, .date, .timestamp: break
        default: return Side(expression: column.expression, bins: nil, variable: nil)
        }
        let variable = try rows.variable(role)
        var facts = try rows.facts(role, variable)
        let rough = try rows.call("count_distinct", variable.expression, .literal(.bool(false)))
        facts.append(NamedExpression("places", rough))
        let overview = try PlotOverview(rows, FrameOptions(), facts)
        let domain = try overview.domain(role, variable)
        guard (overview.most("places") ?? 0) > 40 else {
            return Side(expression: column.expression, bins: nil, variable: nil)
        }
        let bins = RoundBins(
            domain,
            about: 20,
            exactly: nil,
            isWhole: variable.isWhole,
            isMoment: variable.isMoment
        )
        let isAbsent = try rows.call("is missing", variable.expression)
        let key = try rows.call(
            "if",
            isAbsent,
            .literal(.missing, .float),
            bins.key(variable.expression, rows)
        )
        return Side(expression: key, bins: bins, variable: variable)
    }

    /// The names along one side, in their order.
    private struct Names {
        let all: [String]
        let places: [Scalar: Int]
        let isUpwards: Bool

        /// Names upwards begin at the top, as in a table.
        func range(_ value: Scalar) -> ClosedRange<Double>? {
            places[value].map { place in
                let low = Double(isUpwards ? all.count - 1 - place : place)
                return low...(low + 1)
            }
        }

        func axis(_ title: String) -> Axis {
            var axis = Axis(
                title,
                domain: 0...Double(all.count),
                ticks: all.enumerated().map { place, name in
                    let low = isUpwards ? all.count - 1 - place : place
                    return Axis.Tick(Double(low) + 0.5, name)
                }
            )
            axis.hasNames = true
            return axis
        }
    }

    private func names(
        _ role: String,
        _ table: Table,
        _ side: Side,
        _ rows: PlottedRows
    ) throws(Diagnostic) -> Names {
        guard let column = table[role] else { return Names(all: [], places: [:], isUpwards: false) }
        let found = Array(Set((0..<column.count).map { column[$0] }))
        guard found.count <= Self.mostNames else {
            throw rows.fault(
                "plot.names",
                "\(found.count) values are too many for one side of a map",
                at: role,
                "at most \(Self.mostNames)",
                hints: ["filter(…) before it, to keep a few"]
            )
        }
        let sorted = PlotOrder.sorted(found, side.expression.type)
        return Names(
            all: sorted.map { side.text($0, rows) },
            places: Dictionary(zip(sorted, 0...), uniquingKeysWith: { first, _ in first }),
            isUpwards: role == "y"
        )
    }

    private func marks(
        _ table: Table,
        _ columns: Names,
        _ ranks: Names,
        _ shades: MapShades,
        _ groups: PlotGroups
    ) -> [[Mark]] {
        var panels = [[Mark]](repeating: [], count: groups.facets.count)
        for row in 0..<table.count {
            guard let place = groups.place(table, row), let value = table["value"]?[row].number,
                let across = (table["x"]?[row]).flatMap({ columns.range($0) }),
                let up = (table["y"]?[row]).flatMap({ ranks.range($0) })
            else { continue }
            panels[place.facet].append(
                .tile(Mark.Tile(x: across, y: up, value: value, shade: shades.place(value)))
            )
        }
        return panels
    }

    private func sentence(
        _ table: Table,
        _ measure: Measure,
        _ x: Side,
        _ y: Side,
        _ rows: PlottedRows
    ) -> String {
        let values = (0..<table.count).compactMap { row in
            table["value"]?[row].number.map { (row, $0) }
        }
        guard let most = values.max(by: { $0.1 < $1.1 }),
            let least = values.min(by: { $0.1 < $1.1 }),
            let columns = table["x"], let ranks = table["y"]
        else { return "No field has a value." }
        func told(_ field: (Int, Double)) -> String {
            "\(measure.text(field.1)) at \(x.text(columns[field.0], rows)), "
                + y.text(ranks[field.0], rows)
        }
        return PlotWords.ended("Highest \(told(most)); lowest \(told(least))")
    }
}

/// How values become shades: from the least to the greatest, or where both signs occur away from zero.
struct MapShades {
    private let ends: ClosedRange<Double>
    /// Whether zero is in the middle.
    let diverges: Bool

    init(_ found: ClosedRange<Double>) {
        diverges = found.lowerBound < 0 && found.upperBound > 0
        let reach = max(found.lowerBound.magnitude, found.upperBound.magnitude)
        ends = diverges ? -reach...reach : found
    }

    func place(_ value: Double) -> Double {
        // Halves first: the ends may be further apart than a `Double` can say.
        let length = ends.upperBound / 2 - ends.lowerBound / 2
        guard length > 0 else { return 0.5 }
        return min(0.999, max(0, (value / 2 - ends.lowerBound / 2) / length))
    }
}
