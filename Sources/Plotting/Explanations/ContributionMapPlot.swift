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
            title: look.title ?? "Contributions to \(subject.title), \(words(subject.rows))",
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

    private func words(_ rows: Int) -> String {
        NumberFormat.grouped(rows) + (rows == 1 ? " row" : " rows")
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

/// Rows put beside those with like explanations: the leaves of a tree of clusters, from left to right.
///
/// Clusters are joined by Ward's criterion (1963), each with its nearest along chains of nearest
/// neighbours (Murtagh 1983): rows² × features steps. Of two that are joined the one with the
/// smaller mean sum stands left.
struct ExplanationOrder {
    private(set) var order: [Int]

    private struct Cluster {
        var rows: [Int]
        var center: [Double]

        var total: Double { center.reduce(0, +) }

        /// By how much the sum of squares grows when both become one.
        func distance(to other: Cluster) -> Double {
            let (a, b) = (Double(rows.count), Double(other.rows.count))
            let squares = zip(center, other.center).reduce(0.0) {
                $0 + ($1.0 - $1.1) * ($1.0 - $1.1)
            }
            return a * b / (a + b) * squares
        }

        func joined(with other: Cluster) -> Cluster {
            let (first, second) = total <= other.total ? (self, other) : (other, self)
            let share = Double(rows.count) / Double(rows.count + other.rows.count)
            return Cluster(
                rows: first.rows + second.rows,
                center: zip(center, other.center).map { share * $0 + (1 - share) * $1 }
            )
        }
    }

    /// A point a row.
    init(_ points: [[Double]]) {
        var clusters = points.enumerated().map { Optional(Cluster(rows: [$0], center: $1)) }
        var left = clusters.count
        var chain: [Int] = []
        while left > 1 {
            if chain.isEmpty, let first = clusters.firstIndex(where: { $0 != nil }) {
                chain = [first]
            }
            guard let last = chain.last, let cluster = clusters[last],
                let near = Self.nearest(cluster, last, clusters, before: chain.dropLast().last)
            else { break }
            guard chain.count > 1, near == chain[chain.count - 2], let other = clusters[near] else {
                chain.append(near)
                continue
            }
            clusters[min(last, near)] = cluster.joined(with: other)
            clusters[max(last, near)] = nil
            chain.removeLast(2)
            left -= 1
        }
        order = clusters.compactMap { $0?.rows }.flatMap { $0 }
    }

    /// The nearest other cluster; of equals the one before in the chain, so that it ends.
    private static func nearest(
        _ cluster: Cluster,
        _ place: Int,
        _ clusters: [Cluster?],
        before: Int?
    ) -> Int? {
        var best: (place: Int, distance: Double)?
        if let before, let other = clusters[before] {
            best = (before, cluster.distance(to: other))
        }
        for (index, other) in clusters.enumerated() where index != place && index != before {
            guard let other else { continue }
            let distance = cluster.distance(to: other)
            if distance < best?.distance ?? .infinity { best = (index, distance) }
        }
        return best?.place
    }
}
