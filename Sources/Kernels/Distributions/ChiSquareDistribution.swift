/// The chi-square distribution with `freedom` degrees of freedom, a positive number.
package struct ChiSquareDistribution: Sendable {
    package let freedom: Double

    package init(freedom: Double) { self.freedom = freedom }

    package func tails(_ x: Double) -> Tails {
        GammaFunctions.incompleteGamma(freedom / 2, max(0, x) / 2)
    }

    package func cdf(_ x: Double) -> Double { tails(x).lower }

    /// The point below which a share `probability` lies.
    package func quantile(_ probability: Double) -> Double {
        quantile(Tails(lower: probability, upper: 1 - probability))
    }

    /// The point with these tails: give a small upper one here to keep its digits.
    package func quantile(_ target: Tails) -> Double {
        positiveQuantile(target) { x in
            (tails(x), GammaFunctions.gammaFront(freedom / 2, x / 2) / x)
        }
    }
}
