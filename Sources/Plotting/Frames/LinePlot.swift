package import Catalog
package import Diagnostics
package import Documents
import Kernels
import Relations
import Tables
import Values

/// A measure along an ordered column.
package struct LinePlot: FramePlot {
    package var options = FrameOptions()
    package var look = FigureLook()

    package static let name = "line"
    package static let summary = "A measure along numbers or moments, joined by a line."
    package static let roles = [
        PlotRole("x", "what lies along the figure: numbers or moments"),
        PlotRole(
            "y",
            "how high the line is: a column, or a reduction; the number of rows if absent",
            .measure,
            isOptional: true
        ),
    ]
    package static let logarithmic = ["x", "y", "xy"]
    package static let settings: [Setting<LinePlot>] = frameSettings
    package static let examples = [
        Example("weather | line(date(time_hour), mean(temp), color: origin)"),
        Example("flights | line(hour, count())"),
    ]

    /// Past so many places, neighbours are brought together.
    private static let mostPlaces = 600

    package init() {}

    package func figure(of rows: PlottedRows) throws(Diagnostic) -> Figure {
        let x = try rows.variable("x")
        var measure = try Measure(rows)
        let scale = options.scale("x")
        var facts = try rows.facts("x", x, scale)
        let rough = try rows.call("count_distinct", x.expression, .literal(.bool(false)))
        facts.append(NamedExpression("places", rough))
        let overview = try PlotOverview(rows, options, facts)
        let domain = try overview.domain("x", x)
        let groups = overview.groups
        let isCrowded = (overview.most("places") ?? 0) > Double(Self.mostPlaces)
        let bins = RoundBins(
            domain,
            about: 200,
            exactly: nil,
            isWhole: x.isWhole,
            isMoment: x.isMoment
        )
        let table = try self.table(rows, x, measure, groups, isCrowded ? bins : nil)
        measure = measure.met(in: table)
        let lines = lines(of: table, groups, isCrowded ? bins : nil)
        let heights = lines.flatMap { $0.flatMap(\.ys) }.filter {
            $0.isFinite && (options.scale("y") == .linear || $0 > 0)
        }
        guard let low = heights.min(), let high = heights.max() else {
            throw rows.fault(
                "plot.empty",
                "`\(measure.name)` has no value that could be drawn",
                at: "y"
            )
        }
        return assembled(
            measure.title(x.name),
            sentence(lines, x, measure, rows) + (isCrowded ? " \(note(bins, x, rows))" : ""),
            x: x.axis(domain, scale: scale, rows),
            y: measure.axis(low...high, scale: options.scale("y")),
            panels: lines.map { $0.map { .line($0) } },
            groups
        )
    }

    private func note(_ bins: RoundBins, _ x: PlotVariable, _ rows: PlottedRows) -> String {
        let width = x.isMoment ? MomentSpan.words(bins.width) : x.text(bins.width, rows)
        return "Each place is \(width) wide."
    }

    /// The measure at each place, group by group.
    private func table(
        _ rows: PlottedRows,
        _ x: PlotVariable,
        _ measure: Measure,
        _ groups: PlotGroups,
        _ bins: RoundBins?
    ) throws(Diagnostic) -> Table {
        let placed = try rows.placed(x, options.scale("x"))
        let present = try rows.call("not", rows.call("is missing", placed))
        let place = try bins?.key(placed, rows) ?? placed
        return try rows.run(
            rows.frame.filtered(where: [present]).summarized(
                [
                    NamedExpression("height", measure.expression),
                    NamedExpression("rows", try rows.call("count")),
                ],
                by: groups.keys + [NamedExpression("place", place)]
            )
        )
    }

    /// The lines of each panel.
    private func lines(of table: Table, _ groups: PlotGroups, _ bins: RoundBins?) -> [[Mark.Line]] {
        var lines = groups.facets.map { _ in
            (0..<groups.seriesCount).map { color in
                Mark.Line(
                    groups.colors.isEmpty ? "" : groups.colors[color],
                    series: color,
                    xs: [],
                    ys: []
                )
            }
        }
        for row in 0..<table.count {
            guard let place = groups.place(table, row), let x = table["place"]?[row].number,
                let height = table["height"]?[row].number
            else { continue }
            lines[place.facet][place.color].xs.append(bins?.middle(Int(x)) ?? x)
            lines[place.facet][place.color].ys.append(height)
        }
        return lines.map { $0.filter { !$0.xs.isEmpty } }
    }

    /// Where the first line begins, ends, is highest and lowest.
    private func sentence(
        _ lines: [[Mark.Line]],
        _ x: PlotVariable,
        _ measure: Measure,
        _ rows: PlottedRows
    ) -> String {
        let all = lines.flatMap { $0 }
        let points = all.flatMap { line in
            zip(line.xs, line.ys).map { (x: $0, y: $1, name: line.name) }
        }
        guard let most = points.max(by: { $0.y < $1.y }),
            let least = points.min(by: { $0.y < $1.y })
        else { return "No line has a height." }
        func told(_ point: (x: Double, y: Double, name: String)) -> String {
            "\(measure.text(point.y)) at \(x.text(point.x, rows))"
                + (point.name.isEmpty ? "" : " (\(point.name))")
        }
        var text = "Highest \(told(most)), lowest \(told(least))"
        if all.count == 1, let line = all.first, line.xs.count > 2 {
            let r = correlation(line.xs, line.ys)
            text += r > 0.3 ? "; it rises on the whole" : r < -0.3 ? "; it falls on the whole" : ""
        }
        return text + "."
    }
}
