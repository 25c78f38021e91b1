/// Student's t distribution with `freedom` degrees of freedom, a positive number.
package struct StudentDistribution: Sendable {
    package let freedom: Double

    package init(freedom: Double) { self.freedom = freedom }

    package func cdf(_ t: Double) -> Double {
        guard !t.isNaN else { return .nan }
        let tail = twoSided(t) / 2
        return t < 0 ? tail : 1 - tail
    }

    /// The probability of a value farther from zero than `t`: the p value of a t test.
    package func twoSided(_ t: Double) -> Double {
        guard freedom.isFinite else { return NormalDistribution.twoSided(t) }
        return t == 0 ? 1 : FDistribution(1, freedom).tails(t * t).upper
    }

    /// The point below which a share `probability` lies; t² has an F distribution.
    package func quantile(_ probability: Double) -> Double {
        guard (0...1).contains(probability) else { return .nan }
        guard freedom.isFinite else { return NormalDistribution.quantile(probability) }
        let tail = min(probability, 1 - probability)
        let square = FDistribution(1, freedom)
            .quantile(Tails(lower: 1 - 2 * tail, upper: 2 * tail))
        return probability < 0.5 ? -square.squareRoot() : square.squareRoot()
    }
}
