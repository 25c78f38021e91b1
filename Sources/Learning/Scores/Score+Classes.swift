import Kernels
import Tables

/// Measures of predicted classes and their probabilities.
extension Score {
    /// Those of two classes.
    static let ofTwoClasses: [Score] = [
        Score("auc", "the chance that a positive row scores above a negative one", .area),
        logLoss,
        Score(
            "brier",
            "the mean squared error of the probability",
            isLoss: true,
            .mean { ProbabilityLosses.brier(truth: $0.truth, probability: $0.prediction) }
        ),
        accuracy,
        balancedAccuracy,
        Score(
            "precision",
            "the share of true among predicted positives",
            .share { scored in
                let decisions = scored.decisions
                return (scored.truth, decisions.indices.filter { decisions[$0] == 1 })
            }
        ),
        Score(
            "recall",
            "the share of positives that is found",
            .share { scored in
                let labels = scored.labels
                let hits = scored.decisions.map { Double($0) }
                return (hits, labels.indices.filter { labels[$0] == 1 })
            }
        ),
        Score(
            "specificity",
            "the share of negatives that is left alone",
            .share { scored in
                let labels = scored.labels
                let hits = scored.decisions.map { $0 == 0 ? 1.0 : 0 }
                return (hits, labels.indices.filter { labels[$0] == 0 })
            }
        ),
        Score("f1", "the harmonic mean of precision and recall", .counts(\.f1)),
        mcc, kappa,
        Score(
            "pr_auc",
            "the area under precision against recall",
            .any { scored in
                let ranked = RankedScores(truth: scored.truth, score: scored.prediction)
                return { ranked.averagePrecision(weights: $0) }
            }
        ),
        skill,
        overstated(
            "ece",
            "the mean gap between probability and frequency, in ten bins",
            .any { scored in
                let (truth, probability) = (scored.truth, scored.prediction)
                return { Calibration.error(truth, probability, weights: $0) }
            }
        ),
    ]

    /// Those of several classes.
    static let ofSeveralClasses: [Score] = [
        logLoss, accuracy, balancedAccuracy,
        Score(
            "auc",
            "the mean over classes of the chance that a row of it scores above another",
            .any { scored in
                let ranked = scored.probabilities.enumerated().map { code, column in
                    let own = scored.truth.map { Int($0) == code ? 1.0 : 0 }
                    return RankedScores(truth: own, score: column)
                }
                return { weights in
                    let areas = ranked.map { $0.auc(weights: weights) }
                    // A class of which there is no row, or nothing else, has no area.
                    return Sums.mean(areas.filter { !$0.isNaN })
                }
            }
        ),
        Score(
            "precision",
            "the mean over classes of the share of true among predicted",
            .matrix { $0.macro(\.precision) }
        ),
        Score(
            "recall",
            "the mean over classes of the share that is found",
            .matrix { $0.macro(\.recall) }
        ),
        Score("f1", "the mean over classes of f1", .matrix { $0.macro(\.f1) }),
        mcc, kappa, skill,
        Score(
            "brier",
            "the mean squared error of the probabilities, over all classes",
            isLoss: true,
            .mean { scored in
                var losses = [Double](repeating: 0, count: scored.count)
                for (code, column) in scored.probabilities.enumerated() {
                    for row in losses.indices {
                        let gap = column[row] - (Int(scored.truth[row]) == code ? 1 : 0)
                        losses[row] += gap * gap
                    }
                }
                return losses
            }
        ),
    ]

    private static let logLoss = Score(
        "log_loss",
        "the mean negative logarithm of the probability of what came true",
        isLoss: true,
        .mean { logLosses($0) }
    )

    private static func logLosses(_ scored: Scored) -> [Double] {
        scored.outputs.columns == 1
            ? ProbabilityLosses.logLoss(truth: scored.truth, probability: scored.prediction)
            : ProbabilityLosses.logLoss(
                labels: scored.labels,
                probabilities: scored.probabilities
            )
    }

    private static let accuracy = Score(
        "accuracy",
        "the share of right decisions",
        .share { scored in
            let hits = zip(scored.labels, scored.decisions).map { $0 == $1 ? 1.0 : 0 }
            return (hits, Array(hits.indices))
        }
    )

    private static let balancedAccuracy = Score(
        "balanced_accuracy",
        "the mean over classes of the share that is found",
        .matrix(\.balancedAccuracy)
    )

    private static let mcc = Score(
        "mcc",
        "Matthews' correlation of truth and decision",
        .matrix(\.mcc)
    )

    private static let kappa = Score(
        "kappa",
        "the agreement of truth and decision beyond chance",
        .matrix(\.kappa)
    )

    private static let skill = Score(
        "skill",
        "the share of the log loss of the classes' frequencies that is saved",
        .any { scored in
            let labels = scored.labels
            let classes = scored.task.labels.count
            let losses = logLosses(scored)
            return { weights in
                var shares = [Double](repeating: 0, count: classes)
                for (row, label) in labels.enumerated() { shares[label] += weights[row] }
                let entropy = Entropy.of(shares)
                return entropy > 0 ? 1 - Sums.mean(losses, weights: weights) / entropy : .nan
            }
        }
    )
}

extension Score.Form {
    /// A measure of the four counts of two classes.
    fileprivate static func counts(
        _ measure: @escaping @Sendable (ConfusionCounts) -> Double
    ) -> Score.Form {
        .any { scored in
            let (truth, score) = (scored.truth, scored.prediction)
            let threshold = scored.threshold
            return { weights in
                measure(
                    ConfusionCounts(
                        truth: truth,
                        score: score,
                        threshold: threshold,
                        weights: weights
                    )
                )
            }
        }
    }

    /// A measure of the table of truths and decisions.
    fileprivate static func matrix(
        _ measure: @escaping @Sendable (ConfusionMatrix) -> Double
    ) -> Score.Form {
        .any { scored in
            let (labels, decisions) = (scored.labels, scored.decisions)
            let classes = scored.task.labels.count
            return { weights in
                measure(
                    ConfusionMatrix(
                        truth: labels,
                        decision: decisions,
                        classes: classes,
                        weights: weights
                    )
                )
            }
        }
    }
}

/// How far probabilities are from frequencies.
private enum Calibration {
    /// The expected calibration error over ten bins of equal width.
    static func error(_ truth: [Double], _ probability: [Double], weights: [Double]) -> Double {
        var gaps = [Double](repeating: 0, count: 10)
        var total = 0.0
        for row in truth.indices {
            let bin = min(9, max(0, Int(probability[row] * 10)))
            gaps[bin] += weights[row] * (probability[row] - truth[row])
            total += weights[row]
        }
        return gaps.reduce(0) { $0 + $1.magnitude } / total
    }
}
