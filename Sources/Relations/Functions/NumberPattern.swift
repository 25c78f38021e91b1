import Foundation

/// How a number is written: `,.2f`, the part of Python's format specifications that is about
/// numbers.
///
/// In this order, each but the last may be left out: `+` for a sign before positive numbers too,
/// `,` for commas between thousands, `.` with the count of decimals (none without it), and `f` for
/// a number, `%` for a hundred times it with a percent sign, `d` for an int.
struct NumberPattern: Sendable, Hashable {
    let hasSign: Bool
    let hasCommas: Bool
    let decimals: Int
    let kind: Character

    /// Nil when it is no pattern.
    init?(_ text: String) {
        var rest = text[...]
        func take(_ sign: Character) -> Bool {
            guard rest.first == sign else { return false }
            rest.removeFirst()
            return true
        }
        hasSign = take("+")
        hasCommas = take(",")
        let isFraction = take(".")
        let digits = rest.prefix { ("0"..."9").contains($0) }
        rest = rest.dropFirst(digits.count)
        guard isFraction == !digits.isEmpty, digits.count <= 2, rest.count == 1,
            let kind = rest.first, "f%d".contains(kind), kind != "d" || !isFraction
        else { return nil }
        decimals = Int(digits) ?? 0
        self.kind = kind
    }

    /// From here on floats are written in their shortest form: their digits say no more.
    private static let large = 1e15

    /// An int or, but for `d`, a float of a call, written by DuckDB's `format`.
    func sql(_ number: String) -> String {
        let commas = hasCommas ? "," : ""
        if kind == "d" { return signed("format('{:\(commas)d}', \(number))") }
        let shown = "format('{:\(commas).\(decimals)f}', \(number))"
        let text =
            "(CASE WHEN abs(\(number)) < \(Self.large) THEN \(shown)"
            + " ELSE CAST(\(number) AS VARCHAR) END)"
        return signed(text) + (kind == "%" ? " || '%'" : "")
    }

    private func signed(_ text: String) -> String {
        hasSign
            ? "(CASE WHEN starts_with(\(text), '-') THEN \(text) ELSE '+' || \(text) END)" : text
    }

    func written(_ number: Int64) -> String { finished(String(number)) }

    /// Exactly rounded; halves of what the float is, which is seldom what was typed, go to even.
    func written(_ number: Double) -> String {
        let scaled = kind == "%" ? number * 100 : number
        let end = kind == "%" ? "%" : ""
        guard scaled.magnitude < Self.large else {
            return (hasSign && scaled > 0 ? "+" : "") + String(scaled) + end
        }
        return finished(String(format: "%.\(decimals)f", scaled)) + end
    }

    private func finished(_ digits: String) -> String {
        let isNegative = digits.hasPrefix("-")
        let parts = (isNegative ? digits.dropFirst() : digits[...]).split(separator: ".")
        var whole = String(parts[0])
        if hasCommas {
            for place in stride(from: whole.count - 3, to: 0, by: -3) {
                whole.insert(",", at: whole.index(whole.startIndex, offsetBy: place))
            }
        }
        let sign = isNegative ? "-" : hasSign ? "+" : ""
        return sign + ([whole] + parts.dropFirst().map(String.init)).joined(separator: ".")
    }
}
