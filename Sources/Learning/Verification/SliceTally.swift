import Kernels
import Tables

/// A measure of many parts of the same rows at once.
///
/// Means come from sums of the rows' losses, an area from one order of all scores; other measures
/// are taken of each part by itself.
struct SliceTally {
    /// The rows of a part and its measure; NaN where it has none.
    struct Part {
        var rows = 0
        var value = Double.nan
    }

    /// Rows of each class that an area needs.
    private static let leastOfClass = 10

    private enum Basis {
        /// A value a row, and how much it counts; the root of their mean or the mean itself.
        case means(values: [Double], counts: [Double], isRoot: Bool)
        /// Rows in rising order of their score.
        case area(order: [Int])
        case other
    }

    private let scored: Scored
    private let score: Score
    private let basis: Basis

    init(_ scored: Scored, _ score: Score) {
        self.scored = scored
        self.score = score
        let counts = scored.weights ?? Array(repeating: 1.0, count: scored.count)
        basis =
            switch score.form {
            case .mean(let losses): .means(values: losses(scored), counts: counts, isRoot: false)
            case .rootMean(let losses): .means(values: losses(scored), counts: counts, isRoot: true)
            case .share(let share): Self.shares(share(scored), counts)
            case .area: .area(order: SortOrder.ascending(scored.prediction))
            case .any: .other
            }
    }

    private static func shares(
        _ share: (hits: [Double], rows: [Int]),
        _ weights: [Double]
    ) -> Basis {
        var counts = [Double](repeating: 0, count: weights.count)
        for row in share.rows { counts[row] = weights[row] }
        return .means(values: share.hits, counts: counts, isRoot: false)
    }

    /// The measure of the parts `0..<count`; a negative key is in none.
    func parts(_ keys: [Int32], count: Int) -> [Part] {
        var parts = [Part](repeating: Part(), count: count)
        for key in keys where key >= 0 { parts[Int(key)].rows += 1 }
        let values =
            switch basis {
            case .means(let values, let counts, let isRoot):
                means(keys, count, values, counts, isRoot)
            case .area(let order): areas(keys, count, order)
            case .other: others(keys, parts.map(\.rows))
            }
        for key in parts.indices { parts[key].value = values[key] }
        return parts
    }

    private func means(
        _ keys: [Int32],
        _ count: Int,
        _ values: [Double],
        _ counts: [Double],
        _ isRoot: Bool
    ) -> [Double] {
        var sums = [Double](repeating: 0, count: count)
        var weights = [Double](repeating: 0, count: count)
        for row in keys.indices where keys[row] >= 0 {
            let key = Int(keys[row])
            sums[key] += values[row] * counts[row]
            weights[key] += counts[row]
        }
        return zip(sums, weights).map { isRoot ? ($0 / $1).squareRoot() : $0 / $1 }
    }

    /// Pairs of a positive above a negative, ties counting half, by one walk over all scores.
    private func areas(_ keys: [Int32], _ count: Int, _ order: [Int]) -> [Double] {
        var walks = [AreaWalk](repeating: AreaWalk(), count: count)
        let (scores, truth) = (scored.prediction, scored.truth)
        for row in order where keys[row] >= 0 {
            walks[Int(keys[row])]
                .pass(scores[row], isPositive: truth[row] > 0.5, weight: scored.weights?[row] ?? 1)
        }
        return walks.map { $0.area(least: Self.leastOfClass) }
    }

    private func others(_ keys: [Int32], _ rows: [Int]) -> [Double] {
        var members = rows.map { count -> [Int] in
            var rows: [Int] = []
            rows.reserveCapacity(count)
            return rows
        }
        for row in keys.indices where keys[row] >= 0 { members[Int(keys[row])].append(row) }
        return members.map { $0.isEmpty ? .nan : score.value(scored.part($0)) }
    }
}

/// The pairs counted so far on a walk from low scores to high ones.
private struct AreaWalk {
    private var pairs = 0.0
    private var positives = 0.0
    private var negatives = 0.0
    /// How many rows of each class there are, whatever they count.
    private var rows = (positive: 0, negative: 0)
    /// Rows of the score at hand.
    private var tied = (positive: 0.0, negative: 0.0)
    private var last = -Double.infinity

    mutating func pass(_ score: Double, isPositive: Bool, weight: Double) {
        if score != last { close() }
        last = score
        if isPositive {
            tied.positive += weight
            rows.positive += 1
        } else {
            tied.negative += weight
            rows.negative += 1
        }
    }

    private mutating func close() {
        pairs += tied.positive * (negatives + tied.negative / 2)
        positives += tied.positive
        negatives += tied.negative
        tied = (0, 0)
    }

    func area(least: Int) -> Double {
        var whole = self
        whole.close()
        guard min(rows.positive, rows.negative) >= least else { return .nan }
        return whole.pairs / (whole.positives * whole.negatives)
    }
}
