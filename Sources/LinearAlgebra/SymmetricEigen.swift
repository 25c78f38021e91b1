import CLAPACK

/// The eigenvalues and eigenvectors of a symmetric matrix, largest first.
package struct SymmetricEigen: Sendable {
    package let values: [Double]
    /// A unit vector in each column, its largest entry positive so that signs repeat.
    package let vectors: DenseMatrix

    /// Reads the upper triangle; nil when the matrix holds what is not finite.
    package init?(_ matrix: DenseMatrix) {
        precondition(matrix.rows == matrix.columns, "a square matrix")
        BLAS.prepare()
        let order = matrix.rows
        var vectors = matrix
        var ascending = [Double](repeating: 0, count: order)
        if order > 0 {
            let status = LAPACKE_dsyevd(
                LAPACK_COL_MAJOR,
                CChar(UInt8(ascii: "V")),
                CChar(UInt8(ascii: "U")),
                Int32(order),
                &vectors.cells,
                Int32(order),
                &ascending
            )
            guard status == 0 else { return nil }
        }
        values = ascending.reversed()
        self.vectors = DenseMatrix(
            rows: order,
            columns: order,
            cells: (0..<order).reversed().flatMap { upright(vectors.column($0)) }
        )
    }
}

extension SymmetricEigen {
    /// How many eigenvalues are more than `tolerance` of the largest.
    package func rank(tolerance: Double) -> Int {
        let least = tolerance * (values.first ?? 0)
        return values.prefix { $0 > max(0, least) }.count
    }

    /// The pseudo-inverse (Moore 1920, Penrose 1955) times some columns: along eigenvectors whose
    /// eigenvalue is at most `tolerance` of the largest there is nothing.
    package func pseudoInverse(times right: DenseMatrix, tolerance: Double) -> DenseMatrix {
        let rank = rank(tolerance: tolerance)
        let kept = DenseMatrix(
            rows: vectors.rows,
            columns: rank,
            cells: Array(vectors.cells.prefix(vectors.rows * rank))
        )
        var along = kept.times(right, transposed: true)
        for column in 0..<along.columns {
            for place in 0..<rank { along[place, column] /= values[place] }
        }
        return kept.times(along)
    }
}

/// The vector or its opposite, whichever has its largest entry positive.
private func upright(_ vector: ArraySlice<Double>) -> [Double] {
    let largest = vector.max { $0.magnitude < $1.magnitude } ?? 0
    return largest < 0 ? vector.map { -$0 } : Array(vector)
}
