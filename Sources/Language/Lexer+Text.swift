import Diagnostics

extension Lexer {
    private static let doubleQuote = UInt8(ascii: "\"")
    private static let backslash = UInt8(ascii: "\\")

    /// Scans a text that begins with a quote after `prefix` bytes of `r`.
    mutating func scanText(prefix: Int) {
        let quote = byte(prefix)
        let isRaw = prefix > 0
        let isTriple = isTripleQuote(at: prefix)
        var length = prefix + (isTriple ? 3 : 1)
        while position + length < end {
            let next = byte(length)
            if next == quote, !isTriple || isTripleQuote(at: length) {
                return append(.text, length + (isTriple ? 3 : 1))
            }
            if !isTriple, next == 0x0A || next == 0x0D { break }
            let escapes =
                next == Self.backslash && !isRaw && (isTriple || !isNewline(at: length + 1))
            length += escapes && position + length + 1 < end ? 2 : 1
        }
        if prefix == 0, !isTriple, closeText(quote) { return append(.interpolationEnd, 1) }
        append(.text, length - trailingClosers(length), problem: .unterminated)
    }

    /// Ends the interpolated text that a quote, which closes nothing else, must be the end of.
    private mutating func closeText(_ quote: UInt8) -> Bool {
        let index = openings.lastIndex {
            if case .text(quote, false, _) = $0 { true } else { false }
        }
        guard let index else { return false }
        openings.removeSubrange(index...)
        return true
    }

    /// How many bytes at the end of an unterminated text close the brackets that are open around
    /// it.
    private func trailingClosers(_ length: Int) -> Int {
        let most = min(length - 1, openings.count, 16)
        for count in stride(from: most, to: 0, by: -1) {
            let closers = openings.reversed().prefix(count).map(\.closer)
            if closers.indices.allSatisfy({ byte(length - count + $0) == closers[$0] }) {
                return count
            }
        }
        return 0
    }

    private func isTripleQuote(at distance: Int) -> Bool {
        byte(distance) == Self.doubleQuote && byte(distance + 1) == Self.doubleQuote
            && byte(distance + 2) == Self.doubleQuote
    }

    private func isNewline(at distance: Int) -> Bool {
        byte(distance) == 0x0A || byte(distance) == 0x0D
    }

    /// Scans the `f"` that begins an interpolated text.
    mutating func scanInterpolationStart() {
        let quote = byte(1)
        let isTriple = isTripleQuote(at: 1)
        append(.interpolationStart, isTriple ? 4 : 2)
        openings.append(.text(quote: quote, isTriple: isTriple, start: tokens.count - 1))
    }

    /// Scans on inside an interpolated text: its end, a `{`, a newline that it can not hold, or the
    /// longest piece of plain text.
    mutating func scanInterpolatedText(_ quote: UInt8, isTriple: Bool) {
        switch byte() {
        case quote where !isTriple || isTripleQuote(at: 0):
            openings.removeLast()
            append(.interpolationEnd, isTriple ? 3 : 1)
        case UInt8(ascii: "{") where byte(1) != UInt8(ascii: "{"):
            openings.append(.interpolation)
            append(.interpolationOpen, 1)
        case 0x0A where !isTriple, 0x0D where !isTriple:
            scanNewline()
        default:
            append(.interpolationText, lengthOfPlainText(quote, isTriple: isTriple))
        }
    }

    private func lengthOfPlainText(_ quote: UInt8, isTriple: Bool) -> Int {
        var length = 0
        while position + length < end {
            switch byte(length) {
            case quote where !isTriple || isTripleQuote(at: length): return length
            case 0x0A where !isTriple, 0x0D where !isTriple: return length
            case UInt8(ascii: "{"):
                guard byte(length + 1) == UInt8(ascii: "{") else { return length }
                length += 2
            case Self.backslash: length += lengthOfEscape(at: length)
            default: length += 1
            }
        }
        return end - position
    }

    /// The bytes of an escape, so that the braces of `\u{…}` are not taken for an expression.
    private func lengthOfEscape(at distance: Int) -> Int {
        guard position + distance + 1 < end, !isNewline(at: distance + 1) else { return 1 }
        guard byte(distance + 1) == UInt8(ascii: "u"), byte(distance + 2) == UInt8(ascii: "{")
        else { return 2 }
        var length = 3
        while isNamePart(byte(distance + length)) { length += 1 }
        return byte(distance + length) == UInt8(ascii: "}") ? length + 1 : 2
    }

    /// Scans a name in backticks after `prefix` bytes.
    mutating func scanQuotedName(_ kind: Token.Kind, prefix: Int) {
        var length = prefix + 1
        while position + length < end, byte(length) != UInt8(ascii: "`"), !isNewline(at: length) {
            length += 1
        }
        guard position + length < end, byte(length) == UInt8(ascii: "`") else {
            return append(kind, length, problem: .unterminated)
        }
        append(kind, length + 1, problem: length == prefix + 1 ? .emptyName : nil)
    }

    /// Scans a text between typographic quotes if its line closes it; says whether there was one.
    mutating func scanTypographicText() -> Bool {
        var length = 3
        let limit = lengthOfLine()
        while length < limit {
            if byte(length) == Self.doubleQuote || byte(length) == UInt8(ascii: "'") {
                append(.text, length + 1, problem: .typographicQuotes)
                return true
            }
            if isTypographicQuote(at: length) {
                append(.text, length + 3, problem: .typographicQuotes)
                return true
            }
            length += 1
        }
        return false
    }

    /// Whether one of ‘ ’ ‚ “ ” „ stands there.
    func isTypographicQuote(at distance: Int) -> Bool {
        guard byte(distance) == 0xE2, byte(distance + 1) == 0x80 else { return false }
        return (0x98...0x9A).contains(byte(distance + 2))
            || (0x9C...0x9E).contains(byte(distance + 2))
    }
}

extension Lexer.Opening {
    /// The byte that closes it, or 0 where quotes do.
    fileprivate var closer: UInt8 {
        switch self {
        case .parenthesis: UInt8(ascii: ")")
        case .bracket: UInt8(ascii: "]")
        case .brace, .interpolation: UInt8(ascii: "}")
        case .text: 0
        }
    }
}
