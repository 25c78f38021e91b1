/// Scores in falling order, so that measures of ranking can be taken again and again under other
/// weights without sorting.
package struct RankedScores: Sendable {
    /// Positions, highest score first.
    private let order: [Int]
    /// Runs of equal scores in `order`.
    private let ties: [Range<Int>]
    private let isPositive: [Bool]
    private let scores: [Double]

    /// Truths are 1 or 0.
    package init(truth: [Double], score: [Double]) {
        precondition(truth.count == score.count, "a score for every truth")
        order = SortOrder.ascending(score).reversed()
        ties = Ranks.ties(score, order: order)
        isPositive = truth.map { $0 > 0.5 }
        scores = score
    }

    /// The chance that a positive row scores above a negative one, ties counting half; NaN when
    /// either class is missing.
    package func auc(weights: [Double]? = nil) -> Double {
        var above = 0.0
        var area = 0.0
        var negatives = 0.0
        for tie in ties {
            let (positive, negative) = weight(of: tie, weights)
            area += negative * (above + positive / 2)
            above += positive
            negatives += negative
        }
        return area / (above * negatives)
    }

    /// Average precision: the precision at each score, weighted by the recall it adds.
    package func averagePrecision(weights: [Double]? = nil) -> Double {
        var found = 0.0
        var taken = 0.0
        var area = 0.0
        for tie in ties {
            let (positive, negative) = weight(of: tie, weights)
            found += positive
            taken += positive + negative
            if positive > 0 { area += positive * found / taken }
        }
        return area / found
    }

    /// What is found at each threshold, every row counting one without weights.
    package func curve(weights: [Double]? = nil) -> ThresholdCurve {
        ThresholdCurve(points(weights), keepingAll: false)
    }

    /// The same with the points on straight ways.
    func everyPoint(weights: [Double]? = nil) -> ThresholdCurve {
        ThresholdCurve(points(weights), keepingAll: true)
    }

    private func points(_ weights: [Double]?) -> [ThresholdCurve.Point] {
        var points: [ThresholdCurve.Point] = [(threshold: .infinity, positives: 0, negatives: 0)]
        for tie in ties {
            let (positive, negative) = weight(of: tie, weights)
            let last = points[points.count - 1]
            points.append(
                (
                    threshold: scores[order[tie.lowerBound]],
                    positives: last.positives + positive,
                    negatives: last.negatives + negative
                )
            )
        }
        return points
    }

    private func weight(of tie: Range<Int>, _ weights: [Double]?) -> (Double, Double) {
        var positive = 0.0
        var negative = 0.0
        for place in tie {
            let index = order[place]
            let weight = weights?[index] ?? 1
            if isPositive[index] { positive += weight } else { negative += weight }
        }
        return (positive, negative)
    }
}
