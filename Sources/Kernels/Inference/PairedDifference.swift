/// How much two models differ on the same rows, and how likely so much is by chance.
package struct PairedDifference: Sendable, Hashable {
    /// The first less the second, with its interval.
    package let estimate: IntervalEstimate
    /// Two-sided; 1 when the two do not differ at all.
    package let pValue: Double

    package init(difference: Double, standardError: Double, freedom: Double, level: Double) {
        estimate = IntervalEstimate(
            value: difference,
            standardError: standardError,
            level: level,
            freedom: freedom
        )
        guard standardError > 0 else {
            pValue = difference == 0 ? 1 : standardError == 0 ? 0 : .nan
            return
        }
        pValue = StudentDistribution(freedom: freedom).twoSided(difference / standardError)
    }

    /// The difference of two mean losses of the same rows, by a paired t test.
    package init(
        _ first: [Double],
        _ second: [Double],
        weights: [Double]? = nil,
        level: Double = 0.95
    ) {
        precondition(first.count == second.count, "losses of the same rows")
        let (mean, error, freedom) = moments(zip(first, second).map { $0 - $1 }, weights)
        self.init(difference: mean, standardError: error, freedom: freedom, level: level)
    }

    /// The difference of the roots of two mean squared losses, as for RMSE, by the delta method.
    package static func ofRoots(
        _ first: [Double],
        _ second: [Double],
        weights: [Double]? = nil,
        level: Double = 0.95
    ) -> PairedDifference {
        precondition(first.count == second.count, "losses of the same rows")
        let roots = [first, second].map { Sums.mean($0, weights: weights).squareRoot() }
        let pull = { (loss: Double, root: Double) in root > 0 ? loss / (2 * root) : 0 }
        let pulls = zip(first, second).map { pull($0, roots[0]) - pull($1, roots[1]) }
        let (_, error, freedom) = moments(pulls, weights)
        return PairedDifference(
            difference: roots[0] - roots[1],
            standardError: error,
            freedom: freedom,
            level: level
        )
    }
}

/// Many tests at once.
package enum MultipleTests {
    /// The p values after Holm, under which the chance of any false alarm stays as it was.
    package static func holm(_ pValues: [Double]) -> [Double] {
        var adjusted = pValues
        var running = 0.0
        let order = SortOrder.ascending(pValues).filter { !pValues[$0].isNaN }
        for (place, index) in order.enumerated() {
            running = max(running, min(1, pValues[index] * Double(order.count - place)))
            adjusted[index] = running
        }
        return adjusted
    }
}
