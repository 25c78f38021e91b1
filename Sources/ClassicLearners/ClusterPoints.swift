import Kernels
import Learning
import Tables

/// Rows as points, a coordinate after another, eight rows side by side.
struct ClusterPoints: Sendable {
    let count: Int
    let dimensions: Int
    let weights: [Double]?
    /// For each coordinate `stride` cells; those behind the last row are 0 and count nowhere.
    let cells: [Double]
    /// Rows, rounded up to a multiple of eight.
    let stride: Int

    /// Rows between two looks at the cancellation; a multiple of eight.
    static let chunk = 8192

    init(_ encoding: ClusterEncoding, _ rows: Matrix, weights: [Double]? = nil) {
        self.init(rows: rows.rows, dimensions: encoding.axes.count, weights: weights) {
            coordinate,
            into in
            let axis = encoding.axes[coordinate]
            for (row, cell) in rows.column(axis.feature).enumerated() {
                into[row] = axis.coordinate(cell)
            }
        }
    }

    /// Points as they are, a row each.
    init(_ points: Matrix, weights: [Double]? = nil) {
        self.init(rows: points.rows, dimensions: points.columns, weights: weights) {
            coordinate,
            into in
            for (row, cell) in points.column(coordinate).enumerated() { into[row] = cell }
        }
    }

    private init(
        rows: Int,
        dimensions: Int,
        weights: [Double]?,
        fill: (Int, UnsafeMutableBufferPointer<Double>) -> Void
    ) {
        let stride = (rows + 7) / 8 * 8
        count = rows
        self.dimensions = dimensions
        self.stride = stride
        self.weights = weights
        cells = Array(unsafeUninitializedCapacity: stride * dimensions) { buffer, count in
            buffer.initialize(repeating: 0)
            for coordinate in 0..<dimensions where stride > 0 {
                let part = buffer[coordinate * stride..<(coordinate + 1) * stride]
                fill(coordinate, UnsafeMutableBufferPointer(rebasing: part))
            }
            count = stride * dimensions
        }
    }

    func weight(_ row: Int) -> Double { weights?[row] ?? 1 }

    func point(_ row: Int) -> [Double] {
        (0..<dimensions).map { cells[$0 * stride + row] }
    }

    /// Calls `body` with eight rows and the squares of their distances to a centre, eight after eight
    /// of a range that begins at a multiple of eight.
    @inline(__always)
    func visitSquares(
        to center: [Double],
        in range: Range<Int>,
        _ body: (_ start: Int, _ squares: SIMD8<Double>) -> Void
    ) {
        cells.withUnsafeBytes { bytes in
            center.withUnsafeBufferPointer { center in
                for start in Swift.stride(from: range.lowerBound, to: range.upperBound, by: 8) {
                    var sum = SIMD8<Double>.zero
                    for coordinate in 0..<dimensions {
                        let place = (coordinate * stride + start) * 8
                        let gap =
                            bytes.loadUnaligned(fromByteOffset: place, as: SIMD8<Double>.self)
                            - center[coordinate]
                        sum += gap * gap
                    }
                    body(start, sum)
                }
            }
        }
    }

    /// The square of the distance of two points.
    func square(_ row: Int, _ other: Int) -> Double {
        var sum = 0.0
        for coordinate in 0..<dimensions {
            let gap = cells[coordinate * stride + row] - cells[coordinate * stride + other]
            sum += gap * gap
        }
        return sum
    }
}
