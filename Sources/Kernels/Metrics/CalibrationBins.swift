/// Rows by falling into bins of their predicted probability, each with about as many rows, and how
/// often the positive class came true there.
package struct CalibrationBins: Sendable {
    package struct Bin: Sendable, Hashable {
        package let low: Double
        package let high: Double
        package let rows: Int
        /// The sum of their weights.
        package let weight: Double
        /// The mean predicted probability.
        package let predicted: Double
        /// The share that came true, with Wilson's interval.
        package let observed: IntervalEstimate
    }

    package let bins: [Bin]

    /// Truths are 1 or 0.
    ///
    /// Equal probabilities stay together, so bins can be fewer and uneven; weights count in means, not
    /// where bins end.
    package init(
        truth: [Double],
        probability: [Double],
        bins count: Int,
        weights: [Double]? = nil
    ) {
        precondition(truth.count == probability.count, "a probability for every truth")
        precondition(count > 0, "at least one bin")
        let order = SortOrder.ascending(probability)
        var bins: [Bin] = []
        var start = 0
        for number in 1...count where start < order.count {
            var end = max(start + 1, order.count * number / count)
            while end < order.count, probability[order[end]] == probability[order[end - 1]] {
                end += 1
            }
            bins.append(Bin(order[start..<end], truth, probability, weights))
            start = end
        }
        self.bins = bins
    }

    /// The mean distance of predicted and observed over the rows.
    package var error: Double {
        let weight = bins.reduce(0) { $0 + $1.weight }
        return bins.reduce(0) {
            $0 + $1.weight * ($1.predicted - $1.observed.value).magnitude
        } / weight
    }
}

extension CalibrationBins.Bin {
    fileprivate init(
        _ members: ArraySlice<Int>,
        _ truth: [Double],
        _ probability: [Double],
        _ weights: [Double]?
    ) {
        let own = weights.map { weights in members.map { weights[$0] } }
        let chances = members.map { probability[$0] }
        rows = members.count
        low = chances.first ?? .nan
        high = chances.last ?? .nan
        weight = own.map { Sums.sum($0) } ?? Double(members.count)
        predicted = Sums.mean(chances, weights: own)
        observed = .wilson(
            proportion: Sums.mean(members.map { truth[$0] }, weights: own),
            count: own.map { Sums.effectiveCount($0) } ?? Double(members.count)
        )
    }
}
