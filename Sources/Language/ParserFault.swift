import Diagnostics

/// A fault as the parser finds it; what is said about it is put together later.
struct ParserFault {
    var diagnostic: Diagnostic
    /// What would mend it; empty if that can not be known.
    var edits: [Edit]
    /// How many were found before.
    var index = 0
    /// What more text has to complete, if more text may mend it.
    var opening: SourceSpan?

    /// A piece of the source with what should stand there instead.
    struct Edit: Hashable {
        let span: SourceSpan
        let text: String
    }

    init(
        _ code: Diagnostic.Code,
        _ message: String,
        at span: SourceSpan,
        _ words: String = "",
        edits: [Edit] = [],
        hints: [String] = [],
        opening: SourceSpan? = nil
    ) {
        diagnostic = Diagnostic(code, message, at: span, words, hints: hints)
        self.edits = edits
        self.opening = opening
    }

    /// Whether it says what was expected, and so need not be said twice of one place.
    var isExpectation: Bool {
        ["syntax.expected", "syntax.unexpected", "syntax.unclosed"].contains(diagnostic.code)
    }

    /// Where it stands in the text.
    var place: UInt32 { diagnostic.labels.first?.span.lower ?? 0 }
}

extension ParserFault.Edit {
    static func replace(_ span: SourceSpan, _ text: String) -> Self {
        .init(span: span, text: text)
    }
    static func insert(_ text: String, at offset: UInt32) -> Self {
        .init(span: SourceSpan(lower: offset, upper: offset), text: text)
    }
    static func delete(_ span: SourceSpan) -> Self { .init(span: span, text: "") }
}
