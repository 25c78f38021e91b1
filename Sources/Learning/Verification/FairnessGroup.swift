import Kernels
package import Tables

/// What a model makes of the rows of one group.
package struct FairnessGroup: Sendable {
    package let key: [Scalar]
    package let rows: Int
    /// Truth against decision; all zero for numbers.
    let counts: ConfusionCounts
    /// Mean prediction less mean truth: of probabilities the calibration, of numbers the mean error.
    let bias: IntervalEstimate
    /// The mean absolute error of numbers.
    let absolute: IntervalEstimate

    init(_ scored: Scored, _ key: [Scalar]) {
        self.key = key
        rows = scored.count
        let gaps = zip(scored.prediction, scored.truth).map { $0 - $1 }
        bias = .mean(gaps, weights: scored.weights)
        absolute = .mean(gaps.map(\.magnitude), weights: scored.weights)
        if case .binary = scored.task {
            // Weights add up to the rows that are worth as much, so that intervals are not too narrow.
            let scale = scored.weights.map { Sums.effectiveCount($0) / Sums.sum($0) } ?? 1
            counts = ConfusionCounts(
                truth: scored.truth,
                score: scored.prediction,
                threshold: scored.threshold,
                weights: scored.weights?.map { $0 * scale }
            )
        } else {
            counts = ConfusionCounts(
                truePositives: 0,
                falsePositives: 0,
                trueNegatives: 0,
                falseNegatives: 0
            )
        }
    }
}

/// A figure of a group that is to be the same for all.
package struct FairnessMeasure: Sendable {
    /// How the figure is found.
    enum Form: Sendable {
        /// Some of the group's rows among others of them.
        case share(@Sendable (ConfusionCounts) -> (hits: Double, count: Double))
        /// A mean over the group's rows.
        case mean(@Sendable (FairnessGroup) -> IntervalEstimate)
    }

    package let name: String
    /// What it is called when the figure is the same for all.
    package let parity: String
    let form: Form

    func value(_ group: FairnessGroup) -> Double {
        switch form {
        case .share(let share):
            let (hits, count) = share(group.counts)
            return hits / count
        case .mean(let mean): return mean(group).value
        }
    }

    /// The difference of two groups, and where it has a meaning their ratio.
    func compared(
        _ high: FairnessGroup,
        _ low: FairnessGroup,
        level: Double
    ) -> (difference: IntervalEstimate, ratio: IntervalEstimate?) {
        switch form {
        case .share(let share):
            let (one, other) = (share(high.counts), share(low.counts))
            return (
                TwoProportions.difference(one, other, level: level),
                TwoProportions.ratio(other, one, level: level)
            )
        case .mean(let mean):
            let (one, other) = (mean(high), mean(low))
            let squares =
                one.standardError * one.standardError
                + other.standardError * other.standardError
            let gap = IntervalEstimate(
                value: one.value - other.value,
                standardError: squares.squareRoot(),
                level: level,
                freedom: Double(min(high.rows, low.rows) - 1)
            )
            return (gap, nil)
        }
    }

    static let selection = FairnessMeasure(
        name: "selection_rate",
        parity: "demographic parity",
        form: .share { ($0.predictedPositives, $0.total) }
    )
    static let truePositives = FairnessMeasure(
        name: "tpr",
        parity: "equal opportunity",
        form: .share { ($0.truePositives, $0.positives) }
    )
    static let falsePositives = FairnessMeasure(
        name: "fpr",
        parity: "predictive equality",
        form: .share { ($0.falsePositives, $0.negatives) }
    )

    static let ofClasses: [FairnessMeasure] = [
        selection, truePositives, falsePositives,
        FairnessMeasure(
            name: "precision",
            parity: "predictive parity",
            form: .share { ($0.truePositives, $0.predictedPositives) }
        ),
        FairnessMeasure(name: "calibration", parity: "calibration", form: .mean { $0.bias }),
    ]

    static let ofNumbers: [FairnessMeasure] = [
        FairnessMeasure(name: "mean_error", parity: "mean error", form: .mean { $0.bias }),
        FairnessMeasure(name: "mae", parity: "mean absolute error", form: .mean { $0.absolute }),
    ]

    package static func all(for task: LearningTask) -> [FairnessMeasure] {
        if case .binary = task { ofClasses } else { ofNumbers }
    }
}
