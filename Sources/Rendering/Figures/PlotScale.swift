import Documents

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// How the values of one axis become shares of its length, and where its ticks stand.
struct PlotScale {
    /// The values at the ends, never equal; positive on a logarithmic axis.
    let domain: ClosedRange<Double>
    let ticks: [Axis.Tick]
    private let isLogarithmic: Bool

    /// Room beyond the ends of what is drawn, as shares of its length.
    struct Margins {
        var low = 0.0
        var high = 0.0

        /// So much that what lies at an end does not lie on the frame.
        static let both = Margins(low: 0.03, high: 0.03)
    }

    /// The scale of an axis whose marks reach over `extent`, unless the axis says what it covers.
    init(
        _ axis: Axis,
        extent: ClosedRange<Double>,
        tickCount: Int,
        margins: Margins = Margins()
    ) {
        let wanted = axis.domain ?? extent
        isLogarithmic = axis.scale == .log && wanted.lowerBound > 0
        domain = Self.widened(
            Self.opened(wanted, isLogarithmic: isLogarithmic),
            by: margins,
            isLogarithmic: isLogarithmic
        )
        let domain = domain
        let ticks =
            axis.ticks
            ?? (isLogarithmic
                ? Ticks.logarithmic(domain, count: tickCount)
                : Ticks.linear(domain, count: tickCount, isWhole: axis.isWhole))
        self.ticks = ticks.filter { domain.contains($0.position) }
    }

    /// Where a value lies: 0 at the lower end, 1 at the upper; not finite where it has no place.
    func share(of value: Double) -> Double {
        guard isLogarithmic else {
            // Halves first: the ends may be further apart than a `Double` can say.
            let low = domain.lowerBound / 2
            return (value / 2 - low) / (domain.upperBound / 2 - low)
        }
        guard value > 0 else { return .nan }
        let low = log10(domain.lowerBound)
        return (log10(value) - low) / (log10(domain.upperBound) - low)
    }

    private static func widened(
        _ domain: ClosedRange<Double>,
        by margins: Margins,
        isLogarithmic: Bool
    )
        -> ClosedRange<Double>
    {
        let (low, high) =
            isLogarithmic
            ? (log10(domain.lowerBound), log10(domain.upperBound))
            : (domain.lowerBound, domain.upperBound)
        let length = high - low
        guard length.isFinite else { return domain }
        let ends = (low - margins.low * length, high + margins.high * length)
        let (from, to) = isLogarithmic ? (pow(10, ends.0), pow(10, ends.1)) : ends
        return from.isFinite && to.isFinite && (!isLogarithmic || from > 0) ? from...to : domain
    }

    /// A domain of one value, made wide enough to have a length.
    private static func opened(
        _ domain: ClosedRange<Double>,
        isLogarithmic: Bool
    )
        -> ClosedRange<Double>
    {
        guard domain.lowerBound == domain.upperBound else { return domain }
        let value = domain.lowerBound
        if isLogarithmic { return (value / 2)...(value * 2) }
        let half = value == 0 ? 0.5 : value.magnitude / 2
        return (value - half)...(value + half)
    }
}
