/// The uncertainty of areas under ROC curves measured on the same rows, after DeLong, DeLong and
/// Clarke-Pearson (1988), by ranks.
package struct DeLong: Sendable {
    /// One area for each score.
    package let areas: [Double]
    /// How the areas vary together; NaN when a class has fewer than two rows.
    package let covariance: [[Double]]

    /// Truths are 1 or 0; every score is of the same rows.
    ///
    /// With weights an area is a ratio of weighted sums, whose error follows from its linearisation:
    /// a row is one observation, however much it counts, and one of weight zero is none.
    package init(truth: [Double], scores: [[Double]], weights: [Double]? = nil) {
        let counted = truth.indices.filter { (weights?[$0] ?? 1) > 0 }
        let sides = [
            Side(counted.filter { truth[$0] > 0.5 }, weights),
            Side(counted.filter { truth[$0] <= 0.5 }, weights),
        ]
        let parts = scores.map { Components($0, truth, weights, sides) }
        areas = parts.map { Sums.mean($0.shares[0], weights: sides[0].weights) }
        covariance = parts.map { first in
            parts.map { second in
                sides.indices.reduce(0) {
                    $0 + sides[$1].covariance(first.shares[$1], second.shares[$1])
                }
            }
        }
    }

    package func interval(of index: Int = 0, level: Double = 0.95) -> IntervalEstimate {
        let error = covariance[index][index].squareRoot()
        let free = IntervalEstimate(value: areas[index], standardError: error, level: level)
        return IntervalEstimate(
            value: free.value,
            standardError: error,
            low: free.low.isNaN ? .nan : max(0, free.low),
            high: free.high.isNaN ? .nan : min(1, free.high)
        )
    }

    /// The first area less the second, and whether they can be told apart.
    package func difference(
        _ first: Int = 0,
        _ second: Int = 1,
        level: Double = 0.95
    )
        -> PairedDifference
    {
        let variance =
            covariance[first][first] + covariance[second][second] - 2 * covariance[first][second]
        return PairedDifference(
            difference: areas[first] - areas[second],
            standardError: max(0, variance).squareRoot(),
            freedom: .infinity,
            level: level
        )
    }
}

/// The rows of one class, and how much each counts.
private struct Side {
    let rows: [Int]
    let weights: [Double]?
    let total: Double

    init(_ rows: [Int], _ weights: [Double]?) {
        self.rows = rows
        self.weights = weights.map { weights in rows.map { weights[$0] } }
        total = self.weights.map { Sums.sum($0) } ?? Double(rows.count)
    }

    /// The covariance of the means of two of its rows' shares; NaN below two rows.
    func covariance(_ x: [Double], _ y: [Double]) -> Double {
        guard rows.count > 1 else { return .nan }
        let (a, b) = (Sums.mean(x, weights: weights), Sums.mean(y, weights: weights))
        var (left, right) = (x.map { $0 - a }, y.map { $0 - b })
        let count = Double(rows.count)
        guard let weights else { return Dots.dot(left, right) / (count - 1) / count }
        for place in left.indices {
            left[place] *= weights[place]
            right[place] *= weights[place]
        }
        return Dots.dot(left, right) / (total * total) * (count / (count - 1))
    }
}

/// For each positive row the share of negatives it stands above; for each negative, the share of
/// positives that stand above it.
private struct Components {
    /// Those of the positives, then those of the negatives.
    let shares: [[Double]]

    init(_ score: [Double], _ truth: [Double], _ weights: [Double]?, _ sides: [Side]) {
        let order = SortOrder.ascending(score)
        var shares = [Double](repeating: 0, count: score.count)
        // The weight of positives and of negatives below the scores that were met.
        var (positives, negatives) = (0.0, 0.0)
        for tie in Ranks.ties(score, order: order) {
            var (positive, negative) = (0.0, 0.0)
            for place in tie {
                let row = order[place]
                let weight = weights?[row] ?? 1
                if truth[row] > 0.5 { positive += weight } else { negative += weight }
            }
            let above = (negatives + negative / 2) / sides[1].total
            let below = 1 - (positives + positive / 2) / sides[0].total
            for place in tie {
                let row = order[place]
                shares[row] = truth[row] > 0.5 ? above : below
            }
            positives += positive
            negatives += negative
        }
        self.shares = sides.map { side in side.rows.map { shares[$0] } }
    }
}
