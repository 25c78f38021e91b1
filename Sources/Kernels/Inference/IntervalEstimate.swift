#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A value, how uncertain it is, and the interval that says so.
package struct IntervalEstimate: Sendable, Hashable {
    package let value: Double
    /// NaN when it cannot be known, as from a single row.
    package let standardError: Double
    package let low: Double
    package let high: Double

    package init(value: Double, standardError: Double, low: Double, high: Double) {
        self.value = value
        self.standardError = standardError
        self.low = low
        self.high = high
    }

    /// A symmetric interval of `level`, normal without `freedom` and Student's with it.
    package init(value: Double, standardError: Double, level: Double, freedom: Double = .infinity) {
        let reach = StudentDistribution(freedom: freedom).quantile(0.5 + level / 2) * standardError
        self.init(
            value: value,
            standardError: standardError,
            low: value - reach,
            high: value + reach
        )
    }
}

extension IntervalEstimate {
    /// The mean of the losses of rows: for log loss, Brier score, mean absolute error.
    ///
    /// With weights it is a ratio, whose error follows from its linearisation.
    package static func mean(
        _ losses: [Double],
        weights: [Double]? = nil,
        level: Double = 0.95
    )
        -> IntervalEstimate
    {
        let (mean, error, freedom) = moments(losses, weights)
        return IntervalEstimate(value: mean, standardError: error, level: level, freedom: freedom)
    }

    /// The root of the mean of squared losses, as for RMSE.
    ///
    /// The ends are those of the mean after Hall ("On the removal of skewness by transformation",
    /// 1992): squares are skewed, and a symmetric interval lies too low to hold the truth as often as
    /// it says. The standard error is that of the delta method.
    package static func rootMean(
        _ losses: [Double],
        weights: [Double]? = nil,
        level: Double = 0.95
    ) -> IntervalEstimate {
        let (mean, error, freedom) = moments(losses, weights)
        let root = mean.squareRoot()
        let reach = StudentDistribution(freedom: freedom).quantile(0.5 + level / 2)
        let skewness = skewness(losses, weights, about: mean)
        let ends = [reach, -reach].map { mean - error * untransformed($0, skewness) }
        return IntervalEstimate(
            value: root,
            standardError: root > 0 ? error / (2 * root) : 0,
            low: max(0, ends[0]).squareRoot(),
            high: ends[1].squareRoot()
        )
    }

    /// A proportion of `count` rows, after Wilson; inside 0 and 1, and good for few rows.
    package static func wilson(
        proportion: Double,
        count: Double,
        level: Double = 0.95
    )
        -> IntervalEstimate
    {
        let z = NormalDistribution.quantile(0.5 + level / 2)
        let error = (proportion * (1 - proportion) / count).squareRoot()
        let shrink = 1 + z * z / count
        let center = (proportion + z * z / (2 * count)) / shrink
        let reach = z / shrink * (error * error + z * z / (4 * count * count)).squareRoot()
        return IntervalEstimate(
            value: proportion,
            standardError: error,
            low: proportion == 0 ? 0 : max(0, center - reach),
            high: proportion == 1 ? 1 : min(1, center + reach)
        )
    }
}

/// The skewness of the mean of some values: Σu³ / (Σu²)^1.5 of what each pulls it by.
private func skewness(_ values: [Double], _ weights: [Double]?, about mean: Double) -> Double {
    let pulls = zip(values, weights ?? Array(repeating: 1, count: values.count))
        .map { ($0 - mean) * $1 }
    let squares = Dots.dot(pulls, pulls)
    guard squares > 0 else { return 0 }
    return Sums.sum(pulls.map { $0 * $0 * $0 }) / (squares * squares.squareRoot())
}

/// The t statistic whose transform, free of skewness, is `quantile`: Hall's cubic, solved.
private func untransformed(_ quantile: Double, _ skewness: Double) -> Double {
    guard skewness.magnitude > 1e-9 else { return quantile }
    return 3 * (cbrt(1 + skewness * quantile - skewness * skewness / 6) - 1) / skewness
}

/// The weighted mean, its standard error, and the degrees of freedom.
func moments(_ values: [Double], _ weights: [Double]?) -> (Double, Double, Double) {
    let mean = Sums.mean(values, weights: weights)
    guard let weights else {
        let count = Double(values.count)
        let error = (Sums.variance(values) / count).squareRoot()
        return (mean, error, max(1, count - 1))
    }
    let count = Double(weights.count { $0 > 0 })
    let pulls = zip(values, weights).map { ($0 - mean) * $1 }
    let square = Dots.dot(pulls, pulls) * count / (count - 1)
    let error = count > 1 ? square.squareRoot() / Sums.sum(weights) : .nan
    return (mean, error, max(1, count - 1))
}
