#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The incomplete gamma and beta functions, on which most distributions rest.
package enum GammaFunctions {
    /// ln |Γ(x)|, safe to call from any thread.
    package static func logGamma(_ x: Double) -> Double { lgamma(x).0 }

    /// The regularised incomplete gamma function: P(a, x) below, Q(a, x) above.
    package static func incompleteGamma(_ a: Double, _ x: Double) -> Tails {
        guard a > 0, x >= 0 else { return Tails(lower: .nan, upper: .nan) }
        guard x > 0 else { return Tails(lower: 0, upper: 1) }
        guard x.isFinite else { return Tails(lower: 1, upper: 0) }
        let front = gammaFront(a, x)
        if x < a + 1 {
            let lower = front * gammaSeries(a, x)
            return Tails(lower: lower, upper: 1 - lower)
        }
        let upper = front * gammaFraction(a, x)
        return Tails(lower: 1 - upper, upper: upper)
    }

    /// The regularised incomplete beta function at `x`, where `rest` is 1 − x given apart so that
    /// neither loses its digits: I_x(a, b) below, I_rest(b, a) above.
    package static func incompleteBeta(_ a: Double, _ b: Double, _ x: Double, rest: Double) -> Tails
    {
        guard a > 0, b > 0, x >= 0, rest >= 0 else { return Tails(lower: .nan, upper: .nan) }
        guard x > 0 else { return Tails(lower: 0, upper: 1) }
        guard rest > 0 else { return Tails(lower: 1, upper: 0) }
        let front = betaFront(a, b, x, rest)
        // The fraction converges fast below the mean of the distribution.
        if x * (a + b + 2) < a + 1 {
            let lower = front * betaFraction(a, b, x) / a
            return Tails(lower: lower, upper: 1 - lower)
        }
        let upper = front * betaFraction(b, a, rest) / b
        return Tails(lower: 1 - upper, upper: upper)
    }

    /// xᵃ e⁻ˣ / Γ(a), by the deviance where the powers would cancel.
    static func gammaFront(_ a: Double, _ x: Double) -> Double {
        (a / (2 * Double.pi)).squareRoot() * exp(-deviance(a, x) - stirlingError(a))
    }

    /// xᵃ (1 − x)ᵇ / B(a, b), in the same way (after Loader).
    static func betaFront(_ a: Double, _ b: Double, _ x: Double, _ rest: Double) -> Double {
        let n = a + b
        let exponent =
            stirlingError(n) - stirlingError(a) - stirlingError(b)
            - deviance(a, n * x) - deviance(b, n * rest)
        return (a / n * b / (2 * Double.pi)).squareRoot() * exp(exponent)
    }
}

/// What Stirling's formula leaves out: ln Γ(a) − [(a − ½) ln a − a + ½ ln 2π].
private func stirlingError(_ a: Double) -> Double {
    guard a >= 16 else {
        return GammaFunctions.logGamma(a) - (a - 0.5) * log(a) + a - 0.5 * log(2 * Double.pi)
    }
    let square = 1 / (a * a)
    let inner = 1.0 / 1260 - square * (1.0 / 1680 - square * (1.0 / 1188 - square * 691 / 360_360))
    return (1.0 / 12 - square * (1.0 / 360 - square * inner)) / a
}

/// a ln(a / m) + m − a, without cancellation where a is near m.
private func deviance(_ a: Double, _ m: Double) -> Double {
    let gap = a - m
    guard gap.magnitude < 0.1 * (a + m) else { return a * log(a / m) - gap }
    // With v = (a − m)/(a + m): ln(a/m) = 2 (v + v³/3 + v⁵/5 + …).
    let v = gap / (a + m)
    var total = gap * v
    var power = 2 * a * v
    var odd = 3.0
    while true {
        power *= v * v
        let next = total + power / odd
        if next == total { return next }
        total = next
        odd += 2
    }
}

/// Σ xᵏ / (a (a+1) … (a+k)), k from 0.
private func gammaSeries(_ a: Double, _ x: Double) -> Double {
    var term = 1 / a
    var total = term
    var k = a
    while term > total * 1e-17 {
        k += 1
        term *= x / k
        total += term
    }
    return total
}

/// The continued fraction of Γ(a, x) / (xᵃ e⁻ˣ), by Lentz's method.
private func gammaFraction(_ a: Double, _ x: Double) -> Double {
    lentz(first: x + 1 - a) { step in
        let k = Double(step)
        return (-k * (k - a), x + 2 * k + 1 - a)
    }
}

/// The continued fraction of B_x(a, b) · a / (xᵃ (1 − x)ᵇ), by Lentz's method.
private func betaFraction(_ a: Double, _ b: Double, _ x: Double) -> Double {
    lentz(first: 1) { step in
        let m = Double(step / 2)
        let even = step % 2 == 0
        let top =
            even
            ? m * (b - m) / ((a + 2 * m - 1) * (a + 2 * m))
            : -(a + m) * (a + b + m) / ((a + 2 * m) * (a + 2 * m + 1))
        return (top * x, 1)
    }
}

/// 1 / (first + t₁/(b₁ + t₂/(b₂ + …))), where `terms(k)` is (tₖ, bₖ).
private func lentz(first: Double, _ terms: (Int) -> (Double, Double)) -> Double {
    let tiny = 1e-300
    var value = first == 0 ? tiny : first
    var c = value
    var d = 0.0
    for step in 1...100_000 {
        let (top, bottom) = terms(step)
        d = bottom + top * d
        c = bottom + top / c
        d = 1 / (d == 0 ? tiny : d)
        if c == 0 { c = tiny }
        value *= c * d
        if (c * d - 1).magnitude < 2e-16 { break }
    }
    return 1 / value
}
