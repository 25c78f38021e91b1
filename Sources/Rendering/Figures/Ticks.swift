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
    /// Multiples of 1, 2 or 5 times a power of ten within the domain, about `count` of them.
    static func linear(_ domain: ClosedRange<Double>, count: Int) -> [Axis.Tick] {
        let length = domain.upperBound - domain.lowerBound
        guard length > 0, length.isFinite, count > 0 else {
            return [Axis.Tick(domain.lowerBound, NumberFormat().string(domain.lowerBound))]
        }
        let step = roundStep(length / Double(count))
        let first = (domain.lowerBound / step).rounded(.up)
        let last = (domain.upperBound / step).rounded(.down)
        guard first <= last, last - first < 1000 else { return [] }
        let positions = stride(from: first, through: last, by: 1).map { $0 * step }
        return zip(positions, labels(of: positions, step: step)).map { Axis.Tick($0, $1) }
    }

    /// Powers of ten within a domain of positive numbers, thinned to about `count`.
    static func logarithmic(_ domain: ClosedRange<Double>, count: Int) -> [Axis.Tick] {
        let first = log10(domain.lowerBound).rounded(.up)
        let last = log10(domain.upperBound).rounded(.down)
        guard last - first >= 1 else { return linear(domain, count: count) }
        let step = max(1, ((last - first) / Double(count)).rounded(.up))
        return stride(from: first, through: last, by: step).map { exponent in
            let value = pow(10, exponent)
            let isShort = (-4...6).contains(exponent)
            return Axis.Tick(
                value,
                isShort
                    ? NumberFormat.fixed(value, decimals: max(0, -Int(exponent)))
                    : NumberFormat.scientific(value, decimals: 0)
            )
        }
    }

    /// The least of 1, 2, 5 × 10ⁿ that is not below `step`, or just below it.
    private static func roundStep(_ step: Double) -> Double {
        let power = pow(10, log10(step).rounded(.down))
        let ratio = step / power
        return power * (ratio < 1.2 ? 1 : ratio < 2.4 ? 2 : ratio < 6 ? 5 : 10)
    }

    private static func labels(of positions: [Double], step: Double) -> [String] {
        let largest = positions.map(\.magnitude).max() ?? 0
        let decimals = max(0, -Int(log10(step).rounded(.down)))
        if largest >= 1e7 || decimals > 5 {
            let places = max(0, Int((log10(max(largest, step) / step) + 1e-9).rounded(.down)))
            return positions.map { NumberFormat.scientific($0, decimals: places) }
        }
        return positions.map { NumberFormat.fixed($0, decimals: decimals) }
    }
}
