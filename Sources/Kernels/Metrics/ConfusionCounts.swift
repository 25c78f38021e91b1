/// The weights of the four cells in which truth and decision of two classes can meet.
///
/// A measure whose denominator is empty is NaN: it has no value there, not the value zero.
package struct ConfusionCounts: Sendable, Hashable {
    package var truePositives = 0.0
    package var falsePositives = 0.0
    package var trueNegatives = 0.0
    package var falseNegatives = 0.0

    package init(
        truePositives: Double,
        falsePositives: Double,
        trueNegatives: Double,
        falseNegatives: Double
    ) {
        self.truePositives = truePositives
        self.falsePositives = falsePositives
        self.trueNegatives = trueNegatives
        self.falseNegatives = falseNegatives
    }

    /// Counts truths, 1 or 0, against scores decided at `threshold`: positive from there on.
    package init(
        truth: [Double],
        score: [Double],
        threshold: Double = 0.5,
        weights: [Double]? = nil
    ) {
        precondition(truth.count == score.count, "a score for every truth")
        for index in truth.indices {
            let weight = weights?[index] ?? 1
            switch (truth[index] > 0.5, score[index] >= threshold) {
            case (true, true): truePositives += weight
            case (true, false): falseNegatives += weight
            case (false, true): falsePositives += weight
            case (false, false): trueNegatives += weight
            }
        }
    }

    package var total: Double { truePositives + falsePositives + trueNegatives + falseNegatives }
    package var positives: Double { truePositives + falseNegatives }
    package var negatives: Double { trueNegatives + falsePositives }
    package var predictedPositives: Double { truePositives + falsePositives }
}

extension ConfusionCounts {
    package var accuracy: Double { (truePositives + trueNegatives) / total }

    package var precision: Double { truePositives / predictedPositives }

    /// The share of the positives that is found; sensitivity.
    package var recall: Double { truePositives / positives }

    /// The share of the negatives that is left alone.
    package var specificity: Double { trueNegatives / negatives }

    package var balancedAccuracy: Double { (recall + specificity) / 2 }

    package var f1: Double {
        2 * truePositives / (2 * truePositives + falsePositives + falseNegatives)
    }

    /// Matthews' correlation of truth and decision; 0 when either does not vary.
    package var mcc: Double {
        let spread =
            (positives * predictedPositives).squareRoot()
            * (negatives * (total - predictedPositives)).squareRoot()
        guard spread > 0 else { return total > 0 ? 0 : .nan }
        return (truePositives * trueNegatives - falsePositives * falseNegatives) / spread
    }

    /// Cohen's kappa: the agreement beyond chance.
    package var kappa: Double {
        let chance =
            (positives * predictedPositives + negatives * (total - predictedPositives))
            / (total * total)
        return (accuracy - chance) / (1 - chance)
    }
}
