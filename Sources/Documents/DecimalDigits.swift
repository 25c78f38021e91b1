/// A finite number as decimal digits and a power of ten.
///
/// Its size is `0.d₁d₂d₃…` × 10^`exponent`, without zeros at either end. The digits are the shortest that give the same `Double` back. Rounding starts from them and takes
/// halves away from zero, so that 0.45 becomes 0.5, on every machine and in every locale.
struct DecimalDigits: Hashable, Sendable {
    var isNegative: Bool
    /// Each from 0 to 9; none for zero.
    var digits: [UInt8]
    var exponent: Int

    init(_ value: Double) {
        precondition(value.isFinite, "only finite numbers have digits")
        isNegative = value.sign == .minus
        digits = []
        exponent = 0
        var beforePoint = 0
        var sawPoint = false
        var power = value.magnitude.description.utf8.makeIterator()
        while let byte = power.next() {
            switch byte {
            case UInt8(ascii: "."): sawPoint = true
            case UInt8(ascii: "e"): exponent = Self.integer(&power)
            default:
                digits.append(byte - UInt8(ascii: "0"))
                if !sawPoint { beforePoint += 1 }
            }
        }
        exponent += beforePoint
        trim()
    }

    var isZero: Bool { digits.isEmpty }

    /// The places after the point that all digits take; at least none.
    var decimals: Int { max(0, digits.count - exponent) }

    /// The places before the point; at least one.
    var wholePlaces: Int { max(1, exponent) }

    /// The number with no more than `count` significant digits.
    func rounded(toSignificant count: Int) -> DecimalDigits {
        guard count < digits.count else { return self }
        var copy = self
        guard count >= 0 else {
            copy.digits = []
            copy.trim()
            return copy
        }
        let roundsUp = digits[count] >= 5
        copy.digits.removeSubrange(count...)
        if roundsUp { copy.increment() }
        copy.trim()
        return copy
    }

    /// The number with no more than `places` digits after the point.
    func rounded(toDecimals places: Int) -> DecimalDigits {
        rounded(toSignificant: exponent + places)
    }

    /// Adds one to the last digit that is kept.
    private mutating func increment() {
        var index = digits.count - 1
        while index >= 0, digits[index] == 9 {
            digits[index] = 0
            index -= 1
        }
        if index >= 0 {
            digits[index] += 1
        } else {
            digits.insert(1, at: 0)
            exponent += 1
        }
    }

    /// Drops zeros at both ends; a zero has no digits.
    private mutating func trim() {
        while digits.last == 0 { digits.removeLast() }
        let leading = digits.prefix { $0 == 0 }.count
        digits.removeFirst(leading)
        exponent = digits.isEmpty ? 1 : exponent - leading
    }

    private static func integer(_ bytes: inout String.UTF8View.Iterator) -> Int {
        var sign = 1
        var result = 0
        while let byte = bytes.next() {
            switch byte {
            case UInt8(ascii: "-"): sign = -1
            case UInt8(ascii: "+"): break
            default: result = result * 10 + Int(byte - UInt8(ascii: "0"))
            }
        }
        return sign * result
    }
}

extension DecimalDigits {
    /// Plain notation with exactly `places` digits after the point, as `-0.25`.
    func fixed(_ places: Int) -> String {
        let kept = rounded(toDecimals: places)
        var text = kept.isNegative && !kept.isZero ? "-" : ""
        for place in 0..<kept.wholePlaces {
            text.append(kept.character(at: place - (kept.wholePlaces - kept.exponent)))
        }
        guard places > 0 else { return text }
        text.append(".")
        for place in 0..<places { text.append(kept.character(at: kept.exponent + place)) }
        return text
    }

    /// Exponent notation with exactly `places` digits after the point, as `1.25e-07`.
    func scientific(_ places: Int) -> String {
        let kept = rounded(toSignificant: places + 1)
        var text = kept.isNegative && !kept.isZero ? "-" : ""
        text.append(kept.character(at: 0))
        if places > 0 { text.append(".") }
        for place in 0..<places { text.append(kept.character(at: place + 1)) }
        let power = kept.isZero ? 0 : kept.exponent - 1
        let size = String(power.magnitude)
        return text + (power < 0 ? "e-" : "e+") + (size.count < 2 ? "0" + size : size)
    }

    /// The digit at an offset from the first significant one, 0 outside.
    private func character(at offset: Int) -> Character {
        digits.indices.contains(offset) ? Character(Unicode.Scalar(digits[offset] + 48)) : "0"
    }
}
