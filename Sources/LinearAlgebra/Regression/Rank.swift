import Kernels

/// Which coefficients of a design can be told apart.
enum Rank {
    /// What the earlier columns must leave of a column's square for it to count as new.
    static let tolerance = 1e-11
    /// The share of a standardised column's usual square below which it counts as zero.
    static let floor = 1e-20

    /// The coefficients to fit, in order; the others are combinations of those before them.
    static func kept(_ gram: DenseMatrix, totalWeight: Double) -> [Int] {
        independentColumns(gram, tolerance: tolerance, floor: floor * totalWeight)
    }

    /// The same without a Gram matrix at hand.
    ///
    /// Columns that are independent in a sample of the rows are so in all of them; only when the
    /// sample leaves a doubt are all rows read.
    static func kept(
        _ design: Design,
        _ standardization: Standardization,
        sample: Design?,
        context: WorkContext
    ) throws(RegressionFailure) -> [Int] {
        for design in [sample, design].compactMap(\.self) {
            let gram = try gram(design, standardization, context: context)
            let kept = kept(gram, totalWeight: design.totalWeight)
            if kept.count == design.width || design.rows > (sample?.rows ?? 0) { return kept }
        }
        return []
    }

    /// The weighted Gram matrix of all standardised columns.
    static func gram(
        _ design: Design,
        _ standardization: Standardization,
        context: WorkContext
    ) throws(RegressionFailure) -> DenseMatrix {
        let pass = BlockPass(
            design: design,
            standardization: standardization,
            kept: Array(0..<design.width),
            context: context
        )
        let width = design.width
        let zero = [Double](repeating: 0, count: width * width)
        if !design.markers.isEmpty, pass.isNearlyCentred {
            let states = try pass.runRows((zero, [Double]())) { state, rows in
                let factors = rows.map { (design.weights?[$0] ?? 1).squareRoot() }
                pass.addGram(factors: factors, rows: rows, scratch: &state.1, to: &state.0)
            }
            let sums = standardization.standardized(gram: added(states.map(\.0)))
            var gram = DenseMatrix(rows: width, columns: width, cells: sums)
            gram.mirrorUpper()
            try design.check(gram.diagonal)
            return gram
        }
        let parts = try pass.run(zero) { sums, block in
            let factors = block.rows.map { (design.weights?[$0] ?? 1).squareRoot() }
            var scratch = block.cells
            block.addGram(
                factors: factors,
                from: 0,
                sign: 1,
                scratch: &scratch,
                to: &sums,
                at: 0
            )
        }
        var gram = DenseMatrix(rows: width, columns: width, cells: added(parts))
        gram.mirrorUpper()
        try design.check(gram.diagonal)
        return gram
    }
}

extension Design {
    /// Throws for the first column whose sum of squares is not finite.
    func check(_ squares: [Double]) throws(RegressionFailure) {
        guard let place = squares.firstIndex(where: { !$0.isFinite }) else { return }
        throw place < width - columns
            ? .targetNotFinite : .notFinite(column: place - width + columns)
    }

    /// Throws for a design that cannot be fitted: no rows that count, or weights that are no number.
    func checkRows() throws(RegressionFailure) {
        if let weights, !weights.allSatisfy({ $0.isFinite && $0 >= 0 }) { throw .targetNotFinite }
        guard countedRows > 0 else { throw .noRows }
    }
}

/// The sum of vectors of one length, from first to last.
func added(_ parts: [[Double]]) -> [Double] {
    guard var total = parts.first else { return [] }
    for part in parts.dropFirst() {
        for index in total.indices { total[index] += part[index] }
    }
    return total
}
