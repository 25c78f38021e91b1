package import Diagnostics

/// Gives the parts of a text the look of what they are, from tokens alone: fast enough for each key.
package enum Highlighter {
    /// What a part of the source is, for the eye.
    package enum Style: Hashable, Sendable, CaseIterable {
        case keyword
        /// A value's or a column's name.
        case name
        /// A name where a function is meant: before `(`, after `|`, after `def`.
        case function
        /// A word before `:`, the slot of an argument or a field of a record.
        case slot
        case number
        case text
        case `operator`
        case punctuation
        case comment
        /// `:word`, `?`, `!` and the rest of their line.
        case command
        /// What is not well formed, or not part of the language.
        case error
    }

    /// A part of the source with its style.
    package struct Span: Hashable, Sendable {
        package let span: SourceSpan
        package let style: Style
    }

    /// The parts of a text in order, without blanks.
    package static func spans(_ source: SourceText) -> [Span] {
        spans(of: Lexer.tokens(source))
    }

    /// The parts that some tokens make up.
    package static func spans(of tokens: [Token]) -> [Span] {
        var spans: [Span] = []
        spans.reserveCapacity(tokens.count)
        var before: Token.Kind?
        for (index, token) in tokens.enumerated() {
            if let style = style(of: token, after: before, next: next(tokens, index)) {
                spans.append(Span(span: token.span, style: style))
            }
            if !token.kind.isTrivia { before = token.kind }
        }
        return spans
    }

    /// The kind of the next token that is not trivia, within a few.
    private static func next(_ tokens: [Token], _ index: Int) -> Token.Kind? {
        tokens[(index + 1)...].prefix(4).first { !$0.kind.isTrivia }?.kind
    }

    private static func style(
        of token: Token,
        after before: Token.Kind?,
        next: Token.Kind?
    )
        -> Style?
    {
        guard token.problem == nil else { return .error }
        switch token.kind {
        case .whitespace, .newline: return nil
        case .comment: return .comment
        case .foreign, .unknown: return .error
        case .int, .float: return .number
        case .text, .interpolationStart, .interpolationText, .interpolationEnd: return .text
        case .command, .help, .shell, .rest: return .command
        case .variable, .underscore: return .name
        case _ where token.kind.isWord: return word(token.kind, after: before, next: next)
        case _ where token.kind.rank != nil: return .operator
        case .pipe, .tilde, .assign: return .operator
        default: return .punctuation
        }
    }

    private static func word(
        _ kind: Token.Kind,
        after before: Token.Kind?,
        next: Token.Kind?
    )
        -> Style
    {
        if before == .dot { return .name }
        if next == .colon { return .slot }
        if kind.isKeyword { return .keyword }
        return next == .leftParenthesis || before == .pipe || before == .def ? .function : .name
    }
}
