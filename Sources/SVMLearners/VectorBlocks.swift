import Glibc

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
        cells.withUnsafeBufferPointer { cells in
            for eight in 0..<(count + 7) / 8 {
                var sums = SIMD8<Double>.zero
                let start = eight * columns
                for column in 0..<columns { sums += cells[start + column] * row[column] }
                body(eight, sums)
            }
        }
    }

    private func visitSquares(
        _ row: UnsafeBufferPointer<Double>,
        _ body: (Int, SIMD8<Double>) -> Void
    ) {
        cells.withUnsafeBufferPointer { cells in
            for eight in 0..<(count + 7) / 8 {
                var sums = SIMD8<Double>.zero
                let start = eight * columns
                for column in 0..<columns {
                    let gaps = cells[start + column] - row[column]
                    sums += gaps * gaps
                }
                body(eight, sums)
            }
        }
    }
}
