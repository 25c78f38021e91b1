package import Diagnostics

/// What a text says: its statements, what is wrong with it, and what it still waits for.
package struct ParseResult: Sendable {
    package let source: SourceText
    /// All tokens, trivia included; they cover the text.
    package let tokens: [Token]
    package let statements: [Syntax.Statement]
    /// All faults, in the order of the text.
    ///
    /// A text that is only unfinished has its faults too, for
    /// a reader who can not go on.
    package let diagnostics: [Diagnostic]
    /// What is still open at the end, outermost first; empty when another line would not help.
    package let open: [Opening]

    /// Whether another line may finish what is there, and nothing else is wrong with it.
    package var isIncomplete: Bool { !open.isEmpty }

    /// Something that more text has to close or to complete.
    package struct Opening: Hashable, Sendable {
        /// What it is, as it was written: `(`, `"""`, `|`, `=`, `and`, `if`.
        package let text: String
        package let span: SourceSpan
    }
}
