import Diagnostics

extension Parser {
    /// Reads `{ [ statement ] end }`.
    mutating func program() -> [Syntax.Statement] {
        var statements: [Syntax.Statement] = []
        while position < tokens.count - 1 {
            if isAtEnd {
                position += 1
                continue
            }
            beginStatement()
            let lower = current.span.lower
            let kind = finished(statement(), from: lower)
            let span = SourceSpan(lower: lower, upper: lastEnd)
            statements.append(Syntax.Statement(kind, span))
        }
        return statements
    }

    private mutating func statement() -> Syntax.Statement.Kind {
        switch kind {
        case .command:
            let span = advance().span
            let name = SourceSpan(lower: span.lower + 1, upper: span.upper)
            return .command(Syntax.Word(text(name), name), rest: rest())
        case .help:
            advance()
            return .help(rest())
        case .shell:
            advance()
            return .shell(rest())
        case .colon:
            advance()
            add(.expected("the name of a command", " after `:`", self))
            return .expression(.hole(.at(Int(lastEnd))))
        case .def: return definition()
        case .pipe: return continuation()
        case .assign:
            passOverAssign()
            return .expression(expression())
        default:
            passOverLet()
            if let targets = targets() { return .binding(targets, expression()) }
            return .expression(expression())
        }
    }

    private mutating func rest() -> Syntax.Rest {
        let span = accept(.rest)?.span ?? .at(Int(lastEnd))
        return Syntax.Rest(text: text(span), span: span)
    }

    /// Reads `"|" stage { "|" stage }`.
    private mutating func continuation() -> Syntax.Statement.Kind {
        let lower = current.span.lower
        var stages: [Syntax.Call] = []
        while kind == .pipe {
            if let stage = stage() { stages.append(stage) }
        }
        if infixRank() != nil {
            _ = operatorAfterPipe(Syntax(.previous, .at(Int(lower))), from: lower)
        }
        return .continuation(stages)
    }

    /// `target { "," target } "="`; nil, and nothing passed over, where that is not what stands
    /// here.
    private mutating func targets() -> [Syntax.Target]? {
        var index = position
        while index + 1 < tokens.count {
            let isName = tokens[index].kind.isWord || tokens[index].kind == .underscore
            guard isName else { return nil }
            index += 1
            if tokens[index].kind == .assign { break }
            guard tokens[index].kind == .comma else { return nil }
            index += 1
        }
        guard index < tokens.count, tokens[index].kind == .assign else { return nil }
        var targets: [Syntax.Target] = []
        while position < index {
            targets.append(target())
            advance()
        }
        return targets
    }

    private mutating func target() -> Syntax.Target {
        let token = advance()
        if token.kind == .underscore { return .drop(token.span) }
        if token.kind.isKeyword { add(.reserved(text(token.span), at: token.span)) }
        return .name(word(token))
    }

    /// Reads `"def" name "(" [ parameter { "," parameter } ] ")" "=" expression`.
    private mutating func definition() -> Syntax.Statement.Kind {
        advance()
        let name = definedName("a name")
        var parameters: [Syntax.Parameter] = []
        if kind == .leftParenthesis {
            let open = advance()
            _ = sequence(open, .rightParenthesis) { parameters.append($0.parameter()) }
        } else {
            add(.missingBrackets(at: lastEnd, self))
        }
        if kind == .colon {
            add(.spelling(":", "=", at: current.span, edits: [.replace(current.span, " =")]))
            advance()
        } else if accept(.assign) == nil {
            add(.expected("`=`", " before what is defined", self))
        }
        let body = isAtEnd && !isAtInputEnd ? .hole(.at(Int(lastEnd))) : expression()
        return .definition(Syntax.Definition(name: name, parameters: parameters, body: body))
    }

    private mutating func parameter() -> Syntax.Parameter {
        let name = definedName("the name of a parameter")
        let fallback = accept(.assign) == nil ? nil : expression()
        return Syntax.Parameter(name: name, fallback: fallback)
    }

    private mutating func definedName(_ what: String) -> Syntax.Word {
        guard kind.isWord else {
            add(.expected(what, "", self))
            return Syntax.Word("", .at(Int(lastEnd)))
        }
        if kind.isKeyword { add(.reserved(text(current.span), at: current.span)) }
        return word(advance())
    }
}
