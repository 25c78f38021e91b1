package import Catalog
package import Diagnostics
package import Documents
import Values

/// What each feature adds in each row, as shades: rows across, those with like explanations beside
/// each other, and above all features what they add together.
package struct ContributionMapPlot: Plot {
    package var top = 10
    package var look = FigureLook()

    package static let name = "heatmap"
    package static let summary = "What each feature adds in each row, rows alike together."
    package static let settings: [Setting<ContributionMapPlot>] =
        [Setting("top", \.top, "features shown by themselves", in: .range(1...100))] + lookSettings

    /// Columns that a terminal has room for, more rows being drawn as means of neighbours; and rows that
    /// are put in order at most, spread evenly.
    private static let (mostColumns, mostRows) = (45, 1000)

    package init() {}

    package func figure(of subject: ContributionRows) throws(Diagnostic) -> Figure {
        let ranked = subject.ranked(top: top)
        let step = max(1, (subject.rows + Self.mostRows - 1) / Self.mostRows)
        let taken = Array(stride(from: 0, to: subject.rows, by: step))
        let order = ExplanationOrder(taken.map { row in ranked.map { $0.contributions[row] } })
            .order.map { taken[$0] }
        let count = min(order.count, Self.mostColumns)
        let columns = (0..<count).map { place in
            Array(order[place * order.count / count..<(place + 1) * order.count / count])
        }
        let bands =
            [Band("all together", subject.sums)]
            + ranked.map {
                Band($0.name, $0.contributions)
            }
        let means = bands.map { band in columns.map { band.mean($0) } }
        let reach = means.joined().map(\.magnitude).max() ?? 0
        let shades = MapShades(-reach...reach)
        let format = NumberFormat(digits: 3)
        return Figure(
            title: look.title ?? "Contributions to \(subject.title), \(subject.countedRows)",
            subtitle: sentence(subject, ranked, taken: taken.count, columns: count),
            x: Axis("rows, those with like explanations beside each other", ticks: ticks(columns)),
            y: axis(bands),
            marks: marks(means, shades),
            shading: Shading(
                subject.unit,
                low: format.string(0 - reach),
                high: "+" + format.string(reach),
                middle: "0"
            ),
            width: look.width,
            height: look.height ?? max(3, bands.count)
        )
    }

    /// One line of the map.
    private struct Band {
        let name: String
        let values: [Double]

        init(_ name: String, _ values: [Double]) { (self.name, self.values) = (name, values) }

        func mean(_ rows: [Int]) -> Double {
            rows.reduce(0) { $0 + values[$1] } / Double(max(1, rows.count))
        }
    }

    /// The numbers of the rows where each column is one; none where columns are means.
    private func ticks(_ columns: [[Int]]) -> [Axis.Tick] {
        guard columns.allSatisfy({ $0.count == 1 }) else { return [] }
        return columns.enumerated().map { Axis.Tick(Double($0) + 0.5, String($1[0] + 1)) }
    }

    private func axis(_ bands: [Band]) -> Axis {
        var axis = Axis(
            "",
            domain: 0...Double(bands.count),
            ticks: bands.enumerated().map { place, band in
                Axis.Tick(Double(bands.count - place) - 0.5, band.name)
            }
        )
        axis.hasNames = true
        return axis
    }

    private func marks(_ means: [[Double]], _ shades: MapShades) -> [Mark] {
        means.enumerated().flatMap { band, values in
            values.enumerated().map { column, value in
                let (left, low) = (Double(column), Double(means.count - band - 1))
                return .tile(
                    Mark.Tile(
                        x: left...left + 1,
                        y: low...low + 1,
                        value: value,
                        shade: shades.place(value)
                    )
                )
            }
        }
    }

    private func sentence(
        _ subject: ContributionRows,
        _ ranked: [ContributionRows.Feature],
        taken: Int,
        columns: Int
    ) -> String {
        var text = subject.sentence(ranked)
        if taken > columns {
            let each = NumberFormat().string(Double(taken) / Double(columns))
            text += " A column is the mean of about \(each) rows that are alike."
        }
        if taken < subject.rows { text += " Of the rows \(taken) are taken, spread evenly." }
        return text + subject.errorSentence
    }
}
