package import Kernels

/// Linear regression by weighted least squares.
package enum LeastSquares {
    /// The coefficients that make Σ w (y − Xb)² least.
    ///
    /// The normal equations of standardised columns are solved, and corrected by the residuals
    /// until nothing moves: two to four passes over the rows.
    package static func fit(
        _ design: Design,
        _ target: [Double],
        context: WorkContext
    )
        throws(RegressionFailure) -> LeastSquaresFit
    {
        precondition(target.count == design.rows, "a target for every row")
        try design.checkRows()
        let totals = target.withWeights(design.weights)
        guard totals.mean.isFinite else { throw .targetNotFinite }
        let standardization = Standardization(design)
        let gram = try Rank.gram(design, standardization, context: context)
        let kept = Rank.kept(gram, totalWeight: totals.weight)
        guard let factor = Cholesky(gram.restricted(to: kept)) else {
            preconditionFailure("columns that were found independent")
        }
        let pass = BlockPass(
            design: design,
            standardization: standardization,
            kept: kept,
            context: context
        )
        let residuals = ResidualPass(pass: pass, target: target, center: totals.mean)
        let solution = try residuals.solve(factor)
        return LeastSquaresFit(pass, totals, factor, solution)
    }
}

/// What least squares found; the intercept, if any, stands first.
package struct LeastSquaresFit: Sendable {
    /// Zero for an aliased column.
    package let coefficients: [Double]
    /// NaN for an aliased column, and throughout when no degree of freedom is left.
    package let standardErrors: [Double]
    package let covariance: DenseMatrix
    /// The coefficients whose column is a combination of columns before it.
    package let aliased: [Int]
    /// Σ w (y − Xb)².
    package let residualSquares: Double
    /// Rows that count, less the coefficients fitted.
    package let residualFreedom: Int
    /// The share of the variance explained; without an intercept, of the square.
    package let rSquared: Double

    /// The estimate of the variance about the line; NaN when no degree of freedom is left.
    package var residualVariance: Double {
        residualFreedom > 0 ? residualSquares / Double(residualFreedom) : .nan
    }

    fileprivate init(
        _ pass: BlockPass,
        _ totals: Totals,
        _ factor: Cholesky,
        _ solution: ResidualPass.Solution
    ) {
        let design = pass.design
        var standardized = [Double](repeating: 0, count: design.width)
        for (place, index) in pass.kept.enumerated() {
            standardized[index] = solution.values[place]
        }
        if design.hasIntercept { standardized[0] += totals.mean }
        coefficients = pass.standardization.restored(standardized)
        let kept = Set(pass.kept)
        aliased = (0..<design.width).filter { !kept.contains($0) }
        residualSquares = solution.squares
        residualFreedom = max(0, design.countedRows - pass.kept.count)
        let total = design.hasIntercept ? totals.squares : totals.rawSquares
        rSquared = 1 - solution.squares / total
        let variance =
            residualFreedom > 0 ? solution.squares / Double(residualFreedom) : Double.nan
        covariance = pass.restored(covariance: factor.inverse(), blocks: 1, times: variance)
        standardErrors = covariance.diagonal.map { $0.squareRoot() }
    }
}

extension BlockPass {
    /// The covariance of all coefficients from that of the kept standardised ones, `blocks` sets of
    /// them after another; NaN for those not kept.
    func restored(covariance: DenseMatrix, blocks: Int, times factor: Double) -> DenseMatrix {
        let width = design.width
        let places = (0..<blocks).flatMap { block in kept.map { block * width + $0 } }
        var full = DenseMatrix(repeating: 0, rows: blocks * width, columns: blocks * width)
        for (column, to) in places.enumerated() {
            for (row, other) in places.enumerated() {
                full[other, to] = covariance[row, column] * factor
            }
        }
        full = standardization.restored(covariance: full)
        let known = Set(places)
        for index in 0..<full.rows where !known.contains(index) {
            for other in 0..<full.rows {
                full[index, other] = .nan
                full[other, index] = .nan
            }
        }
        return full
    }
}

/// A target's weight, mean and squares.
private struct Totals {
    var weight: Double
    var mean: Double
    /// About the mean.
    var squares: Double
    /// About zero.
    var rawSquares: Double
}

extension [Double] {
    fileprivate func withWeights(_ weights: [Double]?) -> Totals {
        let mean = Sums.mean(self, weights: weights)
        let squares = map { ($0 - mean) * ($0 - mean) }
        let weight = weights.map { Sums.sum($0) } ?? Double(count)
        return Totals(
            weight: weight,
            mean: mean,
            squares: Sums.mean(squares, weights: weights) * weight,
            rawSquares: Sums.mean(map { $0 * $0 }, weights: weights) * weight
        )
    }
}

/// Passes over the residuals, by which a solution is found and corrected.
private struct ResidualPass: Sendable {
    let pass: BlockPass
    let target: [Double]
    /// Taken off the target when there is an intercept, which gets it back.
    let center: Double

    struct Solution {
        var values: [Double]
        var squares: Double
    }

    private struct Sums: Sendable {
        var gradient: [Double]
        var squares = 0.0
    }

    func solve(_ factor: Cholesky) throws(RegressionFailure) -> Solution {
        var solution = Solution(values: Array(repeating: 0, count: pass.kept.count), squares: 0)
        for _ in 0..<4 {
            let (gradient, squares) = try residuals(solution.values)
            let step = factor.solve(gradient)
            for index in step.indices { solution.values[index] += step[index] }
            let gain = Dots.dot(step, gradient)
            solution.squares = max(0, squares - gain)
            let size = solution.values.map(\.magnitude).max() ?? 0
            let moved = step.map(\.magnitude).max() ?? 0
            // A gain this small beside what is left is rounding already.
            if moved <= 1e-11 * size { break }
        }
        return solution
    }

    /// Xᵀ W (y − Xb) and Σ w (y − Xb)².
    private func residuals(
        _ coefficients: [Double]
    )
        throws(RegressionFailure) -> ([Double], Double)
    {
        let shift = pass.design.hasIntercept ? center : 0
        let weights = pass.design.weights
        let zero = Sums(gradient: Array(repeating: 0, count: pass.kept.count))
        let parts = try pass.run(zero) { sums, block in
            var values = [Double](repeating: 0, count: block.rows.count)
            block.times(coefficients, into: &values)
            var squares = 0.0
            for (place, row) in block.rows.enumerated() {
                let residual = target[row] - shift - values[place]
                let weight = weights?[row] ?? 1
                values[place] = weight * residual
                squares += weight * residual * residual
            }
            sums.squares += squares
            block.addTransposed(values, columns: 1, to: &sums.gradient)
        }
        return (added(parts.map(\.gradient)), parts.reduce(0) { $0 + $1.squares })
    }
}
