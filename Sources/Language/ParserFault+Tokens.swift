import Diagnostics

// Faults of single tokens.
extension ParserFault {
    /// Something that other languages write in another way.
    static func spelling(
        _ theirs: String,
        _ ours: String,
        at span: SourceSpan,
        edits: [Edit]
    )
        -> ParserFault
    {
        ParserFault(
            "syntax.spelling",
            "`\(theirs)` is written `\(ours)`",
            at: span,
            edits: edits
        )
    }

    static func unknown(_ text: String, at span: SourceSpan) -> ParserFault {
        let scalar = text.unicodeScalars.first ?? " "
        let name = "U+" + hexadecimal(scalar.value)
        let edit = Edit.replace(span, scalar.properties.isWhitespace ? " " : "")
        if text == ";" {
            return ParserFault(
                "syntax.unexpected",
                "`;` ends a statement, and a bracket is open",
                at: span,
                edits: [.replace(span, ",")]
            )
        }
        let words =
            switch scalar.properties.generalCategory {
            case .control, .format: "the control character \(name)"
            case .spaceSeparator: "the blank \(name)"
            default: text.unicodeScalars.count == 1 ? name : ""
            }
        let isVisible = !words.hasPrefix("the")
        return ParserFault(
            "syntax.character",
            isVisible ? "`\(text)` begins nothing" : "a character is not part of the language",
            at: span,
            words,
            edits: isVisible ? [] : [edit]
        )
    }

    private static func hexadecimal(_ value: UInt32) -> String {
        let digits = String(value, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }

    /// A text or name in backticks without its closing quote.
    static func unterminated(_ token: Token, _ written: String) -> ParserFault {
        let quote = openingQuote(written)
        let prefix = UInt32(written.prefix { $0 == "r" || $0 == "f" || $0 == "$" }.utf8.count)
        let lower = token.span.lower + prefix
        let opener = SourceSpan(lower: lower, upper: lower + UInt32(quote.utf8.count))
        let isName = token.kind == .quotedName || token.kind == .variable
        let what = isName ? "the name" : "the text"
        var fault = ParserFault(
            "syntax.unterminated",
            "\(what) is not closed",
            at: opener,
            "opened here"
        )
        if quote.utf8.count == 3 {
            fault.opening = opener
        } else if token.kind != .interpolationStart {
            fault.edits = [.insert(quote, at: token.span.upper)]
        }
        return fault
    }

    private static func openingQuote(_ written: String) -> String {
        let rest = written.drop { $0 == "r" || $0 == "f" || $0 == "$" }
        return rest.hasPrefix("\"\"\"") ? "\"\"\"" : String(rest.prefix(1))
    }

    static func typographicQuotes(_ written: String, at span: SourceSpan) -> ParserFault {
        let inside = written.dropFirst().dropLast()
        let quote = inside.contains("\"") ? "'" : "\""
        return ParserFault(
            "syntax.quotes",
            "a text stands between straight quotes",
            at: span,
            edits: [.replace(span, quote + inside + quote)]
        )
    }

    /// `0xff` and its like in decimal digits.
    private static func decimal(_ written: String) -> String? {
        for (prefix, radix) in [("0x", 16), ("0b", 2), ("0o", 8)]
        where written.lowercased().hasPrefix(prefix) {
            return Int64(written.dropFirst(2), radix: radix).map { "\($0)" }
        }
        return nil
    }

    static func malformedNumber(_ written: String, at span: SourceSpan) -> ParserFault {
        if let number = Self.decimal(written) {
            return .spelling(written, number, at: span, edits: [.replace(span, number)])
        }
        let isNumeric = written.utf8.allSatisfy { isDigit($0) || $0 == UInt8(ascii: "_") }
        let mended = isNumeric ? written.filter { $0 != "_" } : "`\(written)`"
        return ParserFault(
            "syntax.number",
            "`\(written)` is neither a number nor a name",
            at: span,
            isNumeric
                ? "`_` stands between two digits"
                : "a name begins with a letter, or stands in backticks",
            edits: [.replace(span, mended)]
        )
    }

    static func emptyName(at span: SourceSpan) -> ParserFault {
        ParserFault("syntax.name", "a name has at least one character", at: span)
    }

    static func numberTooLarge(_ written: String, at span: SourceSpan, isFloat: Bool) -> ParserFault
    {
        ParserFault(
            "syntax.number",
            "`\(written)` is too large for \(isFloat ? "a float" : "an int")",
            at: span,
            "at most \(isFloat ? "1.797e308" : "9223372036854775807")",
            edits: isFloat ? [] : [.insert(".0", at: span.upper)]
        )
    }

    /// An escape that texts do not have; `raw` makes the text one without escapes, if it may.
    static func unknownEscape(_ written: String, at span: SourceSpan, raw: Edit?) -> ParserFault {
        ParserFault(
            "syntax.escape",
            "no escape `\(written)` in a text",
            at: span,
            "`\\n \\t \\\" \\\\ \\u{…}` were expected",
            edits: [raw ?? .insert("\\", at: span.lower)]
        )
    }
}
