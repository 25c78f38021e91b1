package import Catalog
package import Diagnostics
package import Documents
import Relations
import Tables
import Values

/// Every two of several columns against each other.
package struct PairsPlot: FramePlot {
    package var options = FrameOptions()
    package var look = FigureLook()

    package static let name = "pairs"
    package static let summary =
        "Every two of several columns against each other; each by itself on the diagonal."
    package static let roles = [
        PlotRole("cols", "the columns; the first numbers if none is named", .columns)
    ]
    package static let settings: [Setting<PairsPlot>] = frameSettings.filter {
        $0.spec.name != "facet"
    }
    package static let examples = [
        Example("penguins | pairs(bill_length_mm, bill_depth_mm, body_mass_g, color: species)")
    ]

    private static let most = 5

    package init() {}

    package func figure(of rows: PlottedRows) throws(Diagnostic) -> Figure {
        let columns = try chosen(rows)
        var panels: [Figure] = []
        var strongest: (r: Double, text: String)?
        for upward in columns {
            for across in columns {
                let part = rows.with(["x": [across], "y": [upward]])
                if across.name == upward.name {
                    var plot = HistogramPlot()
                    plot.options = options
                    panels.append(panel(try plot.figure(of: part), title: across.name))
                    continue
                }
                var plot = ScatterPlot()
                plot.options = options
                let r = try correlation(part, across, upward)
                let shown = r.map { NumberFormat.fixed($0, decimals: 2) } ?? "missing"
                panels.append(panel(try plot.figure(of: part), title: "r = \(shown)"))
                if let r, r.magnitude > (strongest?.r.magnitude ?? 0) {
                    strongest = (r, "\(across.name) with \(upward.name) (r = \(shown))")
                }
            }
        }
        return Figure(
            title: look.title ?? columns.map(\.name).joined(separator: ", "),
            subtitle: strongest.map { "Most closely go \($0.text)." } ?? "No two go together.",
            marks: [],
            panels: panels,
            panelsInRow: columns.count,
            series: panels.first?.series ?? [],
            width: look.width,
            height: look.height ?? 6
        )
    }

    private func panel(_ figure: Figure, title: String) -> Figure {
        var small = figure
        small.title = title
        small.subtitle = ""
        small.x.title = ""
        small.y.title = ""
        small.height = nil
        small.marks = figure.marks.map { mark in
            guard case .line(var line) = mark else { return mark }
            line.name = ""
            return .line(line)
        }
        return small
    }

    private func correlation(
        _ rows: PlottedRows,
        _ x: NamedExpression,
        _ y: NamedExpression
    ) throws(Diagnostic) -> Double? {
        let r = NamedExpression("r", try rows.call("corr", x.expression, y.expression))
        return try rows.run(rows.frame.summarized([r], by: []))["r"]?[0].number
    }

    private func chosen(_ rows: PlottedRows) throws(Diagnostic) -> [NamedExpression] {
        let named = rows.roles["cols"] ?? []
        let columns =
            named.isEmpty
            ? rows.frame.schema.fields.filter(\.type.isNumber).prefix(4).map {
                NamedExpression($0.name, .column($0))
            } : named
        for column in columns where !column.expression.type.isNumber {
            throw rows.fault(
                "plot.type",
                "`\(column.name)` is \(column.expression.type.described), not a number",
                at: "cols",
                "numbers were expected"
            )
        }
        guard (2...Self.most).contains(columns.count) else {
            throw rows.fault(
                "plot.pairs",
                "2 to \(Self.most) columns of numbers were expected, \(columns.count) found",
                at: "cols",
                hints: columns.prefix(3).count == 3
                    ? ["pairs(\(columns.prefix(3).map(\.name).joined(separator: ", ")))"] : []
            )
        }
        return columns
    }
}
