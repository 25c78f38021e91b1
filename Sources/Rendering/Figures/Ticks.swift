import Documents

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Round numbers along an axis.
enum Ticks {
    /// Multiples of 1, 2 or 5 times a power of ten within the domain, at most about `count`.
    ///
    /// An axis of whole numbers has no tick between two of them.
    static func linear(
        _ domain: ClosedRange<Double>,
        count: Int,
        isWhole: Bool = false
    ) -> [Axis.Tick] {
        let length = domain.upperBound - domain.lowerBound
        guard length > 1e-300, length.isFinite, count > 0 else {
            return [Axis.Tick(domain.lowerBound, NumberFormat().string(domain.lowerBound))]
        }
        let round = roundStep(in: domain, count: count)
        let step = isWhole ? max(1, round) : round
        let steps = steps(of: step, in: domain)
        guard steps.lowerBound <= steps.upperBound else { return [] }
        let positions = stride(from: steps.lowerBound, through: steps.upperBound, by: 1).map {
            min(max($0 * step, domain.lowerBound), domain.upperBound)
        }
        return zip(positions, labels(of: positions, step: step)).map { Axis.Tick($0, $1) }
    }

    /// Powers of ten within a domain of positive numbers, thinned to about `count`; where they are few
    /// their multiples by 2 and 5, or by 3, besides.
    static func logarithmic(_ domain: ClosedRange<Double>, count: Int) -> [Axis.Tick] {
        let first = log10(domain.lowerBound).rounded(.up)
        let last = log10(domain.upperBound).rounded(.down)
        if last - first < 2 {
            for multiples in [[1, 2, 5], [1, 3]] as [[Double]] {
                let ticks = multiplesOfPowers(multiples, in: domain)
                if ticks.count > 2, ticks.count <= count + 1 { return ticks }
            }
        }
        guard last - first >= 1 else { return linear(domain, count: count) }
        let step = max(1, ((last - first) / Double(count)).rounded(.up))
        return stride(from: first, through: last, by: step).map {
            logarithmicTick(pow(10, $0), exponent: $0)
        }
    }

    private static func multiplesOfPowers(
        _ multiples: [Double],
        in domain: ClosedRange<Double>
    ) -> [Axis.Tick] {
        let first = log10(domain.lowerBound).rounded(.down)
        let last = log10(domain.upperBound).rounded(.down)
        return stride(from: first, through: last, by: 1).flatMap { exponent in
            multiples.map { $0 * pow(10, exponent) }.filter { domain.contains($0) }
                .map { logarithmicTick($0, exponent: exponent) }
        }
    }

    private static func logarithmicTick(_ value: Double, exponent: Double) -> Axis.Tick {
        let isShort = (-4...6).contains(exponent)
        return Axis.Tick(
            value,
            isShort
                ? NumberFormat.fixed(value, decimals: max(0, -Int(exponent)))
                : NumberFormat.scientific(value, decimals: 0)
        )
    }

    /// The least of 1, 2 and 5 times a power of ten that gives no more than `count` ticks, or the one
    /// before it where that gives but one more and this fewer than three.
    private static func roundStep(in domain: ClosedRange<Double>, count: Int) -> Double {
        let length = domain.upperBound - domain.lowerBound
        var power = pow(10, log10(length / Double(count)).rounded(.down))
        var before = power
        while true {
            for step in [power, 2 * power, 5 * power] {
                let ticks = number(of: steps(of: step, in: domain))
                if ticks < 3, number(of: steps(of: before, in: domain)) <= count + 1 {
                    return before
                }
                if ticks <= count { return step }
                before = step
            }
            power *= 10
        }
    }

    /// The first and the last multiple of a step in a domain, with some room for rounding.
    private static func steps(
        of step: Double,
        in domain: ClosedRange<Double>
    )
        -> (lowerBound: Double, upperBound: Double)
    {
        (
            (domain.lowerBound / step - 1e-9).rounded(.up),
            (domain.upperBound / step + 1e-9).rounded(.down)
        )
    }

    private static func number(of steps: (lowerBound: Double, upperBound: Double)) -> Int {
        max(0, Int(steps.upperBound - steps.lowerBound) + 1)
    }

    private static func labels(of positions: [Double], step: Double) -> [String] {
        let largest = positions.map(\.magnitude).max() ?? 0
        let decimals = max(0, -Int((log10(step) + 1e-9).rounded(.down)))
        if largest >= 1e7 || decimals > 5 {
            let places = max(0, Int((log10(max(largest, step) / step) + 1e-9).rounded(.down)))
            return positions.map { NumberFormat.scientific($0, decimals: places) }
        }
        return positions.map { NumberFormat.fixed($0, decimals: decimals) }
    }
}
