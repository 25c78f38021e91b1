import Diagnostics

extension Parser {
    /// A value without operators; a `hole` where none begins, and then nothing is passed over.
    mutating func primary() -> Syntax {
        if kind == .name { readForeignValue() }
        if kind == .is, let value = isNa() { return value }
        let token = current
        switch token.kind {
        case .int, .float: return number(advance())
        case .text: return plainText(advance())
        case .interpolationStart: return interpolation()
        case .true, .false: return literal(.bool(token.kind == .true))
        case .missing: return literal(.missing)
        case .variable: return variable(advance())
        case .underscore: return literal(.previous)
        case .dot: return literal(.everything)
        case .name, .quotedName: return nameOrCall()
        case .leftParenthesis: return parenthesized()
        case .leftBracket: return list()
        case .leftBrace: return record()
        default:
            add(.expectedValue(self))
            return .hole(.at(Int(isAtEnd ? lastEnd : token.span.lower)))
        }
    }

    private mutating func literal(_ kind: Syntax.Kind) -> Syntax {
        Syntax(kind, advance().span)
    }

    private mutating func variable(_ token: Token) -> Syntax {
        var range = token.span.range.dropFirst()
        if range.first.map({ bytes[$0] }) == UInt8(ascii: "`") {
            range = range.dropFirst().dropLast(token.problem == .unterminated ? 0 : 1)
        }
        let name = String(decoding: bytes[range.startIndex..<range.endIndex], as: UTF8.self)
        return Syntax(.variable(name), token.span)
    }

    private mutating func nameOrCall() -> Syntax {
        let name = word(advance())
        guard kind == .leftParenthesis else { return Syntax(.name(name.text), name.span) }
        let call = call(name, pipe: nil)
        return node(.call(call), from: name.span.lower)
    }

    /// `{ "[" expression "]" | "." word }` behind a primary.
    mutating func postfix(_ first: Syntax, from lower: UInt32) -> Syntax {
        var value = first
        while !hasGivenUp {
            switch kind {
            case .leftBracket: value = element(of: value, from: lower)
            case .dot:
                if peek().isWord, peek(2) == .leftParenthesis {
                    value =
                        functionOfValue(value, from: lower) ?? methodCall(on: value, from: lower)
                } else {
                    value = member(of: value, from: lower)
                }
            case .variable where current.span.lower == lastEnd && isNamed(value):
                value = dollarColumn(of: value, from: lower)
            case .leftParenthesis where mayBeCalledByMistake(value):
                value = callOfValue(value, from: lower)
            default:
                if isForeign("::"), isNamed(value) { return namespaced() }
                return value
            }
        }
        return value
    }

    private func isNamed(_ value: Syntax) -> Bool {
        if case .name = value.kind { true } else { false }
    }

    /// Whether a bracket right behind a value looks like a call of it.
    private func mayBeCalledByMistake(_ value: Syntax) -> Bool {
        guard current.span.lower == lastEnd else { return false }
        switch value.kind {
        case .hole, .everything: return false
        default: return true
        }
    }

    private mutating func element(of value: Syntax, from lower: UInt32) -> Syntax {
        let open = advance()
        let index = enclosed(open, by: .rightBracket) { $0.expression() }
        return node(.element(value, index: index), from: lower)
    }

    private mutating func member(of value: Syntax, from lower: UInt32) -> Syntax {
        advance()
        guard kind.isWord else {
            if case .int(let whole) = value.kind, lastEnd == value.span.upper + 1 {
                let written = text(value.span)
                let span = SourceSpan(lower: lower, upper: lastEnd)
                add(
                    .spelling(
                        written + ".",
                        written + ".0",
                        at: span,
                        edits: [.replace(span, written + ".0")]
                    )
                )
                return Syntax(.float(Double(whole)), span)
            }
            add(.expected("a name", " after `.`", self))
            return node(.member(value, Syntax.Word("", .at(Int(lastEnd)))), from: lower)
        }
        let name = word(advance())
        return node(.member(value, name), from: lower)
    }

    private mutating func parenthesized() -> Syntax {
        let open = advance()
        let inside = enclosed(open, by: .rightParenthesis) { $0.expression() }
        return node(.parenthesized(inside), from: open.span.lower)
    }

    /// One expression up to its closing bracket; what else stands there is a fault.
    private mutating func enclosed(
        _ open: Token,
        by closer: Token.Kind,
        _ body: (inout Parser) -> Syntax
    ) -> Syntax {
        closers.append(closer)
        defer { closers.removeLast() }
        let inside = body(&self)
        if accept(closer) != nil { return inside }
        if kind == .comma, !hasGivenUp { return listInBrackets(open, closer, first: inside) }
        passToCloser(open, closer)
        return inside
    }

    /// Passes over what should not be there, to the closing bracket and over it.
    mutating func passToCloser(_ open: Token, _ closer: Token.Kind) {
        if !isAtEnd, !isCloser(kind) {
            add(.unexpected(self))
            skipToCloser()
        }
        close(open, closer)
    }

    /// Passes over whole brackets and all else before a closing bracket or the end.
    mutating func skipToCloser() {
        var inner = 0
        while !isAtEnd {
            switch kind {
            case .leftParenthesis, .leftBracket, .leftBrace: inner += 1
            case .interpolationStart, .interpolationOpen: inner += 1
            case _ where isCloser(kind):
                if inner == 0 { return }
                inner -= 1
            default: break
            }
            advance()
        }
    }

    func isCloser(_ kind: Token.Kind) -> Bool {
        switch kind {
        case .rightParenthesis, .rightBracket, .rightBrace: true
        case .interpolationClose, .interpolationEnd: true
        default: false
        }
    }

    /// Passes over the closing bracket, or says that it is missing, or of another shape.
    @discardableResult
    mutating func close(_ open: Token, _ closer: Token.Kind) -> SourceSpan? {
        if let token = accept(closer) { return token.span }
        let isBracket = kind != .interpolationClose && kind != .interpolationEnd
        if isCloser(kind), isBracket, !closers.dropLast().contains(kind) {
            let token = advance()
            add(.wrongCloser(token.span, text(token.span), open.span, text(open.span)))
            return token.span
        }
        add(.unclosed(open.span, text(open.span), self))
        return nil
    }
}
