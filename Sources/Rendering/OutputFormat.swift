/// The words that `--format` takes.
package enum OutputFormat: String, Hashable, Sendable, CaseIterable {
    case table
    case json
    case jsonl
    case csv
    case markdown
    case line

    /// The renderer of the format; `terminal` is the one for tables.
    package func renderer(terminal: TerminalRenderer) -> any Renderer {
        switch self {
        case .table: terminal
        case .json: JSONRenderer()
        case .jsonl: JSONLinesRenderer()
        case .csv: CSVRenderer()
        case .markdown: MarkdownRenderer(digits: terminal.digits)
        case .line: LineRenderer()
        }
    }

    /// Whether values are written whole, with every row and digit, for programs to read.
    package var isForPrograms: Bool {
        switch self {
        case .json, .jsonl, .csv, .line: true
        case .table, .markdown: false
        }
    }
}
