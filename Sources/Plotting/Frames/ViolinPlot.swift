package import Catalog
package import Diagnostics
package import Documents
import Relations
import Tables
import Values

/// How densely values lie, beside each other for several names.
package struct ViolinPlot: FramePlot {
    package var options = FrameOptions()
    package var look = FigureLook()

    package static let name = "violin"
    package static let summary = "How densely values lie, a row for each name."
    package static let roles = [
        PlotRole("x", "what makes the rows, or alone the values"),
        PlotRole("y", "the values: numbers or moments", isOptional: true),
    ]
    package static let settings: [Setting<ViolinPlot>] = frameSettings
    package static let examples = [
        Example("penguins | violin(species, body_mass_g)"),
        Example("penguins | violin(bill_length_mm)"),
    ]

    package init() {}

    package func figure(of rows: PlottedRows) throws(Diagnostic) -> Figure {
        let spread = try SpreadRoles(rows, options)
        let y = try spread.rows.variable("y")
        let densities = try Densities(spread.rows, y, role: "y", spread.options, mostColors: 40)
        let overview = densities.overview
        var panels = [[(name: Int, mark: Mark)]](
            repeating: [],
            count: overview.groups.facets.count
        )
        for part in densities.all {
            let xs = (0...120).map { step -> Double in
                let share = Double(step) / 120
                return part.ends.lowerBound * (1 - share) + part.ends.upperBound * share
            }
            let violin = Mark.Violin(
                spread.label(part.color, overview.groups),
                xs: xs,
                densities: xs.map { part.kernel.density(at: $0) },
                quartiles: part.kernel.quantile(0.25)...part.kernel.quantile(0.75),
                median: part.kernel.quantile(0.5)
            )
            panels[part.facet].append((part.color, .violin(violin)))
        }
        let medians = densities.all.map {
            (overview.groups, $0.color, $0.kernel.quantile(0.5))
        }
        return assembled(
            spread.title(y),
            spread.sentence(medians.map { ($0.1, $0.2) }, overview, y),
            x: y.axis(densities.domain, spread.rows),
            y: Axis(),
            panels: panels.map { $0.sorted { $0.name < $1.name }.map(\.mark) },
            overview.groups.withoutSeries
        )
    }
}

/// What boxes and violins are drawn of: names and values, or values alone.
struct SpreadRoles {
    let rows: PlottedRows
    /// The names take the place of the colours: a row each.
    let options: FrameOptions
    private let names: String?

    init(_ given: PlottedRows, _ asked: FrameOptions) throws(Diagnostic) {
        var options = asked
        guard let values = given.roles["y"], !values.isEmpty else {
            rows = given.with(["y": given.roles["x"] ?? []])
            names = asked.color.all.first?.name
            self.options = options
            return
        }
        let name = try given.column("x")
        if asked.color.all.isEmpty {
            options.color = Grouping([name])
            names = name.name
        } else {
            let color = asked.color.all[0]
            let joined = try given.call(
                "+",
                given.call(
                    "+",
                    given.call(
                        "coalesce",
                        given.call("text", name.expression),
                        .literal(.text("missing"))
                    ),
                    .literal(.text(" · "))
                ),
                given.call(
                    "coalesce",
                    given.call("text", color.expression),
                    .literal(.text("missing"))
                )
            )
            options.color = Grouping([NamedExpression(name.name, joined)])
            names = "\(name.name) and \(color.name)"
        }
        rows = given
        self.options = options
    }

    func title(_ y: PlotVariable) -> String { names.map { "\(y.name) by \($0)" } ?? y.name }

    func label(_ row: Int, _ groups: PlotGroups) -> String {
        groups.colors.isEmpty ? "" : groups.colors[row]
    }

    /// The middle values, the largest and the smallest named.
    func sentence(
        _ medians: [(row: Int, value: Double)],
        _ overview: PlotOverview,
        _ y: PlotVariable
    ) -> String {
        guard let most = medians.max(by: { $0.value < $1.value }),
            let least = medians.min(by: { $0.value < $1.value })
        else { return "No value to draw." }
        func told(_ median: (row: Int, value: Double)) -> String {
            let name = label(median.row, overview.groups)
            return y.text(median.value, rows) + (name.isEmpty ? "" : " (\(name))")
        }
        let values = PlotWords.count(overview.sum("y present"), "value")
        let text =
            medians.count == 1
            ? "\(values), the median \(told(most))"
            : "\(values); the highest median is \(told(most)), the lowest \(told(least))"
        return text + rows.absence(overview, "y") + "."
    }
}
