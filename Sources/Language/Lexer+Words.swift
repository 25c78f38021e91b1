import Diagnostics

extension Lexer {
    /// Scans a name, a keyword, `_`, or a text that begins with `r` or `f`.
    mutating func scanWord() {
        if byte(1) == UInt8(ascii: "\"") || byte(1) == UInt8(ascii: "'") {
            if byte() == UInt8(ascii: "r") { return scanText(prefix: 1) }
            if byte() == UInt8(ascii: "f") { return scanInterpolationStart() }
        }
        let length = lengthOfName(from: 0)
        if length == 1, byte() == UInt8(ascii: "_") { return append(.underscore, 1) }
        append(keyword(length) ?? .name, length)
    }

    /// The bytes of a name of which the first `start` are known.
    private func lengthOfName(from start: Int) -> Int {
        var length = start
        while position + length < end {
            if isNamePart(byte(length)) {
                length += 1
            } else if byte(length) >= 0x80, let next = scalar(at: position + length),
                next.value.properties.isXIDContinue
            {
                length += next.length
            } else {
                break
            }
        }
        return length
    }

    private static let keywords: [String: Token.Kind] = [
        "and": .and, "or": .or, "not": .not, "in": .in, "like": .like, "between": .between,
        "is": .is, "missing": .missing, "true": .true, "false": .false, "if": .if, "then": .then,
        "else": .else, "def": .def,
    ]

    private func keyword(_ length: Int) -> Token.Kind? {
        guard (2...7).contains(length) else { return nil }
        return Self.keywords[
            String(decoding: bytes[position..<position + length], as: UTF8.self)
        ]
    }

    /// Scans `$name`.
    mutating func scanVariable() {
        if byte(1) == UInt8(ascii: "`") { return scanQuotedName(.variable, prefix: 1) }
        let first = position + 1 < end && byte(1) >= 0x80 ? scalar(at: position + 1) : nil
        guard isNameStart(byte(1)) || first?.value.properties.isXIDStart == true else {
            return append(.unknown, 1)
        }
        append(.variable, lengthOfName(from: 1))
    }

    /// Scans what begins with a scalar beyond ASCII: a name, or something foreign.
    mutating func scanBeyondASCII() {
        guard let next = scalar(at: position) else { return append(.unknown, 1) }
        if next.value.properties.isXIDStart {
            return append(.name, lengthOfName(from: next.length))
        }
        if next.value == "\u{FEFF}", position == 0 { return append(.whitespace, next.length) }
        if isTypographicQuote(at: 0), scanTypographicText() { return }
        let isOperator = ForeignOperator.named(String(Character(next.value))) != nil
        append(isOperator ? .foreign : .unknown, next.length)
    }

    /// Decodes the scalar at an index; nil where the bytes are no UTF-8.
    private func scalar(at index: Int) -> (value: Unicode.Scalar, length: Int)? {
        let length =
            switch bytes[index] {
            case 0xC2...0xDF: 2
            case 0xE0...0xEF: 3
            case 0xF0...0xF4: 4
            default: 0
            }
        guard length > 0, index + length <= end else { return nil }
        var value = UInt32(bytes[index]) & (0xFF >> UInt32(length + 1))
        for next in bytes[index + 1..<index + length] {
            guard next & 0xC0 == 0x80 else { return nil }
            value = value << 6 | UInt32(next & 0x3F)
        }
        return Unicode.Scalar(value).map { ($0, length) }
    }

    /// Scans a number; one that runs into letters is kept whole, as malformed.
    mutating func scanNumber(leadingDot: Bool = false) {
        var length = leadingDot ? 1 : 0
        var kind: Token.Kind = leadingDot ? .float : .int
        func skipDigits() {
            while isDigit(byte(length)) || byte(length) == UInt8(ascii: "_") { length += 1 }
        }
        skipDigits()
        if !leadingDot, byte(length) == UInt8(ascii: "."), isDigit(byte(length + 1)) {
            kind = .float
            length += 1
            skipDigits()
        }
        if byte(length) | 0x20 == UInt8(ascii: "e") {
            let isSigned =
                byte(length + 1) == UInt8(ascii: "-") || byte(length + 1) == UInt8(ascii: "+")
            if isDigit(byte(length + (isSigned ? 2 : 1))) {
                kind = .float
                length += isSigned ? 2 : 1
                skipDigits()
            }
        }
        let whole = lengthOfName(from: length)
        let isMalformed = whole > length || hasStrayUnderscore(length)
        append(
            kind,
            whole,
            problem: isMalformed ? .malformedNumber : leadingDot ? .leadingDot : nil
        )
    }

    /// Whether a `_` of a number stands anywhere but between two digits.
    private func hasStrayUnderscore(_ length: Int) -> Bool {
        for distance in 1..<max(length, 1) where byte(distance) == UInt8(ascii: "_") {
            guard isDigit(byte(distance - 1)), distance + 1 < length, isDigit(byte(distance + 1))
            else { return true }
        }
        return false
    }
}
