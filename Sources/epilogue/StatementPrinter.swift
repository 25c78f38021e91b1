import Catalog
import Diagnostics
import Documents
import Relations
import Rendering
import Sessions
import Synchronization
import Tables
import Values

/// Prints what the statements of one input give, each once, as soon as it is there: values to
/// standard output, what is said to standard error.
final class StatementPrinter: Sendable {
    private struct State {
        var documents = 0
        var diagnostics = 0
        var hasFailed = false
    }

    private let format: OutputFormat
    private let source: SourceText
    private let state = Mutex(State())

    init(format: OutputFormat, source: SourceText) {
        self.format = format
        self.source = source
    }

    private func renderer(_ settings: Settings) -> any Renderer {
        format.renderer(
            terminal: TerminalRenderer(
                width: 80,
                colour: false,
                plain: settings.plain,
                digits: settings.digits
            )
        )
    }

    /// Whether something could not be written.
    var hasFailed: Bool { state.withLock(\.hasFailed) }

    /// Prints what an outcome has more than at the last call; other inputs' outcomes are theirs.
    func show(_ outcome: Outcome) {
        guard outcome.source == source else { return }
        let (documents, diagnostics) = state.withLock { state in
            defer {
                state.documents = outcome.documents.count
                state.diagnostics = outcome.diagnostics.count
            }
            return (
                outcome.documents.dropFirst(state.documents),
                outcome.diagnostics.dropFirst(state.diagnostics)
            )
        }
        let renderer = renderer(outcome.settings)
        for document in documents where !document.isEmpty {
            let text = renderer.string(document)
            if !text.isEmpty { put(text.hasSuffix("\n") ? text : text + "\n") }
        }
        guard !diagnostics.isEmpty else { return }
        let excerpt = SourceExcerpt(source, width: 80)
        write(excerpt.text(Array(diagnostics)) + "\n", to: .error)
    }

    /// Writes all rows of a frame, a batch at a time; false for what is no frame.
    func stream(_ value: Value, _ context: CallContext) throws -> Bool {
        let frame = if case .column(let frame) = value { frame } else { value.asFrame }
        guard let frame, let renderer = renderer(context.settings) as? any RowRenderer
        else { return false }
        let cursor = try context.engine.open(frame.plan, in: context.work)
        let headers = cursor.schema.fields.map { ColumnHeader($0.name, $0.type.word) }
        let presentation = Presentation(context)
        let hidden = frame.protectedColumns
        var text = ""
        renderer.begin(headers, into: &text)
        var count = 0
        while let batch = try cursor.next() {
            let rows = (0..<batch.count).map { row in
                presentation.cells(of: batch, row: row, cursor.schema.fields, hidden)
            }
            renderer.write(rows, of: headers, after: count, into: &text)
            count += batch.count
            guard put(text) else { return true }
            text = ""
        }
        renderer.end(headers, into: &text)
        put(text)
        return true
    }

    /// Writes to standard output; the first failure is said, and the program fails at the end.
    @discardableResult
    private func put(_ text: String) -> Bool {
        if hasFailed { return false }
        if let reason = write(text, to: .standard) {
            state.withLock { $0.hasFailed = true }
            let trouble = Diagnostic(
                "output.unwritable",
                "standard output cannot be written: \(reason)"
            )
            write(SourceExcerpt(SourceText("")).text(trouble) + "\n", to: .error)
            return false
        }
        return true
    }
}
