package import Diagnostics

extension Syntax {
    /// One statement of a program.
    package struct Statement: Hashable, Sendable {
        package let kind: Kind
        /// From its first token to its last, without the newline or `;` that ends it.
        package let span: SourceSpan

        package init(_ kind: Kind, _ span: SourceSpan) {
            self.kind = kind
            self.span = span
        }

        /// The forms of statements.
        package enum Kind: Hashable, Sendable {
            /// `:word rest`; the word's span leaves the colon out.
            case command(Word, rest: Rest)
            /// `?rest`.
            case help(Rest)
            /// `!rest`.
            case shell(Rest)
            case definition(Definition)
            /// `target, target = value`; at least one target.
            case binding([Target], Syntax)
            case expression(Syntax)
            /// A line that begins with `|` and so goes on from `_`; at least one stage.
            case continuation([Call])
        }
    }

    /// The rest of a line as it stands, without the blanks around it.
    package struct Rest: Hashable, Sendable {
        package let text: String
        package let span: SourceSpan
    }

    /// `def name(parameters) = body`.
    package struct Definition: Hashable, Sendable {
        package let name: Word
        package let parameters: [Parameter]
        package let body: Syntax
    }

    /// A parameter of a definition, perhaps with a default.
    package struct Parameter: Hashable, Sendable {
        package let name: Word
        package let fallback: Syntax?
    }

    /// What a binding gives its value, or a part of it, to.
    package enum Target: Hashable, Sendable {
        case name(Word)
        /// `_`, which drops a part.
        case drop(SourceSpan)

        package var span: SourceSpan {
            switch self {
            case .name(let word): word.span
            case .drop(let span): span
            }
        }
    }
}
