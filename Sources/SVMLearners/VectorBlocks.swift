import Glibc
import Learning
import Tables

/// Rows that others are compared with, eight of them side by side.
struct VectorBlocks: Sendable {
    let count: Int
    let columns: Int
    /// For each eight of rows a cell of every column.
    private let cells: [SIMD8<Double>]

    /// Rows that lie one behind the other.
    init(_ rows: [Double], count: Int, columns: Int) {
        self.count = count
        self.columns = columns
        var cells = [SIMD8<Double>](repeating: .zero, count: (count + 7) / 8 * columns)
        for row in 0..<count {
            let start = row / 8 * columns
            for column in 0..<columns {
                cells[start + column][row % 8] = rows[row * columns + column]
            }
        }
        self.cells = cells
    }

    /// Writes how alike a row is to each; what lies behind the last is of no use.
    func compare(
        _ row: UnsafeBufferPointer<Double>,
        _ kernel: Kernel,
        into values: inout [SIMD8<Double>]
    ) {
        switch kernel {
        case .linear: visitProducts(row) { values[$0] = $1 }
        case .polynomial(let gamma, let constant, let degree):
            visitProducts(row) { eight, products in
                let base = products * gamma + constant
                var power = base
                for _ in 1..<degree { power *= base }
                values[eight] = power
            }
        case .radial(let gamma):
            visitSquares(row) { eight, squares in
                let exponents = squares * -gamma
                var alike = SIMD8<Double>.zero
                for lane in 0..<8 { alike[lane] = exp(exponents[lane]) }
                values[eight] = alike
            }
        }
    }

    private func visitProducts(
        _ row: UnsafeBufferPointer<Double>,
        _ body: (Int, SIMD8<Double>) -> Void
    ) {
        visit(row, body) { $0 * $1 }
    }

    private func visitSquares(
        _ row: UnsafeBufferPointer<Double>,
        _ body: (Int, SIMD8<Double>) -> Void
    ) {
        visit(row, body) { cells, cell in
            let gaps = cells - cell
            return gaps * gaps
        }
    }

    /// Calls `body` for each eight of rows with the sums of what a row's columns make of theirs.
    @inline(__always)
    private func visit(
        _ row: UnsafeBufferPointer<Double>,
        _ body: (Int, SIMD8<Double>) -> Void,
        _ term: (SIMD8<Double>, Double) -> SIMD8<Double>
    ) {
        cells.withUnsafeBufferPointer { cells in
            for eight in 0..<(count + 7) / 8 {
                var sums = SIMD8<Double>.zero
                let start = eight * columns
                for column in 0..<columns { sums += term(cells[start + column], row[column]) }
                body(eight, sums)
            }
        }
    }
}

extension DistanceSpace {
    /// Farther off the mean no cell is held to be, so that products stay finite.
    private static let farthest = 1e12

    /// Some rows laid out, one behind the other.
    func laid(_ rows: Range<Int>, of matrix: Matrix) -> [Double] {
        var cells = [Double](repeating: 0, count: rows.count * axes.count)
        for (place, axis) in axes.enumerated() {
            let column = matrix.column(axis.feature)
            for (index, row) in rows.enumerated() {
                let coordinate = axis.coordinate(column[column.startIndex + row])
                cells[index * axes.count + place] =
                    min(max(coordinate, -Self.farthest), Self.farthest)
            }
        }
        return cells
    }
}
