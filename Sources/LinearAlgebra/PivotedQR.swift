import CLAPACK

/// The factorisation Q·R of a matrix whose columns are taken largest first, which shows its rank.
package struct PivotedQR: Sendable {
    private var factor: DenseMatrix
    private var reflections: [Double]
    /// Which column of the matrix stands at each place of R.
    package let pivots: [Int]
    /// How many columns are independent.
    package let rank: Int

    /// A column counts as dependent when R's diagonal falls to `tolerance` of its first entry.
    package init(_ matrix: DenseMatrix, tolerance: Double = 1e-10) {
        BLAS.prepare()
        let (rows, columns) = (matrix.rows, matrix.columns)
        let depth = min(rows, columns)
        var factor = matrix
        var reflections = [Double](repeating: 0, count: depth)
        var pivots = [Int32](repeating: 0, count: columns)
        if depth > 0 {
            let status = LAPACKE_dgeqp3(
                LAPACK_COL_MAJOR,
                Int32(rows),
                Int32(columns),
                &factor.cells,
                Int32(rows),
                &pivots,
                &reflections
            )
            assert(status == 0, "dgeqp3 refuses only bad arguments")
        }
        let diagonal = factor.diagonal.map(\.magnitude)
        let least = tolerance * (diagonal.first ?? 0)
        rank = diagonal.prefix { $0 > least }.count
        self.pivots = pivots.map { Int($0) - 1 }
        self.factor = factor
        self.reflections = reflections
    }

    /// The columns left over: each a combination of the others.
    package var dependent: [Int] { pivots[rank...].sorted() }

    /// The x that makes `matrix · x` nearest to `right`; zero for dependent columns.
    package func leastSquares(_ right: [Double]) -> [Double] {
        precondition(right.count == factor.rows, "a right side as high as the matrix")
        var solution = [Double](repeating: 0, count: factor.columns)
        guard rank > 0 else { return solution }
        var rotated = right
        applyTransposed(&rotated)
        for place in stride(from: rank - 1, through: 0, by: -1) {
            var entry = rotated[place]
            for later in place + 1..<rank { entry -= factor[place, later] * rotated[later] }
            rotated[place] = entry / factor[place, place]
        }
        for place in 0..<rank { solution[pivots[place]] = rotated[place] }
        return solution
    }

    /// Replaces a vector by Qᵀ times it.
    private func applyTransposed(_ vector: inout [Double]) {
        let status = LAPACKE_dormqr(
            LAPACK_COL_MAJOR,
            CChar(UInt8(ascii: "L")),
            CChar(UInt8(ascii: "T")),
            Int32(factor.rows),
            1,
            Int32(reflections.count),
            factor.cells,
            Int32(factor.rows),
            reflections,
            &vector,
            Int32(factor.rows)
        )
        assert(status == 0, "dormqr refuses only bad arguments")
    }
}
