import Diagnostics

extension Parser {
    mutating func number(_ token: Token) -> Syntax {
        let written = text(token.span)
        guard token.problem == nil || token.problem == .leadingDot else { return .hole(token.span) }
        let digits = written.contains("_") ? written.filter { $0 != "_" } : written
        if token.kind == .int {
            if let value = Int64(digits) { return Syntax(.int(value), token.span) }
        } else if let value = Double(digits), value.isFinite {
            return Syntax(.float(value), token.span)
        }
        add(.numberTooLarge(written, at: token.span, isFloat: token.kind == .float))
        return .hole(token.span)
    }

    /// The smallest int, whose digits alone are too large.
    mutating func smallestInt(after minus: Token) -> Syntax? {
        guard kind == .int, current.problem == nil, peek() != .power,
            text(current.span).filter({ $0 != "_" }) == "9223372036854775808"
        else { return nil }
        return Syntax(.int(.min), minus.span.union(advance().span))
    }

    mutating func plainText(_ token: Token) -> Syntax {
        Syntax(.text(contents(of: token)), token.span)
    }

    /// What a text token says, without quotes and with its escapes replaced.
    mutating func contents(of token: Token) -> String {
        var range = token.span.range
        if token.problem == .typographicQuotes {
            return String(text(token.span).dropFirst().dropLast())
        }
        let isRaw = bytes[range.lowerBound] == UInt8(ascii: "r")
        let open = range.lowerBound + (isRaw ? 1 : 0)
        let isTriple = range.upperBound - open >= 3 && isTripleQuote(at: open)
        let quotes = isTriple ? 3 : 1
        range = open + quotes..<range.upperBound - (token.problem == .unterminated ? 0 : quotes)
        if isRaw { return String(decoding: bytes[range], as: UTF8.self) }
        return unescaped(range, rawAt: hasEscapes(range) ? nil : UInt32(open))
    }

    private func isTripleQuote(at index: Int) -> Bool {
        bytes[index..<index + 3].allSatisfy { $0 == UInt8(ascii: "\"") }
    }

    /// Whether one of a text's backslashes begins an escape.
    private func hasEscapes(_ range: Range<Int>) -> Bool {
        range.dropLast().contains { index in
            bytes[index] == UInt8(ascii: "\\") && "ntr\\\"'u".utf8.contains(bytes[index + 1])
        }
    }

    /// Bytes of a text with their escapes replaced; `rawAt` is where its first quote stands if an
    /// `r` may come before it.
    ///
    /// In interpolated text a doubled brace stands for one.
    private mutating func unescaped(
        _ range: Range<Int>,
        rawAt: UInt32?,
        isInterpolated: Bool = false
    ) -> String {
        var output: [UInt8] = []
        output.reserveCapacity(range.count)
        var index = range.lowerBound
        while index < range.upperBound {
            let byte = bytes[index]
            if byte == UInt8(ascii: "\\") {
                index = escape(at: index, range, rawAt, into: &output)
                continue
            }
            output.append(byte)
            index += 1
            guard isInterpolated, byte == UInt8(ascii: "{") || byte == UInt8(ascii: "}") else {
                continue
            }
            if index < range.upperBound, bytes[index] == byte {
                index += 1
            } else {
                let span = SourceSpan(index - 1..<index)
                add(.spelling("}", "}}", at: span, edits: [.replace(span, "}}")]))
            }
        }
        return String(decoding: output, as: UTF8.self)
    }

    /// Replaces the escape at an index; gives the index behind it.
    private mutating func escape(
        at index: Int,
        _ range: Range<Int>,
        _ rawAt: UInt32?,
        into output: inout [UInt8]
    ) -> Int {
        guard index + 1 < range.upperBound else {
            output.append(bytes[index])
            return index + 1
        }
        switch bytes[index + 1] {
        case UInt8(ascii: "n"): output.append(0x0A)
        case UInt8(ascii: "t"): output.append(0x09)
        case UInt8(ascii: "r"): output.append(0x0D)
        case UInt8(ascii: "\\"), UInt8(ascii: "\""), UInt8(ascii: "'"):
            output.append(bytes[index + 1])
        case UInt8(ascii: "u"):
            if let end = scalar(at: index, range, into: &output) { return end }
            return refuseEscape(at: index, range, nil, into: &output)
        default: return refuseEscape(at: index, range, rawAt, into: &output)
        }
        return index + 2
    }

    /// Replaces `\u{…}`; nil where it names no scalar.
    private func scalar(at index: Int, _ range: Range<Int>, into output: inout [UInt8]) -> Int? {
        let open = index + 2
        guard open < range.upperBound, bytes[open] == UInt8(ascii: "{"),
            let close = bytes[open..<min(open + 10, range.upperBound)].firstIndex(
                of: UInt8(ascii: "}")
            ),
            bytes[open + 1..<close].allSatisfy({
                $0 != UInt8(ascii: "+") && $0 != UInt8(ascii: "-")
            }),
            let value = UInt32(String(decoding: bytes[open + 1..<close], as: UTF8.self), radix: 16),
            let scalar = Unicode.Scalar(value)
        else { return nil }
        output.append(contentsOf: String(Character(scalar)).utf8)
        return close + 1
    }

    private mutating func refuseEscape(
        at index: Int,
        _ range: Range<Int>,
        _ rawAt: UInt32?,
        into output: inout [UInt8]
    ) -> Int {
        var end = index + 2
        while end < range.upperBound, bytes[end] & 0xC0 == 0x80 { end += 1 }
        let span = SourceSpan(index..<end)
        let quote = rawAt.map { SourceSpan(lower: $0, upper: $0 + 1) }
        // One edit for a text, however many of its escapes are refused.
        let raw = quote.map { ParserFault.Edit.replace($0, "r" + text($0)) }
        add(.unknownEscape(text(span), at: span, raw: raw))
        output.append(contentsOf: bytes[index..<end])
        return end
    }

    /// An interpolated text from its start token to its end, if it has one.
    mutating func interpolation() -> Syntax {
        let start = advance()
        var segments: [Syntax.Segment] = []
        var isEnded = false
        while !isEnded, !hasGivenUp {
            switch kind {
            case .interpolationText:
                let token = advance()
                let text = unescaped(token.span.range, rawAt: nil, isInterpolated: true)
                segments.append(.text(text, token.span))
            case .interpolationOpen: segments.append(.expression(filledIn(start)))
            default:
                _ = accept(.interpolationEnd)
                isEnded = true
            }
        }
        return node(.interpolation(segments), from: start.span.lower)
    }

    /// `"{" expression "}"` of an interpolated text.
    private mutating func filledIn(_ start: Token) -> Syntax {
        let open = advance()
        let outer = closers
        closers = [.interpolationClose]
        defer { closers = outer }
        let value = expression()
        if kind == .colon, start.problem == nil { formatAfterColon(value) }
        guard accept(.interpolationClose) == nil, start.problem == nil else { return value }
        if !isAtEnd, !isCloser(kind) {
            add(.unexpected(self))
            skipToCloser()
        }
        if accept(.interpolationClose) == nil { add(.unclosed(open.span, "{", self)) }
        return value
    }

    /// `{x:.2f}`, as other languages write it.
    private mutating func formatAfterColon(_ value: Syntax) {
        let colon = advance()
        while !isAtEnd, !isCloser(kind) { advance() }
        let pattern = SourceSpan(lower: colon.span.upper, upper: lastEnd)
        withdrawFaults(in: pattern)
        add(.pattern(colon.span.union(pattern), text(pattern), value.span))
    }
}
