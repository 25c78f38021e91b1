/// Quantiles by linear interpolation between order statistics (type 7 of Hyndman and Fan).
package enum Quantiles {
    /// The quantiles at `probabilities`, each from 0 to 1; NaN values are left out.
    package static func quantiles(_ values: [Double], at probabilities: [Double]) -> [Double] {
        let sorted = values.filter { !$0.isNaN }.sorted()
        return probabilities.map { quantile(sorted: sorted.span, at: $0) }
    }

    package static func quantile(_ values: [Double], at probability: Double) -> Double {
        quantiles(values, at: [probability])[0]
    }

    /// The quantile of values that are sorted already; NaN for none.
    package static func quantile(sorted values: Span<Double>, at probability: Double) -> Double {
        precondition((0...1).contains(probability), "a probability from 0 to 1")
        guard values.count > 0 else { return .nan }
        let place = probability * Double(values.count - 1)
        let below = Int(place)
        let share = place - Double(below)
        // At a whole place the neighbour must not be touched: it may be infinite.
        guard share > 0 else { return values[below] }
        return values[below] + share * (values[below + 1] - values[below])
    }

    /// The middle value, weighted when weights are given: where half of the weight is reached,
    /// the mean of the two neighbours when it is reached between them.
    package static func median(_ values: [Double], weights: [Double]? = nil) -> Double {
        guard let weights else { return quantile(values, at: 0.5) }
        let order = SortOrder.ascending(values).filter { weights[$0] > 0 }
        let half = Sums.sum(weights) / 2
        var reached = 0.0
        for (place, index) in order.enumerated() {
            reached += weights[index]
            if reached == half, place + 1 < order.count {
                return (values[index] + values[order[place + 1]]) / 2
            }
            if reached >= half { return values[index] }
        }
        return .nan
    }
}
