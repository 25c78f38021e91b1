import Catalog
import Diagnostics
import Documents
import Language

extension SessionCommand {
    static let history = SessionCommand(
        Command(
            "history",
            "What was accepted in this session, numbered.",
            examples: [Example(":history")]
        )
    ) { session, _, _, outcome in
        let rows: [[Cell]] = session.statements.enumerated().map { index, entry in
            [.int(Int64(index + 1)), .text(entry.text)]
        }
        let headers = [ColumnHeader("number", "int"), ColumnHeader("statement", "text")]
        outcome.documents.append(Document(.table(TableBlock(headers, rows: rows))))
    }

    static let rerun = SessionCommand(
        Command(
            "rerun",
            "Runs accepted statements again, by their numbers in `:history`.",
            usage: "FIRST..LAST",
            takes: .words(optional: false),
            examples: [Example(":rerun 3..7")]
        )
    ) { session, rest, running, outcome in
        let statements = session.statements
        guard let range = StatementRange(rest.text), range.last <= statements.count else {
            throw Faults(
                Diagnostic(
                    "command.argument",
                    "`:rerun` takes numbers from 1 to \(statements.count)",
                    at: rest.span,
                    hints: [":rerun 1..\(max(1, statements.count))"]
                )
            )
        }
        for entry in statements[(range.first - 1)..<range.last] {
            let inner = session.run(SourceText(entry.text), running)
            outcome.documents += inner.documents
            outcome.diagnostics += inner.diagnostics.map { $0.moved(to: rest.span) }
            if inner.hasFailed { return }
        }
    }
}

/// `3..7`, or one number.
private struct StatementRange {
    var first: Int
    var last: Int

    init?(_ text: String) {
        let ends = text.split(separator: ".", omittingEmptySubsequences: true).map {
            Int($0.filter { !$0.isWhitespace })
        }
        guard let low = ends.first ?? nil, let high = ends.last ?? nil, ends.count <= 2, low >= 1,
            low <= high
        else { return nil }
        first = low
        last = high
    }
}

extension Session {
    var statements: [Entry] { entries.filter { $0.kind == .statement } }
}

extension Diagnostic {
    /// The same at one place, for a fault of text that stands elsewhere.
    func moved(to span: SourceSpan) -> Diagnostic {
        var copy = self
        copy.labels = [Label(span, labels.first?.words ?? "")]
        return copy
    }
}
