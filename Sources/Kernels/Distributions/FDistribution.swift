/// Fisher's F distribution.
package struct FDistribution: Sendable {
    /// The degrees of freedom of the numerator.
    package let numerator: Double
    /// The degrees of freedom of the denominator.
    package let denominator: Double

    package init(_ numerator: Double, _ denominator: Double) {
        self.numerator = numerator
        self.denominator = denominator
    }

    package func tails(_ x: Double) -> Tails {
        guard x > 0 else { return Tails(lower: 0, upper: 1) }
        guard x.isFinite else { return Tails(lower: 1, upper: 0) }
        let (share, rest) = shares(x)
        return GammaFunctions.incompleteBeta(numerator / 2, denominator / 2, share, rest: rest)
    }

    package func cdf(_ x: Double) -> Double { tails(x).lower }

    /// The point below which a share `probability` lies.
    package func quantile(_ probability: Double) -> Double {
        quantile(Tails(lower: probability, upper: 1 - probability))
    }

    /// The point with these tails: give a small upper one here to keep its digits.
    package func quantile(_ target: Tails) -> Double {
        positiveQuantile(target) { x in
            let (share, rest) = shares(x)
            let front = GammaFunctions.betaFront(numerator / 2, denominator / 2, share, rest)
            return (tails(x), front / x)
        }
    }

    /// The point of the beta distribution that belongs to `x`, and one minus it.
    private func shares(_ x: Double) -> (Double, Double) {
        let total = numerator * x + denominator
        return (numerator * x / total, denominator / total)
    }
}
