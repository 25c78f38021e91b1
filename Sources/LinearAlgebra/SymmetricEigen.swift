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

/// The vector or its opposite, whichever has its largest entry positive.
private func upright(_ vector: ArraySlice<Double>) -> [Double] {
    let largest = vector.max { $0.magnitude < $1.magnitude } ?? 0
    return largest < 0 ? vector.map { -$0 } : Array(vector)
}
