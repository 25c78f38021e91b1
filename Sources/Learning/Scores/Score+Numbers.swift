import Glibc
import Kernels

/// Measures of predicted numbers.
extension Score {
    static let ofNumbers: [Score] =
        [
            Score(
                "rmse",
                "the root of the mean squared error",
                isLoss: true,
                .rootMean { RegressionLosses.squared(truth: $0.truth, prediction: $0.prediction) }
            ),
            Score(
                "mae",
                "the mean absolute error",
                isLoss: true,
                .mean { RegressionLosses.absolute(truth: $0.truth, prediction: $0.prediction) }
            ),
            Score(
                "r2",
                "the share of the variance explained",
                .any { scored in
                    let (truth, prediction) = (scored.truth, scored.prediction)
                    return {
                        RegressionMetrics.r2(truth: truth, prediction: prediction, weights: $0)
                    }
                }
            ),
            Score(
                "mape",
                "the mean absolute error as a share of the truth",
                isLoss: true,
                .mean { RegressionLosses.absoluteShare(truth: $0.truth, prediction: $0.prediction) }
            ),
            Score(
                "smape",
                "the mean absolute error as a share of both",
                isLoss: true,
                .mean {
                    RegressionLosses.symmetricShare(truth: $0.truth, prediction: $0.prediction)
                }
            ),
            Score(
                "medae",
                "the median absolute error",
                isLoss: true,
                .any { scored in
                    let (truth, prediction) = (scored.truth, scored.prediction)
                    return {
                        RegressionMetrics.medae(truth: truth, prediction: prediction, weights: $0)
                    }
                }
            ),
            Score(
                "rmsle",
                "the root of the mean squared error of ln(1 + x)",
                isLoss: true,
                .rootMean {
                    RegressionLosses.squaredLogarithm(truth: $0.truth, prediction: $0.prediction)
                }
            ),
            Score(
                "poisson_deviance",
                "the mean deviance of counts from their predicted means",
                isLoss: true,
                .mean {
                    RegressionLosses.poissonDeviance(truth: $0.truth, prediction: $0.prediction)
                }
            ),
        ] + [pinball("pinball", 0.5)] + quantiles.map { pinball("pinball_\($0)", $0) }

    /// The quantiles by whose loss predictions can be judged.
    private static let quantiles = [0.05, 0.1, 0.25, 0.75, 0.9, 0.95]

    /// The loss that a quantile of the truth makes least.
    private static func pinball(_ name: String, _ quantile: Double) -> Score {
        Score(
            name,
            "the mean loss that the value above \(quantile) of the truth makes least",
            isLoss: true,
            .mean {
                RegressionLosses.pinball(
                    truth: $0.truth,
                    prediction: $0.prediction,
                    quantile: quantile
                )
            }
        )
    }
}

/// The uncertainty of shares.
enum Entropy {
    /// −Σ p ln p of counts.
    static func of(_ counts: [Double]) -> Double {
        let total = Sums.sum(counts)
        return counts.reduce(0) { $1 > 0 ? $0 - $1 / total * log($1 / total) : $0 }
    }
}
