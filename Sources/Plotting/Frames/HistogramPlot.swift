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

/// How often values of a column occur, counted in bins.
package struct HistogramPlot: FramePlot {
    package var bins: Int?
    package var options = FrameOptions()
    package var look = FigureLook()

    package static let name = "histogram"
    package static let summary = "How often values of a column occur, counted in bins."
    package static let roles = [PlotRole("x", "what is counted: numbers or moments")]
    package static let logarithmic = ["x"]
    package static let settings: [Setting<HistogramPlot>] =
        [
            Setting(
                "bins",
                \.bins,
                "how many bins; if absent as many as have round ends",
                in: .range(1...1000)
            )
        ] + frameSettings
    package static let examples = [
        Example("penguins | histogram(body_mass_g)"),
        Example("penguins | histogram(body_mass_g, bins: 8, color: species)"),
    ]

    package init() {}

    package func figure(of rows: PlottedRows) throws(Diagnostic) -> Figure {
        let x = try rows.variable("x")
        let scale = options.scale("x")
        let overview = try PlotOverview(rows, options, try rows.facts("x", x, scale))
        let domain = try overview.domain("x", x)
        let counted = try BinnedCounts(
            rows,
            x,
            overview,
            domain: domain,
            bins: bins,
            isLogarithmic: scale == .log
        )
        let groups = overview.groups
        let highest = Double(counted.most)
        return assembled(
            x.name,
            sentence(counted, overview, x, domain, rows),
            x: x.axis(counted.domain, scale: scale, rows),
            y: .whole("rows", 0...max(1, highest)),
            panels: groups.facets.indices.map { marks(counted, facet: $0, groups) },
            groups
        )
    }

    /// Bins, or the outline of each series.
    private func marks(_ counted: BinnedCounts, facet: Int, _ groups: PlotGroups) -> [Mark] {
        guard !groups.colors.isEmpty else {
            return counted.counts[facet][0].enumerated().compactMap { bin, count in
                count == 0
                    ? nil
                    : .bin(
                        Mark.Bin(
                            counted.lower(bin),
                            counted.lower(bin + 1),
                            height: Double(count)
                        )
                    )
            }
        }
        return groups.colors.indices.map { color in
            let heights = counted.counts[facet][color].map { Double($0) }
            let ends = heights.indices.map { ($0, counted.lower($0), counted.lower($0 + 1)) }
            return .line(
                Mark.Line(
                    groups.colors[color],
                    series: color,
                    xs: [counted.lower(0)] + ends.flatMap { [$0.1, $0.2] }
                        + [counted.lower(heights.count)],
                    ys: [0] + ends.flatMap { [heights[$0.0], heights[$0.0]] } + [0]
                )
            )
        }
    }

    /// The fullest bin, the range, and where nearly all values lie.
    private func sentence(
        _ counted: BinnedCounts,
        _ overview: PlotOverview,
        _ x: PlotVariable,
        _ domain: ClosedRange<Double>,
        _ rows: PlottedRows
    ) -> String {
        let totals = counted.totals
        let sum = totals.reduce(0, +)
        guard let most = totals.max(), let bin = totals.firstIndex(of: most), sum > 0 else {
            return "Nothing to count."
        }
        let low = x.text(domain.lowerBound, rows)
        let high = x.text(domain.upperBound, rows)
        guard domain.lowerBound < domain.upperBound else {
            let whole =
                sum == 1 ? "The one value is" : "All \(PlotWords.count(sum, "value")) are"
            return "\(whole) \(low)" + rows.absence(overview, "x") + "."
        }
        let share = PlotWords.percent(Double(most) / Double(sum))
        var text =
            "\(PlotWords.count(sum, "value")) from \(low) to \(high), most often "
            + counted.words(bin, x, rows) + " (\(share))"
        if let end = tail(totals, sum) {
            text += "; 95 % are below \(x.text(counted.lower(end + 1), rows))"
        }
        return text + rows.absence(overview, "x") + "."
    }

    /// The bin that holds the 95th percentile, where what follows is most of the figure.
    private func tail(_ totals: [Int], _ sum: Int) -> Int? {
        var reached = 0
        for (bin, count) in totals.enumerated() {
            reached += count
            if Double(reached) >= 0.95 * Double(sum) {
                return bin + 1 < totals.count / 2 ? bin : nil
            }
        }
        return nil
    }
}

/// How many rows lie in each bin, by panel and series; the engine counts.
struct BinnedCounts {
    private let bins: RoundBins
    private let isLogarithmic: Bool
    private let isSingle: Bool
    /// By panel, series and bin.
    private(set) var counts: [[[Int]]]

    init(
        _ rows: PlottedRows,
        _ x: PlotVariable,
        _ overview: PlotOverview,
        domain: ClosedRange<Double>,
        bins wanted: Int?,
        isLogarithmic: Bool,
        fine: Bool = false
    ) throws(Diagnostic) {
        self.isLogarithmic = isLogarithmic
        let placed = try rows.placed(x, isLogarithmic ? .log : .linear)
        let ends =
            isLogarithmic ? log10(domain.lowerBound)...log10(domain.upperBound) : domain
        let bins = RoundBins(
            ends,
            about: RoundBins.suited(to: overview.sum("x placed")),
            exactly: wanted,
            isWhole: x.isWhole && !isLogarithmic && !fine,
            isMoment: x.isMoment && !isLogarithmic && !fine
        )
        self.bins = bins
        isSingle = bins.width == 1 && x.isWhole && !isLogarithmic
        let groups = overview.groups
        let value = isLogarithmic ? try rows.call("log10", placed) : placed
        let present = try rows.call("not", rows.call("is missing", placed))
        let table = try rows.run(
            rows.frame.filtered(where: [present]).summarized(
                [NamedExpression("n", try rows.call("count"))],
                by: groups.keys + [NamedExpression("bin", try bins.key(value, rows))]
            )
        )
        let empty = [Int](repeating: 0, count: bins.count)
        counts = groups.facets.map { _ in
            [[Int]](repeating: empty, count: groups.seriesCount)
        }
        for row in 0..<table.count {
            guard let place = groups.place(table, row), let bin = table["bin"]?[row].number,
                let count = table["n"]?[row].number
            else { continue }
            let index = min(max(0, Int(bin)), bins.count - 1)
            counts[place.facet][place.color][index] += Int(count)
        }
    }

    func lower(_ bin: Int) -> Double {
        isLogarithmic ? pow(10, bins.lower(bin)) : bins.lower(bin)
    }

    func middle(_ bin: Int) -> Double {
        isLogarithmic ? pow(10, bins.middle(bin)) : bins.middle(bin)
    }

    var width: Double { bins.width }
    var domain: ClosedRange<Double> { lower(0)...lower(bins.count) }

    var most: Int { counts.flatMap { $0.flatMap { $0 } }.max() ?? 0 }

    /// How many rows lie in each bin, all groups together.
    var totals: [Int] {
        (0..<bins.count).map { bin in
            counts.reduce(0) { $0 + $1.reduce(0) { $0 + $1[bin] } }
        }
    }

    /// A bin in words: `3,500 to 4,000`, or the one value in it.
    func words(_ bin: Int, _ x: PlotVariable, _ rows: PlottedRows) -> String {
        if isSingle { return x.text(middle(bin).rounded(), rows) }
        return "from \(x.text(lower(bin), rows)) to \(x.text(lower(bin + 1), rows))"
    }
}
