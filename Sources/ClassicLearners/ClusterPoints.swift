import Kernels
import Learning
import Tables

/// Rows as points: eight rows side by side, a coordinate after another, and then the next eight.
struct ClusterPoints: Sendable {
    let count: Int
    let dimensions: Int
    let weights: [Double]?
    /// For each eight of rows and each coordinate eight cells; those behind the last row are 0 and
    /// count nowhere.
    private let cells: [Double]

    /// Rows between two looks at the cancellation; a multiple of eight.
    static let chunk = 8192
    /// Eights of rows that stay in the first-level cache while the centres pass.
    private static let block = 16

    /// How many eights of rows there are.
    var eights: Int { (count + 7) / 8 }

    init(_ space: DistanceSpace, _ rows: Matrix, weights: [Double]? = nil) {
        let (count, dimensions) = (rows.rows, space.axes.count)
        let size = (count + 7) / 8 * 8 * dimensions
        self.count = count
        self.dimensions = dimensions
        self.weights = weights
        cells = Array(unsafeUninitializedCapacity: size) { buffer, filled in
            buffer.initialize(repeating: 0)
            for (coordinate, axis) in space.axes.enumerated() {
                rows.column(axis.feature).withUnsafeBufferPointer { column in
                    for row in column.indices {
                        let eight = (row >> 3) &* dimensions &+ coordinate
                        buffer[eight << 3 | row & 7] = axis.coordinate(column[row])
                    }
                }
            }
            filled = size
        }
    }

    func weight(_ row: Int) -> Double { weights?[row] ?? 1 }

    func point(_ row: Int) -> [Double] { (0..<dimensions).map { self[row, $0] } }

    subscript(row: Int, coordinate: Int) -> Double {
        cells[((row >> 3) * dimensions + coordinate) << 3 | row & 7]
    }

    /// The weights of eight rows; 0 behind the last row.
    func weights(ofEight eight: Int) -> SIMD8<Double> {
        var found = SIMD8<Double>.zero
        for lane in 0..<min(8, count - eight * 8) { found[lane] = weight(eight * 8 + lane) }
        return found
    }

    /// Calls `body` for a range's eights of rows and each centre with the squares of the distances: all
    /// centres for a block of rows, then the next block.
    @inline(__always)
    func visitSquares(
        _ range: Range<Int>,
        to centers: [[Double]],
        _ body: (_ eight: Int, _ center: Int, _ squares: SIMD8<Double>) -> Void
    ) {
        let flat = centers.flatMap(\.self)
        cells.withUnsafeBytes { bytes in
            flat.withUnsafeBufferPointer { flat in
                let (first, last) = (range.lowerBound / 8, (range.upperBound + 7) / 8)
                for start in stride(from: first, to: last, by: Self.block) {
                    for center in centers.indices {
                        for eight in start..<min(last, start + Self.block) {
                            var sum = SIMD8<Double>.zero
                            var place = eight &* dimensions &* 64
                            for coordinate in center &* dimensions..<(center &+ 1) &* dimensions {
                                let gap =
                                    bytes.loadUnaligned(
                                        fromByteOffset: place,
                                        as: SIMD8<Double>.self
                                    ) - flat[coordinate]
                                sum += gap * gap
                                place &+= 64
                            }
                            body(eight, center, sum)
                        }
                    }
                }
            }
        }
    }

    /// Adds each row's coordinates to the sums of its centre, a centre behind the other.
    func addRows(_ range: Range<Int>, labels: [Int32], to sums: inout [Double]) {
        cells.withUnsafeBufferPointer { cells in
            sums.withUnsafeMutableBufferPointer { sums in
                for (place, label) in labels.enumerated() {
                    let row = range.lowerBound + place
                    let weight = weights?[row] ?? 1
                    let start = (row >> 3) &* dimensions << 3 | row & 7
                    let own = Int(label) &* dimensions
                    for coordinate in 0..<dimensions {
                        sums[own &+ coordinate] += weight * cells[start &+ coordinate << 3]
                    }
                }
            }
        }
    }

    /// The square of the distance of two points.
    func square(_ row: Int, _ other: Int) -> Double {
        cells.withUnsafeBufferPointer { cells in
            let starts = (
                (row >> 3) * dimensions << 3 | row & 7, (other >> 3) * dimensions << 3 | other & 7
            )
            var sum = 0.0
            for coordinate in 0..<dimensions {
                let gap = cells[starts.0 + coordinate << 3] - cells[starts.1 + coordinate << 3]
                sum += gap * gap
            }
            return sum
        }
    }

    /// The mean of the coordinates' variances.
    func meanVariance(in work: WorkContext) throws -> Double {
        let none = [Double](repeating: 0, count: dimensions)
        let total = weights.map { Sums.sum($0) } ?? Double(count)
        guard dimensions > 0, total > 0 else { return 0 }
        let means = try sums(around: none, in: work) { $0 }.map { $0 / total }
        let squares = try sums(around: means, in: work) { $0 * $0 }
        return squares.reduce(0, +) / total / Double(dimensions)
    }

    /// For each coordinate the weighted sum of what is made of its gaps to some value.
    private func sums(
        around middle: [Double],
        in work: WorkContext,
        _ made: @Sendable (SIMD8<Double>) -> SIMD8<Double>
    ) throws -> [Double] {
        let parts = try parallelChunks(
            count: eights,
            size: Self.chunk / 8,
            threads: work.threads,
            cancellation: work.cancellation
        ) { range -> [SIMD8<Double>] in
            var sums = [SIMD8<Double>](repeating: .zero, count: dimensions)
            cells.withUnsafeBytes { bytes in
                for eight in range {
                    let weights = weights(ofEight: eight)
                    for coordinate in 0..<dimensions {
                        let place = (eight * dimensions + coordinate) * 64
                        let cells = bytes.loadUnaligned(
                            fromByteOffset: place,
                            as: SIMD8<Double>.self
                        )
                        sums[coordinate] += made(cells - middle[coordinate]) * weights
                    }
                }
            }
            return sums
        }
        return (0..<dimensions).map { coordinate in
            parts.reduce(0) { $0 + $1[coordinate].sum() }
        }
    }
}
