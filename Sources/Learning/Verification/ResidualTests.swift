package import Kernels
package import LinearAlgebra

/// A statistic with the probability of one so large by chance.
package struct TestResult: Sendable, Hashable {
    package let statistic: Double
    /// NaN where the statistic has no distribution that is known.
    package let pValue: Double

    package init(_ statistic: Double, _ pValue: Double = .nan) {
        self.statistic = statistic
        self.pValue = pValue
    }
}

/// Tests of what is left of a target when its prediction is taken off.
package enum ResidualTests {
    /// Whether the spread hangs on the columns: Breusch and Pagan (1979) as made robust by Koenker
    /// (1981), n times the R² of the squared residuals on the design.
    package static func breuschPagan(
        _ residuals: [Double],
        _ design: Design,
        in work: WorkContext
    ) throws(RegressionFailure) -> TestResult {
        let fit = try LeastSquares.fit(design, residuals.map { $0 * $0 }, context: work)
        let statistic = Double(residuals.count) * fit.rSquared
        let freedom = Double(design.columns - fit.aliased.count)
        guard freedom > 0, statistic.isFinite else { return TestResult(.nan) }
        return TestResult(statistic, ChiSquareDistribution(freedom: freedom).tails(statistic).upper)
    }

    /// Whether skewness and kurtosis are those of a normal distribution: Jarque and Bera (1980).
    package static func jarqueBera(_ residuals: [Double]) -> TestResult {
        let count = Double(residuals.count)
        let mean = Sums.mean(residuals)
        let gaps = residuals.map { $0 - mean }
        let square = Sums.mean(gaps.map { $0 * $0 })
        let skewness = Sums.mean(gaps.map { $0 * $0 * $0 }) / (square * square.squareRoot())
        let kurtosis = Sums.mean(gaps.map { $0 * $0 * $0 * $0 }) / (square * square)
        let excess = kurtosis - 3
        let statistic = count / 6 * (skewness * skewness + excess * excess / 4)
        return TestResult(statistic, ChiSquareDistribution(freedom: 2).tails(statistic).upper)
    }

    /// How much a residual is like the one before it: 2 for not at all, 0 for wholly, after Durbin and
    /// Watson (1950).
    package static func durbinWatson(_ residuals: [Double]) -> TestResult {
        let steps = zip(residuals.dropFirst(), residuals).map { ($0 - $1) * ($0 - $1) }
        return TestResult(Sums.sum(steps) / Sums.sum(residuals.map { $0 * $0 }))
    }

    /// How far each row pulls the coefficients of least squares: Cook (1977); NaN for one that alone
    /// tells a coefficient, whose leverage is 1.
    package static func cooksDistances(
        _ design: Design,
        _ target: [Double],
        in work: WorkContext
    ) throws(RegressionFailure) -> [Double] {
        let fit = try LeastSquares.fit(design, target, context: work)
        let kept = (0..<design.width).filter { !fit.aliased.contains($0) }
        let variance = fit.residualVariance
        let scale = Double(kept.count) * variance
        return target.indices.map { row in
            let cells = kept.map { $0 == 0 ? 1 : design.cells[($0 - 1) * design.rows + row] }
            var residual = target[row]
            var leverage = 0.0
            for (place, index) in kept.enumerated() {
                residual -= cells[place] * fit.coefficients[index]
                for (other, second) in kept.enumerated() {
                    leverage += cells[place] * fit.covariance[index, second] * cells[other]
                }
            }
            leverage /= variance
            let rest = 1 - leverage
            guard rest > 1e-10 else { return .nan }
            return residual * residual / scale * leverage / (rest * rest)
        }
    }
}

/// How much columns tell of each other.
package struct Collinearity: Sendable {
    /// By column the variance inflation factor, 1 / (1 − R²) of the column on all others; infinite
    /// where it is a combination of them, NaN for a constant.
    package let inflation: [Double]
    /// The root of the greatest over the least eigenvalue of the correlations.
    package let conditionNumber: Double

    package init(_ design: Design) {
        let rows = design.rows
        let columns = (0..<design.columns).map { column -> [Double] in
            let cells = Array(design.cells[column * rows..<(column + 1) * rows])
            let mean = Sums.mean(cells)
            let gaps = cells.map { $0 - mean }
            let size = Dots.dot(gaps, gaps).squareRoot()
            return size > 1e-12 * mean.magnitude * Double(rows).squareRoot()
                ? gaps.map { $0 / size } : []
        }
        let varying = columns.indices.filter { !columns[$0].isEmpty }
        let width = varying.count
        var correlations = DenseMatrix.identity(width)
        for (place, first) in varying.enumerated() {
            for (other, second) in varying.enumerated().prefix(place) {
                let value = Dots.dot(columns[first], columns[second])
                correlations[place, other] = value
                correlations[other, place] = value
            }
        }
        let values = SymmetricEigen(correlations)?.values ?? []
        let (most, least) = (values.first ?? .nan, values.last ?? .nan)
        let isSingular = least < 1e-12 * most
        conditionNumber = isSingular ? .infinity : (most / least).squareRoot()
        var inflation = [Double](repeating: .nan, count: design.columns)
        let inverse = isSingular ? nil : Cholesky(correlations)?.inverse().diagonal
        for (place, column) in varying.enumerated() {
            inflation[column] = inverse?[place] ?? .infinity
        }
        self.inflation = inflation
    }
}
