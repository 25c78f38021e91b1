/// Scores of folds, which share most of their training rows and so are not independent.
///
/// The variance of their mean is that of Nadeau and Bengio (Machine Learning 52, 2003, section 3):
/// the sample variance times `1 / folds + ratio`, where `ratio` is the number of test rows over that of
/// training rows. Student's distribution has `folds - 1` degrees of freedom.
extension IntervalEstimate {
    /// The mean of the scores; NaN for what a single fold cannot tell.
    package static func resampled(
        _ scores: [Double],
        ratio: Double,
        level: Double = 0.95
    ) -> IntervalEstimate {
        IntervalEstimate(
            value: Sums.mean(scores),
            standardError: resampledError(scores, ratio),
            level: level,
            freedom: Double(max(1, scores.count - 1))
        )
    }
}

extension PairedDifference {
    /// The first less the second, by the differences on each fold.
    package static func resampled(
        _ first: [Double],
        _ second: [Double],
        ratio: Double,
        level: Double = 0.95
    ) -> PairedDifference {
        precondition(first.count == second.count, "scores of the same folds")
        let differences = zip(first, second).map { $0 - $1 }
        return PairedDifference(
            difference: Sums.mean(differences),
            standardError: resampledError(differences, ratio),
            freedom: Double(max(1, differences.count - 1)),
            level: level
        )
    }
}

private func resampledError(_ values: [Double], _ ratio: Double) -> Double {
    guard values.count > 1 else { return .nan }
    let mean = Sums.mean(values)
    let squares = Sums.sum(values.map { ($0 - mean) * ($0 - mean) })
    let variance = squares / Double(values.count - 1)
    return (variance * (1 / Double(values.count) + ratio)).squareRoot()
}
