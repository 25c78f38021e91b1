import Diagnostics

// Something else was expected.
extension ParserFault {
    static func tooDeep(at span: SourceSpan) -> ParserFault {
        ParserFault(
            "syntax.limit",
            "an expression nests deeper than \(Syntax.heightLimit) levels",
            at: span,
            "too deep here",
            hints: ["a part of it is bound to a name first"]
        )
    }

    /// `place` says where: ` after …`.
    ///
    /// In an open bracket the next line may bring it.
    static func expected(_ what: String, _ place: String = "", _ parser: Parser) -> ParserFault {
        let isOpen = parser.isAtInputEnd && !parser.closers.isEmpty
        return ParserFault(
            "syntax.expected",
            "\(what) was expected\(place)",
            at: parser.foundSpan,
            parser.found,
            opening: isOpen ? parser.tokenBefore?.span : nil
        )
    }

    static func expectedValue(_ parser: Parser) -> ParserFault {
        if parser.kind.rank != nil {
            return ParserFault(
                "syntax.expected",
                "a value was expected before `\(parser.text(parser.current.span))`",
                at: parser.current.span
            )
        }
        guard let before = parser.tokenBefore else { return expected("a value", "", parser) }
        return ParserFault(
            "syntax.expected",
            "a value was expected after `\(parser.text(before.span))`",
            at: parser.foundSpan,
            parser.found,
            opening: parser.isAtInputEnd ? before.span : nil
        )
    }

    static func expectedVerb(_ pipe: SourceSpan, _ parser: Parser) -> ParserFault {
        ParserFault(
            "syntax.expected",
            "a verb was expected after `|`",
            at: parser.foundSpan,
            parser.found,
            opening: parser.isAtInputEnd ? pipe : nil
        )
    }

    /// `then` or `else` of the `if` at `opener`.
    static func expectedWord(_ word: String, of opener: SourceSpan, _ parser: Parser) -> ParserFault
    {
        let isElse = word == "else"
        return ParserFault(
            "syntax.expected",
            "`\(word)` was expected after `if`\(isElse ? " and `then`" : "")",
            at: parser.foundSpan,
            parser.found,
            edits: isElse ? [.insert(" else missing", at: parser.lastEnd)] : [],
            opening: parser.isAtInputEnd ? opener : nil
        )
    }

    static func unexpected(_ parser: Parser) -> ParserFault {
        let span = parser.current.span
        let isStage = parser.kind == .name && parser.peek() == .leftParenthesis
        if parser.kind == .colon, parser.closers.isEmpty, parser.peek() == .name {
            return ParserFault(
                "syntax.unexpected",
                "a command stands alone on its line",
                at: span,
                "a value stands before it",
                hints: [":" + parser.text(parser.tokens[parser.position + 1].span)]
            )
        }
        let before = parser.tokens[..<parser.position].reversed().prefix { $0.kind != .terminator }
        if parser.kind == .name, parser.peek() == .terminator, before.count == 1,
            let verb = before.first?.span, before.first?.kind == .name
        {
            return ParserFault(
                "syntax.unexpected",
                "what a verb is about stands in brackets, or before it and `|`",
                at: span,
                "two names side by side",
                edits: [
                    .replace(SourceSpan(lower: verb.upper, upper: span.lower), "("),
                    .insert(")", at: span.upper),
                ]
            )
        }
        return ParserFault(
            "syntax.unexpected",
            "`\(parser.text(span))` was not expected here",
            at: span,
            "an operator or \(parser.closers.isEmpty ? "the end of the line" : "`,`") was expected",
            edits: isStage && parser.closers.isEmpty ? [.insert("| ", at: span.lower)] : []
        )
    }

    static func unexpectedForeign(_ text: String, at span: SourceSpan) -> ParserFault {
        ParserFault("syntax.unexpected", "`\(text)` is no operator", at: span)
    }

    /// `body mass = 1`: a name of two words.
    static func nameOfWords(_ words: SourceSpan) -> ParserFault {
        ParserFault(
            "syntax.expected",
            "`,` was expected, or backticks around a name with a space in it",
            at: words,
            "two names side by side",
            edits: [.insert("`", at: words.lower), .insert("`", at: words.upper)]
        )
    }

