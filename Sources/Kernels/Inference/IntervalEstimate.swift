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

    /// The root of the mean of squared losses, as for RMSE, by the delta method.
    package static func rootMean(
        _ losses: [Double],
        weights: [Double]? = nil,
        level: Double = 0.95
    ) -> IntervalEstimate {
        let (mean, error, freedom) = moments(losses, weights)
        let root = mean.squareRoot()
        let interval = IntervalEstimate(
            value: root,
            standardError: root > 0 ? error / (2 * root) : 0,
            level: level,
            freedom: freedom
        )
        return IntervalEstimate(
            value: root,
            standardError: interval.standardError,
            low: max(0, interval.low),
            high: interval.high
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
