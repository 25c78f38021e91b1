import Diagnostics

// Arguments as Excel, R and SQL write them.
extension Parser {
    /// Reads `if(test, value, other)` behind its `if`; nil where it is the condition in brackets.
    mutating func callOfIf(_ start: Token) -> Syntax? {
        guard kind == .leftParenthesis, bracketsHoldComma else { return nil }
        let call = call(Syntax.Word("if", start.span), pipe: nil)
        let texts = call.arguments.map { argument in
            guard case .named(let word) = argument.label else { return text(argument.span) }
            return "\(word.text) == \(text(argument.value.span))"
        }
        let isWhole = texts.count == 3 && call.close != nil
        add(
            .spelling(
                "if( , , )",
                "if … then … else …",
                at: start.span,
                edits: isWhole
                    ? [.replace(call.span, "if \(texts[0]) then \(texts[1]) else \(texts[2])")]
                    : []
            )
        )
        return .hole(call.span)
    }

    /// Whether a comma stands in the brackets that open here, outside all others.
    private var bracketsHoldComma: Bool {
        var depth = 0
        for token in tokens[position...] {
            switch token.kind {
            case .leftParenthesis, .leftBracket, .leftBrace: depth += 1
            case .rightParenthesis, .rightBracket, .rightBrace:
                depth -= 1
                if depth == 0 { return false }
            case .comma where depth == 1: return true
            default: break
            }
        }
        return false
    }

    /// Passes over the star of `count(*)`.
    mutating func readStar(in name: Syntax.Word) {
        guard kind == .times, peek() == .rightParenthesis, name.text.lowercased() == "count" else {
            return
        }
        let star = advance().span
        add(.needless("*", at: star, edits: [.delete(star)]))
    }

    /// Reads `na.rm = TRUE`, which every reduction does; nil where it is something else.
    mutating func naRemoved() -> Syntax? {
        guard kind == .name, text(current.span) == "na", peek() == .dot, peek(2) == .name,
            peek(3) == .assign
        else { return nil }
        let first = current.span
        let isBehind = position > 0 && tokens[position - 1].kind == .comma
        let lower = isBehind ? tokens[position - 1].span.lower : first.lower
        while !isAtEnd, kind != .comma, !isCloser(kind) { advance() }
        let span = SourceSpan(lower: first.lower, upper: lastEnd)
        let whole = SourceSpan(lower: lower, upper: lastEnd)
        add(.needless(text(span), at: span, edits: [.delete(whole)]))
        return .hole(span)
    }

    /// Reads SQL's `over (partition by a, b order by c desc)` behind a call: keys of `derive` here.
    private mutating func readWindow(behind part: SourceSpan) {
        let over = advance().span
        var depth = 0
        var words: [String] = []
        var isPlain = true
        repeat {
            switch kind {
            case .leftParenthesis: depth += 1
            case .rightParenthesis: depth -= 1
            default: words.append(text(current.span))
            }
            // Keys that are computed, and frames of rows, are not taken apart here.
            isPlain = isPlain && depth < 2 && !["rows", "range"].contains(words.last?.lowercased())
            advance()
        } while depth > 0 && !isAtEnd
        let order = words.firstIndex { $0.lowercased() == "order" } ?? words.count
        let keys = [("by", words[..<order]), ("order", words[order...])].compactMap { slot, words in
            Self.keys(words).map { ", \(slot): \($0)" }
        }
        let behind = SourceSpan(lower: part.upper, upper: lastEnd)
        let edits: [ParserFault.Edit] = isPlain ? [.replace(behind, keys.joined())] : []
        add(.spelling("over", "by:` and `order:", at: over, edits: edits))
    }

    /// The keys among the words of a clause, without its first words: `a`, or `[a, desc(b)]`.
    private static func keys(_ clause: ArraySlice<String>) -> String? {
        let words = clause.filter { !["partition", "order", "by"].contains($0.lowercased()) }
        let keys = words.split(separator: ",").map { key in
            key.last?.lowercased() == "desc"
                ? "desc(\(key.dropLast().joined(separator: " ")))"
                : key.filter { $0.lowercased() != "asc" }.joined(separator: " ")
        }
        guard let first = keys.first else { return nil }
        return keys.count == 1 ? first : "[\(keys.joined(separator: ", "))]"
    }

    /// Reads `x desc`, `x asc`, and the `by` of `mean(x) by group`, behind a part that began with
    /// `first`; false where something else follows.
    mutating func readSuffix(of first: Token) -> Bool {
        guard kind == .name else { return false }
        let word = text(current.span)
        let part = SourceSpan(lower: first.span.lower, upper: lastEnd)
        switch word.lowercased() {
        case "desc" where peek() == .comma || isCloser(peek()),
            "asc" where peek() == .comma || isCloser(peek()):
            let suffix = advance().span
            let ours = word.lowercased() == "asc" ? text(part) : "desc(\(text(part)))"
            let whole = SourceSpan(lower: part.lower, upper: suffix.upper)
            add(.spelling(text(whole), ours, at: suffix, edits: [.replace(whole, ours)]))
            _ = accept(.comma)
        case "by" where peek() == .name:
            let by = current.span
            advance()
            let edits: [ParserFault.Edit] = [
                .insert(",", at: part.upper), .insert(":", at: by.upper),
            ]
            add(.spelling("by", ", by:", at: by, edits: edits))
        case "over" where peek() == .leftParenthesis: readWindow(behind: part)
        default: return false
        }
        return true
    }
}
