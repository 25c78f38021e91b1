/// The threshold at which something counted at every threshold is best.
extension RankedScores {
    /// The threshold with the highest value, the largest of equals, and that value.
    ///
    /// It lies in the middle between the score that is taken last and the next below; NaN values
    /// are passed over. Nil where no threshold has a value.
    package func best(
        weights: [Double]? = nil,
        _ value: (ConfusionCounts) -> Double
    ) -> (threshold: Double, value: Double)? {
        let curve = everyPoint(weights: weights)
        var best: (index: Int, value: Double)?
        for index in 0..<curve.count {
            let found = value(curve.counts(index))
            if !found.isNaN, found > best?.value ?? -.infinity { best = (index, found) }
        }
        return best.map { (curve.thresholdWithin($0.index), $0.value) }
    }
}

extension ThresholdCurve {
    /// A threshold that decides as point `index` does, between 0 and 1 where scores are.
    fileprivate func thresholdWithin(_ index: Int) -> Double {
        guard index > 0 else { return thresholds.count > 1 ? max(1, thresholds[1].nextUp) : 1 }
        guard index + 1 < count else { return 0 }
        return (thresholds[index] + thresholds[index + 1]) / 2
    }
}
