/// What a score of two classes finds at each threshold, from the strictest on.
///
/// Point `i` counts the rows whose score is at or above `thresholds[i]`; the first is above all
/// scores and counts none, the last counts every row. Points between which the curve goes straight
/// on are left out.
package struct ThresholdCurve: Sendable {
    package let thresholds: [Double]
    /// Positive rows found, and negative rows taken for positive.
    package let truePositives: [Double]
    package let falsePositives: [Double]

    package var count: Int { thresholds.count }
    package var positives: Double { truePositives.last ?? 0 }
    package var negatives: Double { falsePositives.last ?? 0 }

    typealias Point = (threshold: Double, positives: Double, negatives: Double)

    /// Counts of rows at falling thresholds.
    init(_ points: [Point], keepingAll: Bool) {
        let kept = points.indices.filter { place in
            guard !keepingAll, place > 0, place + 1 < points.count else { return true }
            let (before, here, after) = (points[place - 1], points[place], points[place + 1])
            let (up, across) = (
                here.positives - before.positives, here.negatives - before.negatives
            )
            return up * (after.negatives - here.negatives)
                != across * (after.positives - here.positives)
        }
        thresholds = kept.map { points[$0].threshold }
        truePositives = kept.map { points[$0].positives }
        falsePositives = kept.map { points[$0].negatives }
    }

    /// The share of positives found; recall.
    package var truePositiveRates: [Double] { truePositives.map { $0 / positives } }
    /// The share of negatives taken for positive.
    package var falsePositiveRates: [Double] { falsePositives.map { $0 / negatives } }
    /// The share of positives among the rows taken; NaN where none is.
    package var precisions: [Double] { zip(truePositives, falsePositives).map { $0 / ($0 + $1) } }
    /// The share of rows taken for positive.
    package var takenShares: [Double] {
        zip(truePositives, falsePositives).map { ($0 + $1) / (positives + negatives) }
    }

    /// The counts at point `index`.
    package func counts(_ index: Int) -> ConfusionCounts {
        ConfusionCounts(
            truePositives: truePositives[index],
            falsePositives: falsePositives[index],
            trueNegatives: negatives - falsePositives[index],
            falseNegatives: positives - truePositives[index]
        )
    }
}
