/// The uncertainty of areas under ROC curves measured on the same rows, after DeLong, DeLong and
/// Clarke-Pearson (1988), by ranks.
package struct DeLong: Sendable {
    /// One area for each score.
    package let areas: [Double]
    /// How the areas vary together; NaN when a class has fewer than two rows.
    package let covariance: [[Double]]

    /// Truths are 1 or 0; every score is of the same rows.
    package init(truth: [Double], scores: [[Double]]) {
        let positives = truth.indices.filter { truth[$0] > 0.5 }
        let negatives = truth.indices.filter { truth[$0] <= 0.5 }
        let parts = scores.map { Components($0, positives, negatives) }
        areas = parts.map { Sums.mean($0.positive) }
        covariance = parts.map { first in
            parts.map { second in
                covary(first.positive, second.positive) / Double(positives.count)
                    + covary(first.negative, second.negative) / Double(negatives.count)
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

/// For each positive row the share of negatives it stands above; for each negative, the share of
/// positives that stand above it.
private struct Components {
    let positive: [Double]
    let negative: [Double]

    init(_ score: [Double], _ positives: [Int], _ negatives: [Int]) {
        let (m, n) = (Double(positives.count), Double(negatives.count))
        let ranks = Ranks.average(score)
        let among = Ranks.average(positives.map { score[$0] })
        let amongOthers = Ranks.average(negatives.map { score[$0] })
        positive = zip(positives, among).map { (ranks[$0] - $1) / n }
        negative = zip(negatives, amongOthers).map { 1 - (ranks[$0] - $1) / m }
    }
}

private func covary(_ x: [Double], _ y: [Double]) -> Double {
    guard x.count > 1 else { return .nan }
    let (a, b) = (Sums.mean(x), Sums.mean(y))
    return Dots.dot(x.map { $0 - a }, y.map { $0 - b }) / Double(x.count - 1)
}
