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
    package static func chanceOfFewer(
        _ first: (hits: Double, count: Double),
        _ second: (hits: Double, count: Double)
    ) -> Double {
        let (hits, all) = (first.hits + second.hits, first.count + second.count)
        func logChoose(_ n: Double, _ k: Double) -> Double {
            lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)
        }
        let whole = logChoose(all, first.count)
        var total = 0.0
        var count = max(0, first.count - (all - hits))
        while count <= first.hits {
            let ways = logChoose(hits, count) + logChoose(all - hits, first.count - count)
            total += exp(ways - whole)
            count += 1
        }
        return min(1, total)
    }

    private static func wilson(
        _ one: (hits: Double, count: Double),
        _ level: Double
    ) -> IntervalEstimate {
        .wilson(proportion: one.hits / one.count, count: one.count, level: level)
    }
}
