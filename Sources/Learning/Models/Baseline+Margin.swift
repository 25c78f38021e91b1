import Glibc
package import Kernels
package import Tables

/// The margin of what never changes: the mean, the log odds, or the log of each share.
extension BaselineModel: ContributingModel {
    package func margin(_ features: Matrix, in work: WorkContext) -> Matrix {
        let cells = margins.flatMap { Array(repeating: $0, count: features.rows) }
        return Matrix(rows: features.rows, columns: margins.count, cells: cells)
    }

    /// No feature adds anything.
    package func contributions(_ features: Matrix, in work: WorkContext) -> [Matrix] {
        margins.map { margin in
            let (rows, count) = (features.rows, features.columns)
            var matrix = Matrix(repeating: 0, rows: rows, columns: count + 1)
            for row in 0..<rows { matrix[row, count] = margin }
            return matrix
        }
    }

    private var margins: [Double] {
        switch shape.task {
        case .regression: shares
        case .binary: [log(shares[1] / shares[0])]
        case .multiclass: shares.map { log($0) }
        }
    }
}
