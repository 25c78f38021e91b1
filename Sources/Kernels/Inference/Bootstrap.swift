/// The interval of any metric, by drawing the rows again and again.
package struct Bootstrap: Sendable {
    /// Fewer draws than this beyond an end do not tell where it is.
    private static let fewestBeyond = 4.0

    package var repetitions = 1000
    package var level = 0.95
    /// Whether the draws are turned about the value: they are as far off it as it is off the truth,
    /// which matters where few rows give too much of a metric.
    package var isReversed = false

    package init(repetitions: Int = 1000, level: Double = 0.95, isReversed: Bool = false) {
        self.repetitions = repetitions
        self.level = level
        self.isReversed = isReversed
    }

    /// The percentile interval of `metric`, which is given how much each of `count` rows counts; a
    /// normal one where too few draws lie beyond its ends.
    ///
    /// Draw r depends on the seed and on r alone. A draw for which the metric has no value is left
    /// out. Rows that have weights of their own keep them: each draw multiplies them.
    package func interval(
        count: Int,
        weights: [Double]? = nil,
        context: WorkContext,
        metric: @Sendable ([Double]) -> Double
    ) throws(CancellationError) -> IntervalEstimate {
        let stream = RandomStream(seed: context.seed, purpose: "bootstrap")
        let value = metric(weights ?? Array(repeating: 1, count: count))
        let draws = try parallelChunks(
            count: repetitions,
            size: 1,
            threads: context.threads,
            cancellation: context.cancellation
        ) { range in
            var drawn = stream.bootstrapWeights(count, repetition: range.lowerBound)
            if let weights {
                for index in drawn.indices { drawn[index] *= weights[index] }
            }
            return metric(drawn)
        }
        let found = draws.filter { !$0.isNaN }
        let error = Sums.variance(found).squareRoot()
        guard Double(found.count) * (0.5 - level / 2) >= Self.fewestBeyond else {
            return IntervalEstimate(value: value, standardError: error, level: level)
        }
        let ends = Quantiles.quantiles(found, at: [0.5 - level / 2, 0.5 + level / 2])
        return IntervalEstimate(
            value: value,
            standardError: error,
            low: isReversed ? 2 * value - ends[1] : ends[0],
            high: isReversed ? 2 * value - ends[0] : ends[1]
        )
    }
}
