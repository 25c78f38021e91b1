import Glibc
package import Tables

/// From margins to probabilities.
extension Matrix {
    /// The probabilities of margins: of one column that of the positive class, of several those of
    /// all classes.
    package var probabilities: Matrix { columns == 1 ? logistic : softmax }

    /// 1 / (1 + e⁻ˣ) of every cell.
    private var logistic: Matrix {
        Matrix(
            rows: rows,
            columns: columns,
            cells: cells.map { $0 >= 0 ? 1 / (1 + exp(-$0)) : exp($0) / (1 + exp($0)) }
        )
    }

    /// For each row the shares of eˣ.
    private var softmax: Matrix {
        var result = self
        for row in 0..<rows {
            let scores = (0..<columns).map { self[row, $0] }
            let top = scores.max() ?? 0
            let powers = scores.map { exp($0 - top) }
            let total = powers.reduce(0, +)
            for (index, power) in powers.enumerated() { result[row, index] = power / total }
        }
        return result
    }
}
