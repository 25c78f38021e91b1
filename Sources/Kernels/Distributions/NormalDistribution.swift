#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The standard normal distribution.
package enum NormalDistribution {
    package static func density(_ x: Double) -> Double {
        exp(-x * x / 2) / (2 * Double.pi).squareRoot()
    }

    /// The probability of a value at most `x`; its smallest values keep their digits.
    package static func cdf(_ x: Double) -> Double { erfc(-x / 2.0.squareRoot()) / 2 }

    /// The probability of a value farther from zero than `x`: the p value of a z test.
    package static func twoSided(_ x: Double) -> Double { erfc(x.magnitude / 2.0.squareRoot()) }

    /// The point below which a share `probability` lies.
    ///
    /// The start is formula 26.2.23 of Abramowitz and Stegun; Halley's steps make it exact.
    package static func quantile(_ probability: Double) -> Double {
        guard probability > 0, probability < 1 else {
            return probability == 0 ? -.infinity : probability == 1 ? .infinity : .nan
        }
        let tail = min(probability, 1 - probability)
        let t = (-2 * log(tail)).squareRoot()
        let top = 2.515517 + t * (0.802853 + t * 0.010328)
        let bottom = 1 + t * (1.432788 + t * (0.189269 + t * 0.001308))
        var x = top / bottom - t
        for _ in 0..<3 {
            let step = (cdf(x) - tail) / density(x)
            guard step.isFinite else { break }
            x -= step / (1 + x * step / 2)
        }
        return probability < 0.5 ? x : -x
    }
}
