package import Diagnostics

/// The smallest piece of source text that means something, or that separates such pieces.
///
/// The tokens of a text cover it without gap or overlap, so that what was typed can be put together
/// again from them. A token that is not well formed keeps its likely kind and says what is wrong.
package struct Token: Hashable, Sendable {
    package var kind: Kind
    package var span: SourceSpan
    /// Why it is not well formed, or nil.
    package var problem: Problem?

    package init(_ kind: Kind, _ span: SourceSpan, problem: Problem? = nil) {
        self.kind = kind
        self.span = span
        self.problem = problem
    }
}

extension Token {
    /// What a token is; every keyword and every operator has a case.
    package enum Kind: UInt8, Hashable, Sendable, CaseIterable {
        // Trivia. `newline` is one that does not end a statement.
        case whitespace
        case comment
        case newline

        /// A newline or `;` that ends a statement.
        case terminator

        // Words.
        case name
        case quotedName
        case variable
        case underscore
        case and
        case or
        case not
        case `in`
        case like
        case between
        case `is`
        case missing
        case `true`
        case `false`
        case `if`
        case then
        case `else`
        case def

        // Literals. Interpolated text is several tokens: start, texts and `{` … `}`, end.
        case int
        case float
        case text
        case interpolationStart
        case interpolationText
        case interpolationOpen
        case interpolationClose
        case interpolationEnd

        // Brackets and punctuation.
        case leftParenthesis
        case rightParenthesis
        case leftBracket
        case rightBracket
        case leftBrace
        case rightBrace
        case comma
        case colon
        case dot
        case assign

        // Operators.
        case pipe
        case tilde
        case equal
        case notEqual
        case less
        case lessOrEqual
        case greater
        case greaterOrEqual
        case range
        case plus
        case minus
        case times
        case divide
        case floorDivide
        case remainder
        case power

        // Lines that take their rest as it stands: `:word rest`, `?rest`, `!rest`.
        case command
        case help
        case shell
        case rest

        /// An operator of other languages, such as `&&`; see `ForeignOperator`.
        case foreign
        /// Bytes that begin no token.
        case unknown
    }

    /// What is wrong with a token.
    package enum Problem: UInt8, Hashable, Sendable {
        /// A text, or a name in backticks, whose closing quote is missing.
        case unterminated
        /// A text between typographic quotes.
        case typographicQuotes
        /// A number that runs into letters, or has a stray `_`.
        case malformedNumber
        /// A number such as `.5`.
        case leadingDot
        /// A name in backticks with nothing between them.
        case emptyName
    }
}

extension Token.Kind {
    /// Whether a parser passes over it.
    package var isTrivia: Bool { rawValue <= Token.Kind.newline.rawValue }

    /// Whether it is a reserved word.
    package var isKeyword: Bool {
        (Token.Kind.and.rawValue...Token.Kind.def.rawValue).contains(rawValue)
    }

    /// Whether it may stand before `:` and after `.`, where any word will do.
    package var isWord: Bool { self == .name || self == .quotedName || isKeyword }
}
