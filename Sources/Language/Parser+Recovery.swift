import Catalog
import Diagnostics

// What users of other tools type, read as what they mean.
extension Parser {
    func isForeign(_ text: String) -> Bool {
        kind == .foreign && self.text(current.span) == text
    }

    private static let keywords: [String: Token.Kind] = [
        "AND": .and, "OR": .or, "NOT": .not, "IN": .in, "LIKE": .like, "BETWEEN": .between,
        "IS": .is, "THEN": .then, "ELSE": .else,
    ]

    /// Reads `AND` and its like as ours; only asked where no name can stand.
    mutating func readForeignKeyword() {
        readForeignKeyword(at: position)
        if kind == .not { readForeignKeyword(at: position + 1) }
    }

    private mutating func readForeignKeyword(at index: Int) {
        guard index < tokens.count, tokens[index].kind == .name else { return }
        let span = tokens[index].span
        guard span.range.count <= 7, let ours = Self.keywords[text(span)] else { return }
        let word = text(span).lowercased()
        add(.spelling(text(span), word, at: span, edits: [.replace(span, word)]))
        tokens[index].kind = ours
    }

    /// Reads the `NOT` before an operand as ours.
    mutating func readForeignNot() {
        guard current.span.range.count == 3, text(current.span) == "NOT" else { return }
        readForeignKeyword(at: position)
    }

    private static let values: [String: Token.Kind] = [
        "NULL": .missing, "Null": .missing, "null": .missing, "NA": .missing, "None": .missing,
        "nil": .missing, "NaN": .missing, "TRUE": .true, "True": .true, "FALSE": .false,
        "False": .false,
    ]

    /// Reads `NULL` and its like as ours, unless it is called.
    mutating func readForeignValue() {
        let span = current.span
        guard span.range.count <= 5, peek() != .leftParenthesis, let ours = Self.values[text(span)]
        else { return }
        let word = ours == .true ? "true" : ours == .false ? "false" : "missing"
        add(.spelling(text(span), word, at: span, edits: [.replace(span, word)]))
        tokens[position].kind = ours
    }

    /// Reads `=` as `==` where no name can be made.
    mutating func readAssignAsEqual() {
        add(.assignForEqual(at: current.span))
        tokens[position].kind = .equal
    }

    /// Passes over the `=` of a spreadsheet's `=SUM(x)`.
    mutating func passOverAssign() {
        let sign = advance().span
        var edits: [ParserFault.Edit] = [.delete(sign)]
        if kind == .name, peek() == .leftParenthesis {
            let lower = text(current.span).lowercased()
            let own = ForeignNames.functions[lower].flatMap { $0.allSatisfy(\.isLetter) ? $0 : nil }
            edits.append(.replace(current.span, own ?? lower))
        }
        add(.needless("=", at: sign, edits: edits))
    }

    /// Passes over the `let` of `let x = 5`.
    mutating func passOverLet() {
        guard kind == .name else { return }
        let isLet =
            peek() == .name && peek(2) == .assign
            && ["let", "var", "const", "val"].contains(text(current.span))
        guard isLet || (peek().beginsOperand && text(current.span) == "return") else { return }
        let blanks = SourceSpan(lower: current.span.lower, upper: tokens[position + 1].span.lower)
        add(.needless(text(current.span), at: current.span, edits: [.delete(blanks)]))
        advance()
    }

    /// Reads `a ? b : c`.
    mutating func ternary(_ condition: Syntax, from lower: UInt32) -> Syntax {
        let question = advance()
        let then = choice()
        guard let colon = accept(.colon) else {
            add(.unexpectedForeign("?", at: question.span))
            return condition
        }
        let otherwise = choice()
        add(
            .spelling(
                "? :",
                "if … then … else …",
                at: question.span,
                edits: [
                    .insert("if ", at: lower), .replace(question.span, "then"),
                    .replace(colon.span, "else"),
                ]
            )
        )
        return node(
            .choice(condition: condition, then: then, otherwise: otherwise),
            from: lower
        )
    }

