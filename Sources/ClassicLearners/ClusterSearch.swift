import Kernels

/// Lloyd's steps from a start: each row to its nearest centre, each centre to the mean of its rows.
///
/// They end when no row moves, or when the centres together move less than a ten-thousandth of the mean
/// variance of a coordinate, as scikit-learn's do. A centre without rows takes the row that is farthest
/// from its own. Sums are those of chunks of fixed size in their order, the same for any number of
/// threads.
struct ClusterSearch: Sendable {
    private(set) var centers: [[Double]]
    /// For each row the position of its centre.
    private(set) var labels: [Int32]
    /// The sum of the squared distances to the nearest centres, by weight.
    private(set) var inertia: Double
    /// How many rows each centre has, by weight.
    private(set) var sizes: [Double]
    private(set) var rounds = 0

    /// The share of the mean variance of a coordinate that is too little to go on for.
    static let tolerance = 1e-4

    init(
        _ points: ClusterPoints,
        from start: [[Double]],
        rounds most: Int,
        until enough: Double,
        in work: WorkContext
    ) throws {
        centers = start
        var step = try ClusterStep(points, centers, in: work)
        while rounds < most {
            rounds += 1
            let moved = step.moved(points, centers)
            let shift = zip(moved, centers).reduce(0) { $0 + Self.square($1.0, $1.1) }
            centers = moved
            let next = try ClusterStep(points, centers, in: work)
            let isStill = next.labels == step.labels
            step = next
            if isStill || shift <= enough { break }
        }
        (labels, inertia, sizes) = (step.labels, step.inertia, step.sizes)
    }

    /// The clusters by size, the largest first; those without rows are left out.
    func sorted() -> ClusterSearch {
        let order = centers.indices.filter { sizes[$0] > 0 }.sorted { one, other in
            sizes[one] != sizes[other]
                ? sizes[one] > sizes[other]
                : centers[one].lexicographicallyPrecedes(centers[other])
        }
        var copy = self
        copy.centers = order.map { centers[$0] }
        copy.sizes = order.map { sizes[$0] }
        var places = [Int32](repeating: 0, count: centers.count)
        for (place, old) in order.enumerated() { places[old] = Int32(place) }
        copy.labels = labels.map { places[Int($0)] }
        return copy
    }

    private static func square(_ a: [Double], _ b: [Double]) -> Double {
        zip(a, b).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    }
}

/// All rows beside their nearest centres, and what that adds up to.
struct ClusterStep: Sendable {
    private(set) var labels: [Int32] = []
    private(set) var squares: [Double] = []
    /// For each centre the sums of its rows' coordinates.
    private var sums: [[Double]]
    private(set) var sizes: [Double]
    private(set) var inertia = 0.0

    fileprivate struct Part: Sendable {
        var labels: [Int32]
        var squares: [Double]
        var sums: [Double]
        var sizes: [Double]
        var inertia: Double
    }

    init(_ points: ClusterPoints, _ centers: [[Double]], in work: WorkContext) throws {
        sums = centers.map { $0.map { _ in 0 } }
        sizes = centers.map { _ in 0 }
        labels.reserveCapacity(points.count)
        squares.reserveCapacity(points.count)
        let parts = try parallelChunks(
            count: points.count,
            size: ClusterPoints.chunk,
            threads: work.threads,
            cancellation: work.cancellation
        ) { Self.part(points, centers, $0) }
        for part in parts {
            labels += part.labels
            squares += part.squares
            inertia += part.inertia
            for center in centers.indices {
                sizes[center] += part.sizes[center]
                for coordinate in 0..<points.dimensions {
                    sums[center][coordinate] +=
                        part.sums[center * points.dimensions + coordinate]
                }
            }
        }
    }

    private static func part(
        _ points: ClusterPoints,
        _ centers: [[Double]],
        _ range: Range<Int>
    ) -> Part {
        let eights = (range.count + 7) / 8
        var near = [SIMD8<Double>](repeating: SIMD8(repeating: .infinity), count: eights)
        var labels = [SIMD8<Int64>](repeating: .zero, count: eights)
        let first = range.lowerBound / 8
        points.visitSquares(range, to: centers) { eight, center, found in
            let isNearer = found .< near[eight - first]
            near[eight - first].replace(with: found, where: isNearer)
            labels[eight - first].replace(
                with: SIMD8(repeating: Int64(center)),
                where: isNearer
            )
        }
        var part = Part(
            labels: (0..<range.count).map { Int32(truncatingIfNeeded: labels[$0 / 8][$0 % 8]) },
            squares: (0..<range.count).map { near[$0 / 8][$0 % 8] },
            sums: Array(repeating: 0, count: centers.count * points.dimensions),
            sizes: Array(repeating: 0, count: centers.count),
            inertia: 0
        )
        part.sum(points, range)
        return part
    }

    /// The means of the centres' rows; a centre without any takes the row farthest from its own.
    func moved(_ points: ClusterPoints, _ centers: [[Double]]) -> [[Double]] {
        var (sums, sizes) = (sums, sizes)
        let empty = centers.indices.filter { sizes[$0] == 0 }
        if !empty.isEmpty {
            let far = squares.indices.filter { squares[$0] > 0 && points.weight($0) > 0 }
                .sorted { (squares[$1], $0) < (squares[$0], $1) }
            for (center, row) in zip(empty, far) {
                let (point, weight) = (points.point(row), points.weight(row))
                let old = Int(labels[row])
                for (coordinate, cell) in point.enumerated() {
                    sums[old][coordinate] -= weight * cell
                    sums[center][coordinate] = weight * cell
                }
                sizes[old] -= weight
                sizes[center] = weight
            }
        }
        return centers.indices.map { center in
            sizes[center] > 0 ? sums[center].map { $0 / sizes[center] } : centers[center]
        }
    }
}

extension ClusterStep.Part {
    /// Adds up the rows of a range, whose labels are there.
    fileprivate mutating func sum(_ points: ClusterPoints, _ range: Range<Int>) {
        for place in labels.indices {
            let weight = points.weight(range.lowerBound + place)
            sizes[Int(labels[place])] += weight
            inertia += weight * squares[place]
        }
        points.addRows(range, labels: labels, to: &sums)
    }
}
