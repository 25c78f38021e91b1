import Diagnostics

extension Parser {
    /// The arguments of a call whose opening bracket is the present token.
    mutating func call(_ name: Syntax.Word, pipe: SourceSpan?) -> Syntax.Call {
        let open = advance()
        readStar(in: name)
        var arguments: [Syntax.Argument] = []
        let close = sequence(open, .rightParenthesis) { arguments.append($0.argument()) }
        let span = SourceSpan(lower: name.span.lower, upper: lastEnd)
        return Syntax.Call(
            name: name,
            arguments: arguments,
            pipe: pipe,
            open: open.span,
            close: close,
            span: span
        )
    }

    /// Parts between commas up to a closing bracket; gives the bracket's place if it is there.
    mutating func sequence(
        _ open: Token,
        _ closer: Token.Kind,
        _ part: (inout Parser) -> Void
    ) -> SourceSpan? {
        closers.append(closer)
        defer { closers.removeLast() }
        while !isAtEnd, !isCloser(kind) {
            if kind == .comma {
                add(.expectedValue(self))
                advance()
                continue
            }
            let start = position
            part(&self)
            if accept(.comma) != nil || isAtEnd || isCloser(kind) { continue }
            if position > start, readSuffix(of: tokens[start]) { continue }
            if position == start + 1, tokens[start].kind == .name, kind == .name, peek() == .assign
            {
                add(.nameOfWords(tokens[start].span.union(current.span)))
            } else if kind.beginsOperand, position > start {
                add(
                    kind == .missing
                        ? .missingIs(at: lastEnd, before: current.span)
                        : .missingComma(at: lastEnd, before: current.span)
                )
            } else {
                add(.unexpected(self))
                skipPart()
                _ = accept(.comma)
            }
        }
        return close(open, closer)
    }

    /// Passes over whole brackets and all else before a comma, a closing bracket or the end.
    private mutating func skipPart() {
        while !isAtEnd, kind != .comma, !isCloser(kind) {
            let opens = [.leftParenthesis, .leftBracket, .leftBrace].contains(kind)
            advance()
            guard opens else { continue }
            skipToCloser()
            advance()
        }
    }

    /// Reads `word ":" expression | name "=" expression | expression`.
    private mutating func argument() -> Syntax.Argument {
        let lower = current.span.lower
        if let value = naRemoved() {
            return Syntax.Argument(label: .positional, value: value, span: value.span)
        }
        let label = label()
        var value = expression()
        if case .positional = label, kind == .colon { value = colon(after: value) }
        return Syntax.Argument(
            label: label,
            value: value,
            span: SourceSpan(lower: lower, upper: lastEnd)
        )
    }

    private mutating func label() -> Syntax.Argument.Label {
        if kind == .text, peek() == .assign {
            let token = advance()
            let name = contents(of: token)
            add(.quotedName(name, at: token.span))
            advance()
            return .named(Syntax.Word(name, token.span))
        }
        guard kind.isWord else { return .positional }
        switch peek() {
        case .colon:
            let slot = word(advance())
            advance()
            return .slot(slot)
        case .assign:
            if kind.isKeyword { add(.reserved(text(current.span), at: current.span)) }
            let name = word(advance())
            advance()
            return .named(name)
        default:
            return .positional
        }
    }

    /// Reads `"[" [ element { "," element } [ "," ] ] "]"`.
    mutating func list() -> Syntax {
        let open = advance()
        var elements: [Syntax.Element] = []
        _ = sequence(open, .rightBracket) { elements.append($0.listElement()) }
        return node(.list(elements), from: open.span.lower)
    }

    mutating func listElement() -> Syntax.Element {
        var name: Syntax.Word?
        if kind.isWord, peek() == .assign {
            if kind.isKeyword { add(.reserved(text(current.span), at: current.span)) }
            name = word(advance())
            advance()
        }
        var value = expression()
        if kind == .colon { value = colon(after: value) }
        return Syntax.Element(name: name, value: value)
    }

    /// Reads `"{" [ field { "," field } [ "," ] ] "}"`.
    mutating func record() -> Syntax {
        let open = advance()
        var fields: [Syntax.Field] = []
        _ = sequence(open, .rightBrace) { parser in
            if let field = parser.field() { fields.append(field) }
        }
        return node(.record(fields), from: open.span.lower)
    }

    private mutating func field() -> Syntax.Field? {
        guard let (key, keyKind) = key() else {
            add(.expected("a field's name and `:`", "", self))
            _ = expression()
            return nil
        }
        if kind == .assign {
            let blanks = SourceSpan(lower: lastEnd, upper: current.span.upper)
            add(.spelling("=", ":", at: current.span, edits: [.replace(blanks, ":")]))
            advance()
        } else if accept(.colon) == nil {
            add(.expected("`:`", " after a field's name", self))
            return Syntax.Field(key: key, keyKind: keyKind, value: .hole(.at(Int(lastEnd))))
        }
        return Syntax.Field(key: key, keyKind: keyKind, value: expression())
    }

    private mutating func key() -> (Syntax.Word, Syntax.Field.KeyKind)? {
        switch kind {
        case .text:
            let token = advance()
            return (Syntax.Word(contents(of: token), token.span), .text)
        case .int, .float, .minus:
            let lower = current.span.lower
            let minus = accept(.minus)
            guard kind == .int || kind == .float else { return nil }
            let written = text(advance().span).filter { $0 != "_" }
            let span = SourceSpan(lower: lower, upper: lastEnd)
            return (Syntax.Word((minus == nil ? "" : "-") + written, span), .number)
        default:
            return kind.isWord ? (word(advance()), .word) : nil
        }
    }

    /// `"|" name [ arguments ]`; nil, with a fault, where no verb follows.
    mutating func stage() -> Syntax.Call? {
        let pipe = advance()
        guard kind == .name || kind == .quotedName else {
            add(.expectedVerb(pipe.span, self))
            if kind.beginsOperand { _ = choice() }
            return nil
        }
        let name = word(advance())
        if kind == .leftParenthesis { return call(name, pipe: pipe.span) }
        return Syntax.Call(
            name: name,
            arguments: [],
            pipe: pipe.span,
            open: nil,
            close: nil,
            span: name.span
        )
    }
}
