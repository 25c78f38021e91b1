import Catalog
import Diagnostics
import Documents
import Language

extension SessionCommand {
    static let time = SessionCommand(
        Command(
            "time",
            "Runs a statement and says how long it took, and how many rows each stage of a pipe gave.",
            usage: "STATEMENT",
            takes: .statement,
            examples: [Example(":time penguins | filter(year == 2008) | head(3)")]
        ),
        isAside: false
    ) { session, rest, running, outcome in
        guard !rest.text.isEmpty else {
            throw Faults(
                Diagnostic(
                    "command.argument",
                    "`:time` takes a statement",
                    at: rest.span,
                    hints: [":time flights | count()"]
                )
            )
        }
        guard !rest.text.hasPrefix("!"), !rest.text.hasPrefix(":") else {
            throw Faults(
                Diagnostic(
                    "command.argument",
                    "`:time` takes a statement of the language",
                    at: rest.span
                )
            )
        }
        let entries = session.entries
        let past = session.past
        var inner = session.run(
            SourceText(rest.text),
            Session.Running(work: running.work)
        )
        session.entries = entries
        session.past = past
        inner.diagnostics = inner.diagnostics.map { $0.moved(by: rest.span.lower) }
        outcome.documents += inner.documents
        outcome.diagnostics += inner.diagnostics
        outcome.value = inner.value
        if !outcome.hasFailed {
            outcome.documents.append(Document(.note("took \(inner.elapsed.inWords)")))
            if let value = inner.value,
                let ledger = try RowLedger.document(of: value, session.callContext(running))
            {
                outcome.documents.append(ledger)
            }
        }
    }
}

extension Diagnostic {
    /// The same in a text that has `offset` bytes more before it.
    func moved(by offset: UInt32) -> Diagnostic {
        var copy = self
        copy.labels = labels.map { label in
            Label(
                SourceSpan(lower: label.span.lower + offset, upper: label.span.upper + offset),
                label.words
            )
        }
        return copy
    }
}

extension Duration {
    /// `12 ms`, `3.4 s`.
    package var inWords: String {
        let seconds = Double(components.seconds) + Double(components.attoseconds) / 1e18
        if seconds < 0.001 { return "\(Int((seconds * 1e6).rounded())) µs" }
        if seconds < 1 { return "\(Int((seconds * 1000).rounded())) ms" }
        let tenths = Int((seconds * 10).rounded())
        return "\(tenths / 10).\(tenths % 10) s"
    }
}
