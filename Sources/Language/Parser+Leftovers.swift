import Diagnostics

// What stands behind a finished statement.
extension Parser {
    /// Says what is wrong with what follows a statement on its line, and passes over it.
    mutating func finished(
        _ statement: Syntax.Statement.Kind,
        from lower: UInt32
    )
        -> Syntax.Statement.Kind
    {
        guard !isAtEnd else { return statement }
        defer { while !isAtEnd { advance() } }
        if isCloser(kind) {
            passOverClosers()
            return statement
        }
        if case .expression(let value) = statement, value.kind == .hole { return statement }
        guard case .expression(let value) = statement else {
            add(.unexpected(self))
            return statement
        }
        return .expression(behind(value, from: lower))
    }

    private mutating func passOverClosers() {
        let start = position
        while isCloser(kind) { advance() }
        for token in tokens[start..<position] {
            add(.closesNothing(text(token.span), at: token.span, isLast: isAtEnd))
        }
    }

    private mutating func behind(_ value: Syntax, from lower: UInt32) -> Syntax {
        switch kind {
        case .comma: return listWithoutBrackets(value, from: lower)
        case .assign:
            add(.assignment(to: value, at: current.span))
            advance()
            _ = expression()
        case .foreign: foreign(behind: value)
        case .name where text(current.span).lowercased() == "by" && peek().isWord:
            groupsBehindBracket()
        case .colon where value.isNumber: return colon(after: value)
        default:
            if !isForeignStatement(from: lower), !argumentsWithoutBrackets(of: value) {
                add(.unexpected(self))
            }
        }
        return value
    }

    /// `summarize(n = count()) by origin`, whose groups stand behind the bracket.
    private mutating func groupsBehindBracket() {
        let by = current.span
        guard position > 0, tokens[position - 1].kind == .rightParenthesis else {
            add(.unexpected(self))
            return
        }
        let bracket = tokens[position - 1].span
        advance()
        var isList = false
        let first = current.span.lower
        while !isAtEnd, kind != .pipe {
            isList = isList || kind == .comma
            advance()
        }
        let edits: [ParserFault.Edit] = [
            .replace(
                SourceSpan(lower: bracket.lower, upper: first),
                isList ? ", by: [" : ", by: "
            ),
            .insert(isList ? "])" : ")", at: lastEnd),
        ]
        add(.spelling("by", "by:", at: by, edits: edits))
    }

    /// `a, b`, read as `[a, b]`.
    private mutating func listWithoutBrackets(_ first: Syntax, from lower: UInt32) -> Syntax {
        let comma = current.span
        var elements = [Syntax.Element(name: nil, value: first)]
        while accept(.comma) != nil, !isAtEnd { elements.append(listElement()) }
        add(.listWithoutBrackets(comma, from: lower, to: lastEnd, isWhole: isAtEnd))
        return node(.list(elements), from: lower)
    }

    /// `x += 1`, `5 -> x`, and foreign signs that mean nothing here.
    private mutating func foreign(behind value: Syntax) {
        let token = advance()
        let sign = text(token.span)
        switch sign {
        case "+=", "-=", "*=", "/=":
            let name = text(value.span)
            let longhand = "= \(name) \(sign.dropLast())"
            add(
                .spelling(
                    "\(name) \(sign)",
                    "\(name) \(longhand)",
                    at: token.span,
                    edits: [.replace(token.span, longhand)]
                )
            )
            _ = expression()
        case "->" where kind == .name:
            let tail = SourceSpan(lower: lastEnd - 2, upper: current.span.upper)
            let edits: [ParserFault.Edit] = [
                .insert(text(current.span) + " = ", at: value.span.lower),
                .delete(SourceSpan(lower: value.span.upper, upper: tail.upper)),
            ]
            add(.spelling("->", "=", at: token.span, edits: edits))
            advance()
        default:
            add(.unexpectedForeign(sign, at: token.span))
        }
    }
}
