import Diagnostics
import Language

/// What `_` comes from, so that a line that begins with `|` is not misread.
package struct Trail: Sendable, Hashable {
    /// The statement that gave `_`, and the names that it bound.
    var source = ""
    var names: [String] = []
    /// Whether something failed since.
    var hasFailedSince = false
    /// Whether it was said that such a line binds nothing.
    var hasSaidKeep = false
}

extension Session {
    /// Keeps track of what `_` comes from.
    ///
    /// It says what a leading bar went on from where that may be taken for something else; what is
    /// said belongs to the prompt, not to the transcript.
    mutating func follow(
        _ parsed: ParseResult,
        upTo done: Syntax.Statement?,
        into outcome: inout Outcome
    ) {
        if case .continuation = parsed.statements.first?.kind, done != nil {
            sayWhereFrom(into: &outcome)
        }
        for statement in parsed.statements {
            guard let done, statement.span.upper <= done.span.upper else { break }
            switch statement.kind {
            case .binding(let targets, _):
                trail.names = targets.compactMap(\.name)
            case .expression, .continuation: trail.names = []
            case .command, .help, .shell, .definition: continue
            }
            trail.source = parsed.source.slice(statement.span)
            trail.hasFailedSince = false
        }
        if outcome.hasFailed { trail.hasFailedSince = true }
    }

    private mutating func sayWhereFrom(into outcome: inout Outcome) {
        if trail.hasFailedSince {
            let line = trail.source.split(whereSeparator: \.isNewline).first ?? ""
            outcome.diagnostics.append(
                Diagnostic(
                    "previous.older",
                    "went on from `\(line)`, the last line that succeeded",
                    severity: .note
                )
            )
        } else if let name = trail.names.first, trail.names.count == 1, !trail.hasSaidKeep {
            trail.hasSaidKeep = true
            outcome.diagnostics.append(
                Diagnostic(
                    "previous.unbound",
                    "`\(name)` is as it was",
                    hints: ["\(name) = _"],
                    severity: .note
                )
            )
        }
    }
}

extension SourceText {
    /// The text from its beginning to the end of a statement, all of it if that is the last; without
    /// the statements that are left out.
    func upTo(
        _ statement: Syntax.Statement,
        of parsed: ParseResult,
        without isLeftOut: (Syntax.Statement) -> Bool
    ) -> String {
        let isLast = statement == parsed.statements.last
        let end = isLast ? UInt32(text.utf8.count) : statement.span.upper
        var kept = ""
        var start: UInt32 = 0
        func keep(_ span: SourceSpan) {
            let piece = slice(span)
            // A line that held nothing else goes with what it held.
            let beginsLine = start > 0 && (kept.isEmpty || kept.hasSuffix("\n"))
            kept += beginsLine && piece.hasPrefix("\n") ? piece.dropFirst() : piece[...]
        }
        for one in parsed.statements where one.span.upper <= end && isLeftOut(one) {
            keep(SourceSpan(lower: start, upper: one.span.lower))
            kept = kept.withoutSeparator
            start = one.span.upper
        }
        keep(SourceSpan(lower: start, upper: end))
        while start > 0, kept.hasSuffix("\n") { kept.removeLast() }
        return kept
    }

    /// The text of the statements after one; all of it where there is none.
    func after(_ statement: Syntax.Statement?, of parsed: ParseResult) -> String {
        guard let statement,
            let next = parsed.statements.first(where: { $0.span.lower >= statement.span.upper })
        else { return text }
        return slice(SourceSpan(lower: next.span.lower, upper: UInt32(text.utf8.count)))
    }
}

extension String {
    /// Without the blanks at its end, and a `;` before these.
    fileprivate var withoutSeparator: String {
        var text = self[...]
        while text.last == " " { text.removeLast() }
        if text.last == ";" { text.removeLast() }
        return String(text)
    }
}
