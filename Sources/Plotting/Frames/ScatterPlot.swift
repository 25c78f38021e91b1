package import Catalog
package import Diagnostics
package import Documents
import Relations
import Tables
import Values

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Two columns against each other: points, or where they are many how densely they lie.
package struct ScatterPlot: FramePlot {
    package var options = FrameOptions()
    package var look = FigureLook()

    package static let name = "scatter"
    package static let summary =
        "Two columns against each other, as points; thousands of them as shades."
    package static let roles = [
        PlotRole("x", "what lies along the figure: numbers or moments"),
        PlotRole("y", "what lies upwards: numbers or moments"),
    ]
    package static let logarithmic = ["x", "y", "xy"]
    package static let settings: [Setting<ScatterPlot>] = frameSettings
    package static let examples = [
        Example("penguins | scatter(flipper_length_mm, body_mass_g, color: species)"),
        Example("flights | scatter(distance, air_time, log: \"xy\")"),
    ]

    /// More points than this are counted in fields.
    private static let mostPoints = 4000
    private static let fields = (across: 96, up: 64)

    package init() {}

    package func figure(of rows: PlottedRows) throws(Diagnostic) -> Figure {
        let (x, y) = try (
            rows.variable("x"), rows.variable("y")
        )
        let present = try [("x", x), ("y", y)].map { role, variable throws(Diagnostic) in
            let placed = try rows.placed(variable, options.scale(Character(role)))
            return try rows.call("not", rows.call("is missing", placed))
        }
        let both = try rows.call("and", present[0], present[1])
        let drawn = rows.with(rows.roles, frame: rows.frame.filtered(where: [both]))
        let overview = try PlotOverview(drawn, options, try facts(drawn, x, y))
        let (across, up) = try (overview.domain("x", x), overview.domain("y", y))
        let isDense = overview.sum("rows") > Self.mostPoints
        let scales = (PlotGrid(across, options.scale("x")), PlotGrid(up, options.scale("y")))
        let panels =
            isDense
            ? try self.fields(drawn, x, y, overview.groups, scales)
            : try points(drawn, x, y, overview.groups)
        let hasTiles = isDense && overview.groups.colors.isEmpty
        return assembled(
            "\(y.name) by \(x.name)",
            try sentence(overview, x, y, rows),
            x: x.axis(across, scale: options.scale("x"), rows),
            y: {
                var axis = y.axis(up, scale: options.scale("y"), rows)
                axis.title = y.name
                return axis
            }(),
            panels: panels,
            overview.groups,
            shading: hasTiles ? Shading("rows", low: "few", high: "many") : nil
        )
    }

    /// How many rows are drawn, their ends, and where they are one group how the columns hang together.
    private func facts(
        _ rows: PlottedRows,
        _ x: PlotVariable,
        _ y: PlotVariable
    ) throws(Diagnostic) -> [NamedExpression] {
        var facts = [NamedExpression("rows", try rows.call("count"))]
        for (name, variable) in [("x", x), ("y", y)] {
            for (end, reduction) in [("low", "min"), ("high", "max")] {
                let value = try rows.call(reduction, variable.expression)
                facts.append(NamedExpression("\(name) \(end)", value))
            }
        }
        if try PlotGroups.keys(options, rows).isEmpty {
            facts.append(try correlation(rows, x, y))
        }
        return facts
    }

    private func correlation(
        _ rows: PlottedRows,
        _ x: PlotVariable,
        _ y: PlotVariable
    ) throws(Diagnostic) -> NamedExpression {
        NamedExpression("r", try rows.call("corr", x.expression, y.expression))
    }

    private func points(
        _ rows: PlottedRows,
        _ x: PlotVariable,
        _ y: PlotVariable,
        _ groups: PlotGroups
    ) throws(Diagnostic) -> [[Mark]] {
        let table = try rows.run(
            rows.frame.projected(
                groups.keys + [
                    NamedExpression("x", x.expression), NamedExpression("y", y.expression),
                ]
            )
        )
        var panels = [[Mark]](repeating: [], count: groups.facets.count)
        for row in 0..<table.count {
            guard let place = groups.place(table, row), let across = table["x"]?[row].number,
                let up = table["y"]?[row].number
            else { continue }
            panels[place.facet].append(.point(Mark.Point(across, up, series: place.color)))
        }
        return panels
    }

    /// How many rows lie in each field; with series a point stands for all of a field's.
    private func fields(
        _ rows: PlottedRows,
        _ x: PlotVariable,
        _ y: PlotVariable,
        _ groups: PlotGroups,
        _ grids: (x: PlotGrid, y: PlotGrid)
    ) throws(Diagnostic) -> [[Mark]] {
        let counted = try ScatterFields(
            (grids.x.bins(Self.fields.across), grids.y.bins(Self.fields.up)),
            (try grids.x.scaled(x, rows), try grids.y.scaled(y, rows)),
            groups,
            rows
        )
        var panels = [[Mark]](repeating: [], count: groups.facets.count)
        let most = log(Double(counted.most) + 1)
        for field in counted.all {
            let across = counted.columns.ends(field.column).mapped(grids.x.value)
            let up = counted.ranks.ends(field.rank).mapped(grids.y.value)
            guard groups.colors.isEmpty else {
                let point = Mark.Point(
                    grids.x.value(counted.columns.middle(field.column)),
                    grids.y.value(counted.ranks.middle(field.rank)),
                    series: field.color
                )
                panels[field.facet].append(.point(point))
                continue
            }
            let shade = 0.08 + 0.92 * log(Double(field.rows) + 1) / most
            panels[field.facet].append(
                .tile(Mark.Tile(x: across, y: up, value: Double(field.rows), shade: shade))
            )
        }
        return panels
    }

    /// How strongly the two hang together, and over which ranges.
    private func sentence(
        _ overview: PlotOverview,
        _ x: PlotVariable,
        _ y: PlotVariable,
        _ rows: PlottedRows
    ) throws(Diagnostic) -> String {
        let count = overview.sum("rows")
        var asked = [NamedExpression("n", try rows.call("count"))]
        let isAsked = overview.groups.keys.isEmpty
        if !isAsked { asked.append(try correlation(rows, x, y)) }
        let whole = try rows.run(rows.frame.summarized(asked, by: []))
        let total = whole["n"]?[0].number.map { Int($0) } ?? count
        var text = "\(PlotWords.count(count, "row"))"
        if let r = isAsked ? overview.number("r", 0) : whole["r"]?[0].number {
            let size = r.magnitude
            let word =
                size < 0.1
                ? "hardly any relation"
                : (size < 0.4 ? "a weak" : size < 0.7 ? "a clear" : "a strong")
                    + (r > 0 ? " rise" : " fall")
            text +=
                ": \(word) of \(y.name) with \(x.name) (r = \(NumberFormat(digits: 2).string(r)))"
        }
        if total > count {
            let why = options.log == nil ? "missing" : "missing, or not above zero,"
            text += "; \(NumberFormat.grouped(total - count)) \(why) left out"
        }
        return text + "."
    }
}
