import Diagnostics
import Relations
import Tables

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Bins of one width over a domain, their edges round unless a number of bins is asked for.
struct RoundBins {
    let start: Double
    let width: Double
    let count: Int

    /// Up to so many whole numbers have a bin each, however few rows there are.
    private static let mostSingles = 31.0

    init(
        _ domain: ClosedRange<Double>,
        about wanted: Int,
        exactly given: Int?,
        isWhole: Bool = false,
        isMoment: Bool = false
    ) {
        let length = domain.upperBound / 2 - domain.lowerBound / 2
        guard length > 0 else {
            let unit = isWhole ? 1 : max(domain.lowerBound.magnitude / 1000, 1e-300)
            (start, width, count) = (domain.lowerBound - unit / 2, unit, 1)
            return
        }
        if let given {
            (start, count) = (domain.lowerBound, given)
            width = length / Double(given) * 2
            return
        }
        let least = length / Double(max(1, wanted)) * 2
        var step = Self.round(least)
        if isWhole { step = length * 2 < Self.mostSingles ? 1 : max(1, step.rounded(.down)) }
        if isMoment { step = MomentSpan.atLeast(least) }
        // Few whole numbers stand in the middle of a bin each.
        let shift = isWhole && step == 1 ? 0.5 : 0
        width = step
        start = ((domain.lowerBound + shift) / step).rounded(.down) * step - shift
        count = max(1, Int(((domain.upperBound - start) / step).rounded(.down)) + 1)
    }

    /// The nearest of 1, 2, 2.5 and 5 times a power of ten, by ratio.
    private static func round(_ width: Double) -> Double {
        let power = pow(10, log10(width).rounded(.down))
        let steps = [1, 2, 2.5, 5, 10].map { $0 * power }
        return steps.min {
            log(max($0, width) / min($0, width)) < log(max($1, width) / min($1, width))
        }
            ?? width
    }

    /// How many bins suit so many rows: twice the cube root (Rice's rule), what can be told apart.
    static func suited(to rows: Int) -> Int {
        min(60, max(10, Int((2 * cbrt(Double(max(1, rows)))).rounded(.up))))
    }

    func lower(_ bin: Int) -> Double { start + Double(bin) * width }
    func middle(_ bin: Int) -> Double { start + (Double(bin) + 0.5) * width }

    var domain: ClosedRange<Double> { start...lower(count) }

    /// The number of a value's bin, from 0, in the engine.
    ///
    /// Where a number of bins was asked for, the greatest value is at the end of the last, which is
    /// the beginning of one more.
    func key(_ x: RowExpression, _ rows: PlottedRows) throws(Diagnostic) -> RowExpression {
        guard x.type == .int, let (start, width) = wholeEdges else {
            let from = try rows.call("-", x, .literal(.float(start)))
            return try rows.call("//", from, .literal(.float(width)))
        }
        let from = try rows.call("-", x, .literal(.int(start)))
        return width == 1 ? from : try rows.call("//", from, .literal(.int(width)))
    }

    /// The least whole number of the first bin and the width, where whole numbers need no others.
    private var wholeEdges: (start: Int64, width: Int64)? {
        let least = start.rounded(.up)
        // The distance to the first must not leave the whole numbers.
        guard width == width.rounded(), width >= 1, least == start || width == 1,
            max(least.magnitude, lower(count).magnitude) < 0x1p61
        else { return nil }
        return (Int64(least), Int64(width))
    }
}