    static func missingComma(at offset: UInt32, before span: SourceSpan) -> ParserFault {
        ParserFault(
            "syntax.expected",
            "`,` was expected",
            at: span,
            "a new part begins here",
            edits: [.insert(",", at: offset)]
        )
    }

    static func learnerWithoutFormula(at span: SourceSpan, _ learner: String) -> ParserFault {
        ParserFault(
            "syntax.foreign",
            "a learner takes a formula, and `fit` the rows",
            at: span,
            "the target, `~` and the features were expected",
            hints: ["\(learner)(target ~ .) | fit(train)"]
        )
    }

    static func missingIs(at offset: UInt32, before span: SourceSpan) -> ParserFault {
        ParserFault(
            "syntax.comparison",
            "`missing` is asked for by `is`",
            at: span,
            "`is` was expected before this",
            edits: [.insert(" is", at: offset)]
        )
    }

    static func quotedName(_ name: String, at span: SourceSpan) -> ParserFault {
        ParserFault(
            "syntax.name",
            "a name stands before `=`, without quotes",
            at: span,
            "a text",
            edits: [.replace(span, Syntax.quotedName(name))]
        )
    }

    static func reserved(_ word: String, at span: SourceSpan) -> ParserFault {
        ParserFault(
            "syntax.reserved",
            "`\(word)` is a word of the language",
            at: span,
            "a name was expected",
            edits: [.replace(span, "`\(word)`")]
        )
    }

    static func missingBrackets(at offset: UInt32, _ parser: Parser) -> ParserFault {
        ParserFault(
            "syntax.expected",
            "`(` was expected after the name of a definition",
            at: parser.foundSpan,
            parser.found,
            edits: [.insert("()", at: offset)]
        )
    }
}

// Brackets.
extension ParserFault {
    static func unclosed(_ opener: SourceSpan, _ text: String, _ parser: Parser) -> ParserFault {
        let closers = ["(": ")", "[": "]", "{": "}"]
        let closer = closers[text] ?? ")"
        return ParserFault(
            "syntax.unclosed",
            "`\(text)` is not closed",
            at: opener,
            "opened here",
            edits: [.insert(closer, at: parser.lastEnd)],
            opening: parser.isAtInputEnd ? opener : nil
        )
    }

    static func wrongCloser(
        _ span: SourceSpan,
        _ text: String,
        _ opener: SourceSpan,
        _ open: String
    ) -> ParserFault {
        let closers = ["(": ")", "[": "]", "{": "}"]
        var fault = ParserFault(
            "syntax.unclosed",
            "`\(open)` is closed by `\(text)`",
            at: opener,
            "opened here",
            edits: [.replace(span, closers[open] ?? ")")]
        )
        fault.diagnostic.labels.append(.init(span, "`\(closers[open] ?? ")")` was expected"))
        return fault
    }

    static func closesNothing(_ text: String, at span: SourceSpan, isLast: Bool) -> ParserFault {
        ParserFault(
            "syntax.unopened",
            "`\(text)` closes nothing",
            at: span,
            edits: isLast ? [.delete(span)] : []
        )
    }

    static func listInBrackets(_ comma: SourceSpan, open: Token, close: SourceSpan?) -> ParserFault
    {
        let isIndex = open.kind == .leftBracket
        let edits: [Edit] =
            if let close, !isIndex { [.replace(open.span, "["), .replace(close, "]")] } else { [] }
        return ParserFault(
            "syntax.list",
            isIndex ? "an index is one value" : "a list stands between `[` and `]`",
            at: comma,
            edits: edits
        )
    }

    static func listWithoutBrackets(
        _ comma: SourceSpan,
        from lower: UInt32,
        to upper: UInt32,
        isWhole: Bool
    ) -> ParserFault {
        ParserFault(
            "syntax.list",
            "a list stands between `[` and `]`",
            at: comma,
            edits: isWhole ? [.insert("[", at: lower), .insert("]", at: upper)] : []
        )
    }

    static func needsBrackets(
        _ word: String,
        at span: SourceSpan,
        around: SourceSpan
    ) -> ParserFault {
        ParserFault(
            "syntax.brackets",
            "`\(word)` needs brackets here",
            at: span,
            edits: [.insert("(", at: around.lower), .insert(")", at: around.upper)]
        )
    }

    static func notCallable(at span: SourceSpan) -> ParserFault {
        ParserFault("syntax.call", "only a name can be called", at: span, "arguments begin here")
    }
}

