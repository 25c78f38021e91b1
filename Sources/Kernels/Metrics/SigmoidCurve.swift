import Glibc

/// The probability `1 / (1 + exp(-(slope * score + intercept)))`, fitted to what came true.
package struct SigmoidCurve: Sendable, Hashable, Codable {
    package let slope: Double
    package let intercept: Double

    /// Nil for what is no number.
    package init?(slope: Double, intercept: Double) {
        guard slope.isFinite, intercept.isFinite else { return nil }
        self.slope = slope
        self.intercept = intercept
    }

    /// Platt's (1999), by Newton's method as Lin, Lin and Weng have it (2007): truths of 1 and 0 are
    /// aimed at from within, by as much as a single row of the class more would say.
    package init(fitting truth: [Double], at scores: [Double], weights: [Double]? = nil) {
        precondition(!truth.isEmpty && truth.count == scores.count, "a truth for every score")
        let counts = weights ?? Array(repeating: 1, count: truth.count)
        let total = Sums.sum(counts)
        let positives = zip(truth, counts).reduce(0) { $1.0 > 0.5 ? $0 + $1.1 : $0 }
        let negatives = total - positives
        let (high, low) = ((positives + 1) / (positives + 2), 1 / (negatives + 2))
        let aims = truth.map { $0 > 0.5 ? high : low }
        var (slope, intercept) = (0.0, log((positives + 1) / (negatives + 1)))
        var loss = Self.loss(aims, scores, counts, slope, intercept)
        for _ in 0..<200 {
            var (gs, gi, hss, hsi, hii) = (0.0, 0.0, 1e-12, 0.0, 1e-12)
            for (row, (score, aim)) in zip(scores, aims).enumerated() {
                let chance = 1 / (1 + exp(-(slope * score + intercept)))
                let error = counts[row] * (chance - aim)
                let weight = counts[row] * chance * (1 - chance)
                gs += error * score
                gi += error
                hss += weight * score * score
                hsi += weight * score
                hii += weight
            }
            if max(gs.magnitude, gi.magnitude) < 1e-10 * total { break }
            let determinant = hss * hii - hsi * hsi
            guard determinant > 0 else { break }
            let steps = ((hii * gs - hsi * gi) / determinant, (hss * gi - hsi * gs) / determinant)
            var size = 1.0
            var isBetter = false
            while size > 1e-10, !isBetter {
                let (s, i) = (slope - size * steps.0, intercept - size * steps.1)
                let next = Self.loss(aims, scores, counts, s, i)
                isBetter = next < loss
                if isBetter { (slope, intercept, loss) = (s, i, next) }
                size /= 2
            }
            if !isBetter { break }
        }
        self.slope = slope
        self.intercept = intercept
    }

    /// The negative log likelihood.
    private static func loss(
        _ aims: [Double],
        _ scores: [Double],
        _ counts: [Double],
        _ slope: Double,
        _ intercept: Double
    ) -> Double {
        scores.indices.reduce(0) { sum, row in
            let margin = slope * scores[row] + intercept
            let softened = margin > 0 ? margin + log1p(exp(-margin)) : log1p(exp(margin))
            return sum + counts[row] * (softened - aims[row] * margin)
        }
    }

    package func callAsFunction(_ score: Double) -> Double {
        1 / (1 + exp(-(slope * score + intercept)))
    }
}
