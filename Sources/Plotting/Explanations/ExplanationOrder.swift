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
