/// How far predicted numbers are from the truth, over all rows.
package enum RegressionMetrics {
    package static func rmse(
        truth: [Double],
        prediction: [Double],
        weights: [Double]? = nil
    )
        -> Double
    {
        mean(RegressionLosses.squared(truth: truth, prediction: prediction), weights).squareRoot()
    }

    package static func mae(
        truth: [Double],
        prediction: [Double],
        weights: [Double]? = nil
    )
        -> Double
    {
        mean(RegressionLosses.absolute(truth: truth, prediction: prediction), weights)
    }

    package static func mape(
        truth: [Double],
        prediction: [Double],
        weights: [Double]? = nil
    )
        -> Double
    {
        mean(RegressionLosses.absoluteShare(truth: truth, prediction: prediction), weights)
    }

    package static func smape(
        truth: [Double],
        prediction: [Double],
        weights: [Double]? = nil
    )
        -> Double
    {
        mean(RegressionLosses.symmetricShare(truth: truth, prediction: prediction), weights)
    }

    /// The median of the absolute errors.
    package static func medae(
        truth: [Double],
        prediction: [Double],
        weights: [Double]? = nil
    )
        -> Double
    {
        let errors = RegressionLosses.absolute(truth: truth, prediction: prediction)
        return Quantiles.median(errors, weights: weights)
    }

    package static func rmsle(
        truth: [Double],
        prediction: [Double],
        weights: [Double]? = nil
    )
        -> Double
    {
        mean(RegressionLosses.squaredLogarithm(truth: truth, prediction: prediction), weights)
            .squareRoot()
    }

    /// The share of the variance explained; NaN when the truth does not vary.
    package static func r2(
        truth: [Double],
        prediction: [Double],
        weights: [Double]? = nil
    )
        -> Double
    {
        let center = Sums.mean(truth, weights: weights)
        let spread = truth.map { ($0 - center) * ($0 - center) }
        let total = mean(spread, weights)
        guard total > 0 else { return .nan }
        return 1 - mean(RegressionLosses.squared(truth: truth, prediction: prediction), weights)
            / total
    }

    package static func pinball(
        truth: [Double],
        prediction: [Double],
        quantile: Double,
        weights: [Double]? = nil
    ) -> Double {
        let losses = RegressionLosses.pinball(
            truth: truth,
            prediction: prediction,
            quantile: quantile
        )
        return mean(losses, weights)
    }

    package static func poissonDeviance(
        truth: [Double],
        prediction: [Double],
        weights: [Double]? = nil
    ) -> Double {
        mean(RegressionLosses.poissonDeviance(truth: truth, prediction: prediction), weights)
    }

    private static func mean(_ losses: [Double], _ weights: [Double]?) -> Double {
        Sums.mean(losses, weights: weights)
    }
}
