#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Two proportions of different rows: how far apart they are.
package enum TwoProportions {
    /// The first less the second, after Newcombe (1998), from Wilson's interval of each.
    package static func difference(
        _ first: (hits: Double, count: Double),
        _ second: (hits: Double, count: Double),
        level: Double = 0.95
    ) -> IntervalEstimate {
        let one = wilson(first, level)
        let other = wilson(second, level)
        let gap = one.value - other.value
        return IntervalEstimate(
            value: gap,
            standardError: hypot(one.standardError, other.standardError),
            low: gap - hypot(one.value - one.low, other.high - other.value),
            high: gap + hypot(one.high - one.value, other.value - other.low)
        )
    }

    /// The first over the second, after Katz (1978), on the logarithm; without ends where one of the
    /// two has no hit.
    package static func ratio(
        _ first: (hits: Double, count: Double),
        _ second: (hits: Double, count: Double),
        level: Double = 0.95
    ) -> IntervalEstimate {
        let value = first.hits / first.count / (second.hits / second.count)
        let variance = 1 / first.hits - 1 / first.count + 1 / second.hits - 1 / second.count
        let error = max(0, variance).squareRoot()
        guard value > 0, error.isFinite else {
            return IntervalEstimate(value: value, standardError: .nan, low: .nan, high: .nan)
        }
        let reach = NormalDistribution.quantile(0.5 + level / 2) * error
        return IntervalEstimate(
            value: value,
            standardError: value * error,
            low: value * exp(-reach),
            high: value * exp(reach)
        )
    }

    /// The chance that the first has so few hits or fewer where both have hits equally often: Fisher's
    /// exact test of one side, the tail of the hypergeometric distribution.
    ///
    /// The tail away from the mean is summed, so that its terms only shrink.
    package static func chanceOfFewer(
        _ first: (hits: Double, count: Double),
        _ second: (hits: Double, count: Double)
    ) -> Double {
        let (hits, all) = (first.hits + second.hits, first.count + second.count)
        let misses = all - hits
        /// How much likelier so many hits are than one fewer.
        func growth(_ count: Double) -> Double {
            (hits - count + 1) / count * (first.count - count + 1) / (misses - first.count + count)
        }
        guard first.hits * all > first.count * hits else {
            let least = max(0, first.count - misses)
            return tail(hypergeometric(first.hits, hits, misses, first.count)) { step in
                let count = first.hits - step
                return count < least ? 0 : 1 / growth(count + 1)
            }
        }
        guard first.hits < min(hits, first.count) else { return 1 }
        let next = first.hits + 1
        return 1 - tail(hypergeometric(next, hits, misses, first.count)) { growth(next + $0) }
    }

    /// The sum of a term and those after it, each so many times the one before, until they are nothing
    /// beside it.
    private static func tail(_ first: Double, _ ratio: (_ step: Double) -> Double) -> Double {
        var (term, total, step) = (first, first, 1.0)
        while true {
            term *= ratio(step)
            guard term > total * 1e-17 else { return min(1, total) }
            total += term
            step += 1
        }
    }

    /// The chance of so many hits in a draw from hits and misses.
    private static func hypergeometric(
        _ count: Double,
        _ hits: Double,
        _ misses: Double,
        _ drawn: Double
    ) -> Double {
        func logChoose(_ n: Double, _ k: Double) -> Double {
            GammaFunctions.logGamma(n + 1) - GammaFunctions.logGamma(k + 1)
                - GammaFunctions.logGamma(n - k + 1)
        }
        return exp(
            logChoose(hits, count) + logChoose(misses, drawn - count)
                - logChoose(hits + misses, drawn)
        )
    }

    private static func wilson(
        _ one: (hits: Double, count: Double),
        _ level: Double
    ) -> IntervalEstimate {
        .wilson(proportion: one.hits / one.count, count: one.count, level: level)
    }
}
