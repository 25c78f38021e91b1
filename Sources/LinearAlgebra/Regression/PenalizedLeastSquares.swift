package import Kernels

/// Linear regression whose coefficients are held by a penalty: ridge, lasso, and both at once.
///
/// All is found from the sums of squares and products of the rows, so that a path of penalties and
/// its cross-validation cost little more than one pass. Columns count by their deviations: the
/// penalty is on the coefficient of a column of deviation one.
package enum PenalizedLeastSquares {
    /// The coefficients that make half the mean squared error plus the penalty least.
    package static func fit(
        _ sums: MomentSums,
        _ penalty: ElasticPenalty,
        context: WorkContext
    )
        throws(CancellationError) -> PenalizedFit
    {
        let correlations = Correlations(sums)
        let (values, isSettled) = try solved(correlations, penalty, context)
        return PenalizedFit(correlations, sums, penalty, values, isSettled: isSettled)
    }

    private static func solved(
        _ correlations: Correlations,
        _ penalty: ElasticPenalty,
        _ context: WorkContext
    ) throws(CancellationError) -> ([Double], Bool) {
        let (gram, cross) = (correlations.among, correlations.withTarget)
        if penalty.l1 == 0 { return (ridge(gram, cross, penalty.l2), true) }
        var descent = CoordinateDescent(gram: gram, cross: cross)
        descent.tolerance = 1e-11
        let isSettled = try descent.solve(penalty, context: context)
        descent.polish(penalty)
        return (descent.coefficients, isSettled)
    }

    /// Without a penalty a column that follows from those before it gets nothing.
    private static func ridge(_ gram: DenseMatrix, _ cross: [Double], _ l2: Double) -> [Double] {
        var held = gram
        for index in 0..<gram.rows { held[index, index] += l2 }
        // Rounding may leave a matrix definite that is not; beside a penalty it does no harm.
        if l2 > 1e-12, let factor = Cholesky(held) { return factor.solve(cross) }
        let kept = independentColumns(gram, tolerance: Rank.tolerance, floor: Rank.floor)
        var result = [Double](repeating: 0, count: cross.count)
        guard let factor = Cholesky(gram.restricted(to: kept)) else { return result }
        for (place, value) in factor.solve(kept.map { cross[$0] }).enumerated() {
            result[kept[place]] = value
        }
        return result
    }
}

/// What a penalised regression found.
package struct PenalizedFit: Sendable {
    /// The intercept, and a coefficient for each column as it is.
    package let coefficients: [Double]
    /// The change of the prediction with a deviation of each column; zero for a constant one.
    package let standardized: [Double]
    package let penalty: ElasticPenalty
    /// The share of the variance explained; NaN where the target does not vary.
    package let rSquared: Double
    /// Whether the search came to its end.
    package let isSettled: Bool

    fileprivate init(
        _ correlations: Correlations,
        _ sums: MomentSums,
        _ penalty: ElasticPenalty,
        _ values: [Double],
        isSettled: Bool
    ) {
        coefficients = correlations.restored(values)
        var standardized = [Double](repeating: 0, count: sums.columns)
        for (place, column) in correlations.active.enumerated() {
            standardized[column] = values[place]
        }
        self.standardized = standardized
        self.penalty = penalty
        self.isSettled = isSettled
        let variance = correlations.targetVariance
        rSquared = variance > 0 ? 1 - correlations.error(values, over: sums) / variance : .nan
    }
}
