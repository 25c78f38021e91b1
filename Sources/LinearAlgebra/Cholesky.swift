import CLAPACK

/// The factorisation UᵀU of a symmetric positive definite matrix.
package struct Cholesky: Sendable {
    /// The upper factor; below its diagonal, nothing of meaning.
    private var factor: DenseMatrix

    /// Reads the upper triangle; nil when the matrix is not positive definite.
    package init?(_ matrix: DenseMatrix) {
        precondition(matrix.rows == matrix.columns, "a square matrix")
        BLAS.prepare()
        factor = matrix
        let order = Int32(matrix.rows)
        guard order > 0 else { return }
        let status = LAPACKE_dpotrf(
            LAPACK_COL_MAJOR,
            CChar(UInt8(ascii: "U")),
            order,
            &factor.cells,
            order
        )
        guard status == 0 else { return nil }
    }

    package var order: Int { factor.rows }

    /// The least that the columns before it leave of any column's own square; 1 of an empty matrix.
    package var leastRest: Double { factor.diagonal.map { $0 * $0 }.min() ?? 1 }

    /// The solution of `matrix · x = right`.
    package func solve(_ right: [Double]) -> [Double] {
        solve(DenseMatrix(rows: right.count, columns: 1, cells: right)).cells
    }

    package func solve(_ right: DenseMatrix) -> DenseMatrix {
        precondition(right.rows == order, "a right side as high as the matrix")
        guard order > 0, right.columns > 0 else { return right }
        var solution = right
        let status = LAPACKE_dpotrs(
            LAPACK_COL_MAJOR,
            CChar(UInt8(ascii: "U")),
            Int32(order),
            Int32(right.columns),
            factor.cells,
            Int32(order),
            &solution.cells,
            Int32(order)
        )
        assert(status == 0, "dpotrs refuses only bad arguments")
        return solution
    }

    package func inverse() -> DenseMatrix {
        var result = factor
        guard order > 0 else { return result }
        let status = LAPACKE_dpotri(
            LAPACK_COL_MAJOR,
            CChar(UInt8(ascii: "U")),
            Int32(order),
            &result.cells,
            Int32(order)
        )
        assert(status == 0, "a factor with a positive diagonal has an inverse")
        result.mirrorUpper()
        return result
    }
}

/// The columns of a Gram matrix that are not combinations of kept columns before them.
///
/// A column goes when what the earlier ones leave of it is at most `tolerance` of its own square;
/// `floor` is the square under which a column counts as zero.
func independentColumns(_ gram: DenseMatrix, tolerance: Double, floor: Double) -> [Int] {
    let order = gram.rows
    var kept: [Int] = []
    var factors: [[Double]] = []
    for column in 0..<order {
        var factor: [Double] = []
        factor.reserveCapacity(kept.count + 1)
        var rest = gram[column, column]
        for (place, earlier) in kept.enumerated() {
            var entry = gram[earlier, column]
            let row = factors[place]
            for index in 0..<place { entry -= row[index] * factor[index] }
            entry /= row[place]
            factor.append(entry)
            rest -= entry * entry
        }
        guard rest > max(floor, tolerance * gram[column, column]) else { continue }
        factor.append(rest.squareRoot())
        kept.append(column)
        factors.append(factor)
    }
    return kept
}
