package import Catalog
package import Diagnostics
package import Documents
import Relations
import Tables
import Values

/// How densely values lie, smoothed.
package struct DensityPlot: FramePlot {
    package var options = FrameOptions()
    package var look = FigureLook()

    package static let name = "density"
    package static let summary =
        "How densely values lie: a Gaussian kernel, its width by Scott's rule."
    package static let roles = [PlotRole("x", "the values: numbers or moments")]
    package static let settings: [Setting<DensityPlot>] = frameSettings
    package static let examples = [
        Example("penguins | density(flipper_length_mm)"),
        Example("penguins | density(flipper_length_mm, color: species)"),
    ]

    /// The places at which the density is taken.
    private static let places = 200

    package init() {}

    package func figure(of rows: PlottedRows) throws(Diagnostic) -> Figure {
        let x = try rows.variable("x")
        let densities = try Densities(rows, x, role: "x", options)
        let (overview, groups) = (densities.overview, densities.overview.groups)
        let margin = 2 * (densities.all.map(\.kernel.bandwidth).max() ?? 0)
        let domain =
            (densities.domain.lowerBound - margin)...(densities.domain.upperBound + margin)
        var panels = [[Mark]](repeating: [], count: groups.facets.count)
        var highest = (height: 0.0, x: 0.0, color: 0)
        for part in densities.all {
            let xs = (0..<Self.places).map { step -> Double in
                let share = Double(step) / Double(Self.places - 1)
                return domain.lowerBound * (1 - share) + domain.upperBound * share
            }
            let ys = xs.map { part.kernel.density(at: $0) }
            if let top = zip(ys, xs).max(by: { $0.0 < $1.0 }), top.0 > highest.height {
                highest = (top.0, top.1, part.color)
            }
            let name = groups.colors.isEmpty ? "" : groups.colors[part.color]
            panels[part.facet].append(
                .line(Mark.Line(name, series: part.color, xs: xs, ys: ys))
            )
        }
        let (low, high) = (densities.domain.lowerBound, densities.domain.upperBound)
        let peak = x.text(x.isWhole ? highest.x.rounded() : highest.x, rows)
        let whose = groups.colors.isEmpty ? "" : " (\(groups.colors[highest.color]))"
        let values = PlotWords.count(overview.sum("x present"), "value")
        return assembled(
            x.name,
            "\(values) from \(x.text(low, rows)) to \(x.text(high, rows)), most densely about "
                + "\(peak)\(whose)" + rows.absence(overview, "x") + ".",
            x: x.axis(domain, rows),
            y: Axis("density", domain: 0...(highest.height * 1.05)),
            panels: panels,
            groups
        )
    }
}

/// The kernel densities of a variable, one a group: values are counted in narrow bins by the engine.
struct Densities {
    struct Part {
        let facet: Int
        let color: Int
        let kernel: KernelDensity
        let ends: ClosedRange<Double>
    }

    let overview: PlotOverview
    let domain: ClosedRange<Double>
    private(set) var all: [Part] = []

    private static let bins = 1024

    init(
        _ rows: PlottedRows,
        _ x: PlotVariable,
        role: String,
        _ options: FrameOptions,
        mostColors: Int = 8
    ) throws(Diagnostic) {
        let spread = NamedExpression("sd", try rows.call("sd", x.expression))
        overview = try PlotOverview(
            rows,
            options,
            try rows.facts(role, x) + [spread],
            mostColors: mostColors
        )
        domain = try overview.domain(role, x)
        let counted = try BinnedCounts(
            rows,
            x,
            overview,
            domain: domain,
            bins: Self.bins,
            isLogarithmic: false,
            fine: true
        )
        for row in 0..<overview.table.count {
            guard let place = overview.groups.place(overview.table, row),
                let low = overview.number(role + " low", row),
                let high = overview.number(role + " high", row)
            else { continue }
            let counts = counted.counts[place.facet][place.color]
            all.append(
                Part(
                    facet: place.facet,
                    color: place.color,
                    kernel: KernelDensity(
                        counts.indices.map { counted.middle($0) },
                        counts: counts,
                        spread: overview.number("sd", row) ?? 0
                    ),
                    ends: low...high
                )
            )
        }
    }
}
