#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Both tails of a distribution at a point, each accurate where it is small.
package struct Tails: Sendable, Equatable {
    /// The probability of a value at most this.
    package let lower: Double
    /// The probability of a value above this.
    package let upper: Double

    package init(lower: Double, upper: Double) {
        self.lower = lower
        self.upper = upper
    }

    package var reversed: Tails { Tails(lower: upper, upper: lower) }
}

/// The point of a positive distribution where its tails are `target`.
///
/// Newton's method on the logarithm of the smaller tail as a function of ln x, held in a bracket
/// that every step narrows; `evaluate` gives the tails and the density at x.
func positiveQuantile(_ target: Tails, _ evaluate: (Double) -> (Tails, Double)) -> Double {
    guard target.lower > 0 else { return 0 }
    guard target.upper > 0 else { return .infinity }
    let usesLower = target.lower <= target.upper
    let goal = log(usesLower ? target.lower : target.upper)
    // The gap rises with ln x whichever tail is followed.
    func gap(_ position: Double) -> (gap: Double, slope: Double) {
        let x = exp(position)
        let (tails, density) = evaluate(x)
        let tail = usesLower ? tails.lower : tails.upper
        guard tail > 0 else { return (usesLower ? -.infinity : .infinity, .nan) }
        return ((log(tail) - goal) * (usesLower ? 1 : -1), density * x / tail)
    }
    let (low, high) = bracket { gap($0).gap }
    return exp(newton(low, high, gap))
}

/// An interval of ln x in which a rising function changes its sign.
private func bracket(_ gap: (Double) -> Double) -> (Double, Double) {
    var low = 0.0
    var high = 0.0
    var step = 1.0
    while gap(low) > 0, low > -745 {
        high = low
        low -= step
        step *= 2
    }
    step = 1
    while gap(high) < 0, high < 709 {
        low = high
        high += step
        step *= 2
    }
    return (max(low, -745), min(high, 709))
}

private func newton(
    _ low: Double,
    _ high: Double,
    _ gap: (Double) -> (gap: Double, slope: Double)
) -> Double {
    var (low, high) = (low, high)
    var position = (low + high) / 2
    for _ in 0..<200 {
        let (value, slope) = gap(position)
        if value == 0 { break }
        if value > 0 { high = position } else { low = position }
        var next = position - value / slope
        if !(next > low && next < high) { next = (low + high) / 2 }
        let moved = (next - position).magnitude
        position = next
        if moved <= 1e-15 * max(1, position.magnitude) { break }
    }
    return position
}
