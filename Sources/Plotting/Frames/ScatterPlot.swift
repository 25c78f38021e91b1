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
        let facts = try drawn.facts("x", x) + drawn.facts("y", y).dropFirst()
        let overview = try PlotOverview(drawn, options, facts)
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
        let (columns, ranks) = (
            grids.x.bins(Self.fields.across), grids.y.bins(Self.fields.up)
        )
        let table = try rows.run(
            rows.frame.summarized(
                [NamedExpression("n", try rows.call("count"))],
                by: groups.keys + [
                    NamedExpression("x", try columns.key(grids.x.scaled(x, rows), rows)),
                    NamedExpression("y", try ranks.key(grids.y.scaled(y, rows), rows)),
                ]
            )
        )
        let most = (0..<table.count).compactMap { table["n"]?[$0].number }.max() ?? 1
        var panels = [[Mark]](repeating: [], count: groups.facets.count)
        for row in 0..<table.count {
            guard let place = groups.place(table, row), let across = table["x"]?[row].number,
                let up = table["y"]?[row].number, let count = table["n"]?[row].number
            else { continue }
            let (column, rank) = (Int(across), Int(up))
            if groups.colors.isEmpty {
                let shade = 0.08 + 0.92 * log(count + 1) / log(most + 1)
                panels[place.facet].append(
                    .tile(
                        Mark.Tile(
                            x: grids.x.value(
                                columns.lower(column)
                            )...grids.x.value(columns.lower(column + 1)),
                            y: grids.y.value(
                                ranks.lower(rank)
                            )...grids.y.value(ranks.lower(rank + 1)),
                            value: count,
                            shade: shade
                        )
                    )
                )
            } else {
                let point = Mark.Point(
                    grids.x.value(columns.middle(column)),
                    grids.y.value(ranks.middle(rank)),
                    series: place.color
                )
                panels[place.facet].append(.point(point))
            }
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
        let whole = try rows.run(
            rows.frame.summarized(
                [
                    NamedExpression("n", try rows.call("count")),
                    NamedExpression("r", try rows.call("corr", x.expression, y.expression)),
                ],
                by: []
            )
        )
        let total = whole["n"]?[0].number.map { Int($0) } ?? count
        var text = "\(PlotWords.count(count, "row"))"
        if let r = whole["r"]?[0].number {
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

/// One axis of a scatter in fields.
struct PlotGrid {
    private let domain: ClosedRange<Double>
    private let isLogarithmic: Bool

    init(_ domain: ClosedRange<Double>, _ scale: Axis.Scale) {
        isLogarithmic = scale == .log
        self.domain =
            isLogarithmic ? log10(domain.lowerBound)...log10(domain.upperBound) : domain
    }

    func bins(_ count: Int) -> RoundBins { RoundBins(domain, about: count, exactly: count) }

    func scaled(_ variable: PlotVariable, _ rows: PlottedRows) throws(Diagnostic) -> RowExpression {
        isLogarithmic ? try rows.call("log10", variable.expression) : variable.expression
    }

    func value(_ place: Double) -> Double { isLogarithmic ? pow(10, place) : place }
}
