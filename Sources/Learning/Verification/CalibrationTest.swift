import Kernels

/// Whether probabilities are the frequencies of what came true: Hosmer and Lemeshow (1980).
package enum CalibrationTest {
    /// Ten groups of rising probability; rows that were learned from take two degrees of freedom.
    package static func hosmerLemeshow(
        truth: [Double],
        probability: [Double],
        wereLearnedFrom: Bool
    ) -> TestResult {
        let bins = CalibrationBins(truth: truth, probability: probability, bins: 10).bins
        let statistic = bins.reduce(0.0) { sum, bin in
            let count = Double(bin.rows)
            let expected = count * bin.predicted
            let gap = count * bin.observed.value - expected
            let variance = expected * (1 - bin.predicted)
            return sum + (gap == 0 ? 0 : gap * gap / variance)
        }
        let freedom = Double(bins.count - (wereLearnedFrom ? 2 : 0))
        guard freedom > 0 else { return TestResult(statistic) }
        return TestResult(statistic, ChiSquareDistribution(freedom: freedom).tails(statistic).upper)
    }
}
