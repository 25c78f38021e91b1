import Glibc

/// The numbers between two that a setting may have, and how far apart they are.
package struct NumberExtent: Sendable, Hashable {
    package let low: Double
    package let high: Double
    package let isWhole: Bool
    /// Whether numbers are as far apart as their ratio says, not their difference.
    package let isLogarithmic: Bool

    package init(low: Double, high: Double, isWhole: Bool, isLogarithmic: Bool) {
        precondition(low < high, "a range from less to more")
        self.low = low
        self.high = high
        self.isWhole = isWhole
        // Nothing is the ratio to zero.
        self.isLogarithmic = isLogarithmic && low > 0
    }

    /// How many numbers there are; nil where there is always one between.
    package var count: Double? { isWhole ? high - low + 1 : nil }

    /// The ends on the scale; a whole number reaches half a step to both sides.
    package var ends: ClosedRange<Double> {
        let reach = isWhole ? 0.5 : 0
        return scaled(low - reach)...scaled(high + reach)
    }

    /// A number's place on the scale.
    package func scaled(_ number: Double) -> Double { isLogarithmic ? log(number) : number }

    /// The number at a place on the scale, as it is.
    package func unscaled(_ place: Double) -> Double { isLogarithmic ? exp(place) : place }

    /// The number at a place on the scale: whole where it has to be, else of four digits, so that what
    /// is printed is what was tried.
    package func number(at place: Double) -> Double {
        let number = unscaled(place)
        let kept = isWhole ? number.rounded() : Self.shortened(number)
        return min(max(kept, low), high)
    }

    /// So many numbers from end to end, evenly spaced on the scale; fewer where whole ones coincide.
    package func levels(_ count: Int) -> [Double] {
        if let whole = self.count, whole <= Double(count) {
            return Array(stride(from: low, through: high, by: 1))
        }
        guard count > 1 else { return [number(at: (scaled(low) + scaled(high)) / 2)] }
        let (first, last) = (scaled(low), scaled(high))
        var levels: [Double] = []
        for step in 0..<count {
            let place = first + (last - first) * Double(step) / Double(count - 1)
            let level = step == 0 ? low : step == count - 1 ? high : number(at: place)
            if levels.last != level { levels.append(level) }
        }
        return levels
    }

    /// Where a number lies, 0 at the lower end and 1 at the upper.
    package func share(_ number: Double) -> Double {
        let (first, last) = (scaled(low), scaled(high))
        return (scaled(number) - first) / (last - first)
    }

    /// The number of four significant digits next to it.
    package static func shortened(_ number: Double, digits: Int = 4) -> Double {
        guard number != 0, number.isFinite else { return number }
        let places = digits - 1 - Int(floor(log10(abs(number))))
        // Powers of ten up to 22 are exact, so that the quotient is the nearest decimal.
        guard (-22...22).contains(places) else { return number }
        let power = pow(10, Double(abs(places)))
        return places >= 0
            ? (number * power).rounded() / power : (number / power).rounded() * power
    }
}
