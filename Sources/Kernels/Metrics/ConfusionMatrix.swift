/// The weights with which the classes of truth and decision meet.
///
/// Averages over classes leave out those for which a measure has no value.
package struct ConfusionMatrix: Sendable, Hashable {
    package let classes: Int
    /// `cells[truth][decision]`.
    package private(set) var cells: [[Double]]

    /// Counts labels, from 0, against decided labels.
    package init(truth: [Int], decision: [Int], classes: Int, weights: [Double]? = nil) {
        precondition(truth.count == decision.count, "a decision for every truth")
        self.classes = classes
        let row = [Double](repeating: 0, count: classes)
        cells = Array(repeating: row, count: classes)
        for index in truth.indices { cells[truth[index]][decision[index]] += weights?[index] ?? 1 }
    }

    package var total: Double { cells.reduce(0) { $0 + $1.reduce(0, +) } }

    package var accuracy: Double { diagonal.reduce(0, +) / total }

    private var diagonal: [Double] { (0..<classes).map { cells[$0][$0] } }
    private var truths: [Double] { cells.map { $0.reduce(0, +) } }
    private var decisions: [Double] { (0..<classes).map { k in cells.reduce(0) { $0 + $1[k] } } }

    /// One class against all others.
    package func counts(of label: Int) -> ConfusionCounts {
        let hits = cells[label][label]
        let missed = truths[label] - hits
        let wrong = decisions[label] - hits
        return ConfusionCounts(
            truePositives: hits,
            falsePositives: wrong,
            trueNegatives: total - hits - missed - wrong,
            falseNegatives: missed
        )
    }

    /// The mean over classes of a measure of one class against the others.
    package func macro(_ measure: (ConfusionCounts) -> Double) -> Double {
        let values = (0..<classes).map { measure(counts(of: $0)) }.filter { !$0.isNaN }
        return values.isEmpty ? .nan : Sums.mean(values)
    }

    package var balancedAccuracy: Double { macro(\.recall) }

    /// Cohen's kappa: the agreement beyond chance.
    package var kappa: Double {
        let chance = Dots.dot(truths, decisions) / (total * total)
        return (accuracy - chance) / (1 - chance)
    }

    /// The correlation of truth and decision after Gorodkin; 0 when either does not vary.
    package var mcc: Double {
        let (truths, decisions, total) = (truths, decisions, total)
        let covariance = diagonal.reduce(0, +) * total - Dots.dot(truths, decisions)
        let spread =
            (total * total - Dots.dot(truths, truths)).squareRoot()
            * (total * total - Dots.dot(decisions, decisions)).squareRoot()
        guard spread > 0 else { return total > 0 ? 0 : .nan }
        return covariance / spread
    }
}
