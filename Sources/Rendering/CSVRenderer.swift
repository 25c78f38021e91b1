package import Documents

/// Writes tables as comma-separated values with a line of names, quoted as RFC 4180 says.
///
/// Missing is an empty field and empty text is `""`. Lines end in a line feed, as other programs of
/// the command line expect; floats are the shortest text that reads back the same. A record is a
/// table of one row, a value alone a table without names. An empty line stands between two tables.
package struct CSVRenderer: RowRenderer {
    package static let mediaType = "text/csv"

    package init() {}

    package func render(_ document: Document, into output: inout some TextOutputStream) {
        for (index, value) in document.values.enumerated() {
            if index > 0 { output.write("\n") }
            switch value {
            case .table(let table): write(table, into: &output)
            case .record(let record):
                write(record.fields.map { .text($0.name) }, into: &output)
                write(record.fields.map(\.value), into: &output)
            case .cell(let cell): write([cell], into: &output)
            }
        }
    }

    package func begin(_ columns: [ColumnHeader], into output: inout some TextOutputStream) {
        write(columns.map { .text($0.name) }, into: &output)
    }

    package func write(
        _ rows: [[Cell]],
        of columns: [ColumnHeader],
        after count: Int,
        into output: inout some TextOutputStream
    ) {
        for row in rows { write(row, into: &output) }
    }

    private func write(_ row: [Cell], into output: inout some TextOutputStream) {
        output.write(row.map(Self.field).joined(separator: ",") + "\n")
    }

    private static func field(_ cell: Cell) -> String {
        switch cell {
        case .missing: ""
        case .bool(let value): value ? "true" : "false"
        case .int(let value): String(value)
        case .float(let value): value.description
        case .text(let value), .formatted(let value): quoted(value)
        case .list, .record: quoted(JSONText.of(cell))
        }
    }

    /// The text, in quotes where it holds a comma, a quote or a line end, or is empty.
    private static func quoted(_ text: String) -> String {
        let needsQuotes = text.utf8.contains {
            $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\n")
                || $0 == UInt8(ascii: "\r")
        }
        guard needsQuotes || text.isEmpty || text.first == " " || text.last == " " else {
            return text
        }
        return "\""
            + text.split(separator: "\"", omittingEmptySubsequences: false)
            .joined(separator: "\"\"") + "\""
    }
}