    /// `+5`, or a line that begins with `+`.
    mutating func unaryPlus(_ minimum: Rank) -> Syntax {
        let begins = position == 0 || tokens[position - 1].kind == .terminator
        let plus = advance()
        if isAtEnd, position > 2, tokens[position - 2].kind == .plus,
            tokens[position - 3].kind == .name
        {
            let name = text(tokens[position - 3].span)
            let span = tokens[position - 2].span.union(plus.span)
            let whole = " = \(name) + 1"
            add(.spelling("\(name)++", name + whole, at: span, edits: [.replace(span, whole)]))
            return Syntax(.int(1), span)
        }
        add(.unaryPlus(at: plus.span, beginsLine: begins && position > 1))
        return operation(max(minimum, .unary))
    }

    /// `if` or `not` as an operand of something tighter.
    mutating func bracketless() -> Syntax {
        let start = current
        let value = kind == .if ? choice() : operation(.not)
        add(.needsBrackets(text(start.span), at: start.span, around: value.span))
        return value
    }

    /// Reads `frame.verb(…)`.
    mutating func methodCall(on value: Syntax, from lower: UInt32) -> Syntax {
        let dot = advance()
        if case .call(let made) = value.kind, text(current.span) == "fit",
            made.name.text.first?.isUppercase == true
        {
            let own = ForeignNames.functions[made.name.text] ?? "lightgbm"
            add(.learnerWithoutFormula(at: value.span, own))
        } else {
            add(.methodCall(at: dot.span))
        }
        let name = word(advance())
        let call = call(name, pipe: dot.span)
        return node(.pipe(value, [call]), from: lower)
    }

    /// Reads `frame$column`.
    mutating func dollarColumn(of value: Syntax, from lower: UInt32) -> Syntax {
        let token = advance()
        let dollar = SourceSpan(lower: token.span.lower, upper: token.span.lower + 1)
        let name = SourceSpan(lower: token.span.lower + 1, upper: token.span.upper)
        add(.spelling("$", ".", at: dollar, edits: [.replace(dollar, ".")]))
        let written = text(name)
        let word = Syntax.Word(written.filter { $0 != "`" }, name)
        return node(.member(value, word), from: lower)
    }

    /// Reads `package::name`.
    mutating func namespaced() -> Syntax {
        let name = tokens[position - 1].span
        let span = name.union(advance().span)
        add(.needless(text(span), at: span, edits: [.delete(span)]))
        let lower = current.span.lower
        return postfix(primary(), from: lower)
    }

    /// Arguments behind something that is not a name.
    mutating func callOfValue(_ value: Syntax, from lower: UInt32) -> Syntax {
        add(.notCallable(at: current.span))
        _ = call(Syntax.Word("", value.span), pipe: nil)
        return value
    }

    /// `(a, b)`, read as `[a, b]`.
    mutating func listInBrackets(_ open: Token, _ closer: Token.Kind, first: Syntax) -> Syntax {
        let comma = current.span
        var elements = [Syntax.Element(name: nil, value: first)]
        while accept(.comma) != nil, !isAtEnd, !isCloser(kind) { elements.append(listElement()) }
        let closes = kind == closer ? current.span : nil
        add(.listInBrackets(comma, open: open, close: closes))
        passToCloser(open, closer)
        return node(.list(elements), from: open.span.lower)
    }

    /// A `:` behind an argument or element that no slot can be named by.
    mutating func colon(after value: Syntax) -> Syntax {
        let colon = current.span
        let lower = value.span.lower
        switch value.kind {
        case .int, .float, .negative:
            add(.spelling(":", "..", at: colon, edits: [.replace(colon, "..")]))
            advance()
            let end = operation(.sum)
            return node(.range(value, end), from: lower)
        case .name where closers.last == .rightBracket:
            add(.spelling(":", "=", at: colon, edits: [.replace(colon, " =")]))
        case .text(let slot) where slot.utf8.allSatisfy(isNamePart) && !slot.isEmpty:
            add(.quotedSlot(at: value.span, slot))
        default:
            add(.unexpected(self))
        }
        advance()
        return expression()
    }
}