// Something that is meant in another way.
extension ParserFault {
    static func pipeAsOr(at span: SourceSpan) -> ParserFault {
        ParserFault(
            "syntax.pipe",
            "`|` pipes; it does not mean or",
            at: span,
            "a verb was expected after this",
            edits: [.replace(span, "or")]
        )
    }

    static func pipeNeedsBrackets(
        _ text: String,
        at span: SourceSpan,
        from lower: UInt32,
        to upper: UInt32
    ) -> ParserFault {
        ParserFault(
            "syntax.brackets",
            "`\(text)` binds tighter than `|`",
            at: span,
            "the pipe before it needs brackets",
            edits: [.insert("(", at: lower), .insert(")", at: upper)]
        )
    }

    static func methodCall(at span: SourceSpan) -> ParserFault {
        ParserFault(
            "syntax.pipe",
            "`.` takes a column or a member; a verb follows `|`",
            at: span,
            edits: [.replace(span, " | ")]
        )
    }

    static func chained(_ middle: String, at span: SourceSpan, after offset: UInt32) -> ParserFault
    {
        ParserFault(
            "syntax.comparison",
            "comparisons do not chain",
            at: span,
            "one comparison ends before this",
            edits: [.insert(" and \(middle)", at: offset)]
        )
    }

    static func assignForEqual(at span: SourceSpan) -> ParserFault {
        ParserFault(
            "syntax.comparison",
            "`=` makes a name; `==` compares",
            at: span,
            edits: [.replace(span, "==")]
        )
    }

    static func comparedWithMissing(
        _ span: SourceSpan,
        _ value: String,
        isNegated: Bool
    )
        -> ParserFault
    {
        ParserFault(
            "syntax.comparison",
            "nothing is equal to `missing`",
            at: span,
            "`is missing` asks for it",
            edits: [.replace(span, "\(value) is \(isNegated ? "not " : "")missing")]
        )
    }

    static func isWithoutMissing(_ span: SourceSpan, negated: Bool, _ parser: Parser) -> ParserFault
    {
        ParserFault(
            "syntax.comparison",
            "`missing` was expected after `\(parser.text(span))`",
            at: span,
            "`==` compares",
            edits: [.replace(span, negated ? "!=" : "==")]
        )
    }

    static func unaryPlus(at span: SourceSpan, beginsLine: Bool) -> ParserFault {
        ParserFault(
            "syntax.expected",
            "a value was expected before `+`",
            at: span,
            beginsLine ? "a line goes on if the one before ends with the operator" : "",
            edits: beginsLine ? [] : [.delete(span)]
        )
    }

    static func needless(_ text: String, at span: SourceSpan, edits: [Edit]) -> ParserFault {
        ParserFault("syntax.needless", "`\(text)` is not needed", at: span, edits: edits)
    }

    static func quotedSlot(at span: SourceSpan, _ slot: String) -> ParserFault {
        ParserFault(
            "syntax.argument",
            "the name of an argument has no quotes",
            at: span,
            edits: [.replace(span, slot)]
        )
    }

    /// `f(x) = …` without `def`, or `x.y = …`.
    static func assignment(to value: Syntax, at span: SourceSpan) -> ParserFault {
        if case .call = value.kind {
            return ParserFault(
                "syntax.definition",
                "a definition begins with `def`",
                at: value.span,
                edits: [.insert("def ", at: value.span.lower)]
            )
        }
        return ParserFault(
            "syntax.binding",
            "`=` gives a value to a name, and this is none",
            at: value.span,
            "values never change"
        )
    }

    /// `{x:.2f}` in an interpolated text.
    static func pattern(_ span: SourceSpan, _ pattern: String, _ value: SourceSpan) -> ParserFault {
        ParserFault(
            "syntax.text",
            "`format` writes a value by a pattern",
            at: span,
            "the end of the expression was expected",
            edits: [
                .insert("format(", at: value.lower), .replace(span, ", '\(pattern)')"),
            ]
        )
    }
}

extension Parser {
    /// Where the present token stands, or where the line ended.
    var foundSpan: SourceSpan { isAtEnd ? .at(Int(lastEnd)) : current.span }

    /// The token before on this statement.
    var tokenBefore: Token? {
        guard position > 0, tokens[position - 1].kind != .terminator else { return nil }
        return tokens[position - 1]
    }
}
