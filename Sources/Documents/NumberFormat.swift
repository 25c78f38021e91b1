/// How floats are written for people: so many significant digits, and columns of one look.
///
/// The rules, in order, for a column (a single number is a column of one):
/// 1. Every number shows at least `digits` significant digits, without the zeros at their end that
///    all numbers of the column share; whole places are never cut. Halves go away from zero.
/// 2. A float always shows its point (`152.0`), so that it is not taken for an int.
/// 3. All numbers have the same decimals, while that shows none of them with more than twice
///    `digits`; past that, each keeps its own decimals, and the points still line up.
/// 4. When some number is less than 1e-5 in size, or 1e15 or more, the whole column is in exponent
///    notation (`1.234e-07`) with the same decimals; a zero stays `0.0`, which needs no exponent.
///
/// Zeros and numbers that are not finite take no part in the choice. No locale is ever asked.
package struct NumberFormat: Hashable, Sendable {
    /// The significant digits that are shown at least; 1 to 17.
    package let digits: Int

    package init(digits: Int = 4) { self.digits = min(max(digits, 1), 17) }

    /// How the numbers of one column are written.
    package enum Notation: Hashable, Sendable {
        /// All with so many digits after the point.
        case fixed(decimals: Int)
        /// Each with the digits it needs by itself.
        case floating
        /// All as `d.dde±dd` with so many digits after the point.
        case scientific(decimals: Int)
    }

    /// The notation that suits all of the numbers.
    package func notation(for values: some Sequence<Double>) -> Notation {
        var decimals = 0
        var mantissa = 0
        var largest = Int.min
        var smallest = Int.max
        for value in values where value.isFinite && value != 0 {
            let number = DecimalDigits(value)
            let rounded = number.rounded(toSignificant: digits)
            decimals = max(decimals, rounded.decimals)
            mantissa = max(mantissa, rounded.digits.count - 1)
            largest = max(largest, number.exponent)
            smallest = min(smallest, number.exponent)
        }
        if largest > 15 || smallest < -4 { return .scientific(decimals: mantissa) }
        if decimals > 1, largest + decimals > 2 * digits { return .floating }
        return .fixed(decimals: max(1, decimals))
    }

    /// The notation that suits the largest of the numbers, down to a tenth of it.
    ///
    /// For numbers that are compared by size: what is far smaller shows fewer digits, perhaps none.
    package func notation(forLargest values: some Collection<Double>) -> Notation {
        let largest = values.lazy.filter(\.isFinite).map(\.magnitude).max() ?? 0
        return notation(for: values.filter { $0.magnitude >= largest / 10 })
    }

    /// One number in the notation chosen for its column.
    package func string(_ value: Double, in notation: Notation) -> String {
        if value.isNaN { return "nan" }
        if value.isInfinite { return value < 0 ? "-inf" : "inf" }
        let number = DecimalDigits(value)
        switch notation {
        case .fixed(let decimals): return number.fixed(decimals)
        case .floating:
            return number.fixed(max(1, number.rounded(toSignificant: digits).decimals))
        case .scientific(let decimals):
            return value == 0 ? number.fixed(1) : number.scientific(decimals)
        }
    }

    /// One number by itself.
    package func string(_ value: Double) -> String {
        string(value, in: notation(for: CollectionOfOne(value)))
    }

    /// A column of numbers, written alike.
    package func strings(_ values: [Double]) -> [String] {
        let notation = notation(for: values)
        return values.map { string($0, in: notation) }
    }

    /// One number with its sign, as changes are written: `+0.25`, `-1.0`; zero has none.
    package func signed(_ value: Double, in notation: Notation) -> String {
        let text = string(value, in: notation)
        return value > 0 ? "+" + text : text
    }
}

extension NumberFormat {
    /// A number with exactly so many decimals: `12`, `-0.50`.
    package static func fixed(_ value: Double, decimals: Int) -> String {
        value.isFinite
            ? DecimalDigits(value).fixed(decimals)
            : NumberFormat().string(value, in: .fixed(decimals: decimals))
    }

    /// A number as `d.dde±dd` with exactly so many decimals.
    package static func scientific(_ value: Double, decimals: Int) -> String {
        NumberFormat().string(value, in: .scientific(decimals: decimals))
    }

    /// A count in sentences, with a comma at each thousand: `336,776`.
    package static func grouped(_ count: some BinaryInteger) -> String {
        let digits = Array(String(count.magnitude))
        var text = count < 0 ? "-" : ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index).isMultiple(of: 3) { text.append(",") }
            text.append(digit)
        }
        return text
    }
}
