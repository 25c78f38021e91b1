/// The one error a reader sees: what is wrong, where, and what to type instead.
///
/// The message is one clause in lower case, without "you" and without a full stop. Names stand in
/// backticks. The first hint is code that can be pasted.
package struct Diagnostic: Error, Hashable, Sendable {
    package var code: Code
    package var severity: Severity
    package var message: String
    package var labels: [Label]
    package var hints: [String]

    package init(
        _ code: Code,
        _ message: String,
        labels: [Label] = [],
        hints: [String] = [],
        severity: Severity = .error
    ) {
        self.code = code
        self.severity = severity
        self.message = message
        self.labels = labels
        self.hints = hints
    }

    package init(
        _ code: Code,
        _ message: String,
        at span: SourceSpan,
        _ words: String = "",
        hints: [String] = []
    ) {
        self.init(code, message, labels: [Label(span, words)], hints: hints)
    }

    /// The same diagnostic with a place, unless it has one already.
    package func located(at span: SourceSpan) -> Diagnostic {
        guard labels.isEmpty else { return self }
        var copy = self
        copy.labels = [Label(span, "")]
        return copy
    }

    /// The same diagnostic with one more thing to try.
    package func hinting(_ hint: String) -> Diagnostic {
        var copy = self
        copy.hints.append(hint)
        return copy
    }
}

extension Diagnostic {
    /// What kind of fault it is, such as `argument.unknown`; an open set, a manual page each.
    package struct Code: Hashable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
        package let description: String
        package init(_ description: String) { self.description = description }
        package init(stringLiteral value: String) { description = value }
    }

    /// An error stops the line; a warning and a note are said beside its result.
    package enum Severity: String, Hashable, Sendable {
        case error
        case warning
        case note
    }

    /// A place in the source with a few words about it, perhaps none.
    package struct Label: Hashable, Sendable {
        package var span: SourceSpan
        package var words: String
        package init(_ span: SourceSpan, _ words: String) {
            self.span = span
            self.words = words
        }
    }
}

/// All faults that were found together; never empty.
package struct Faults: Error, Hashable, Sendable {
    package let all: [Diagnostic]

    package init(_ all: [Diagnostic]) {
        precondition(!all.isEmpty, "a failure names at least one fault")
        self.all = all
    }

    package init(_ one: Diagnostic) { all = [one] }
}
