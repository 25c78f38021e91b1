package import Documents

/// Writes each value of a document as JSON on one line: a table as an array of objects.
///
/// Prose beside values is left out; a document of prose alone is one string.
package struct JSONRenderer: RowRenderer {
    package static let mediaType = "application/json"

    package init() {}

    package func render(_ document: Document, into output: inout some TextOutputStream) {
        for value in document.values {
            switch value {
            case .table(let table): write(table, into: &output)
            case .record(let record): output.write(JSONText.of(record.fields) + "\n")
            case .cell(let cell): output.write(JSONText.of(cell) + "\n")
            }
        }
    }

    package func begin(_ columns: [ColumnHeader], into output: inout some TextOutputStream) {
        output.write("[")
    }

    package func write(
        _ rows: [[Cell]],
        of columns: [ColumnHeader],
        after count: Int,
        into output: inout some TextOutputStream
    ) {
        let names = columns.map { JSONText.quoted($0.name) }
        for (index, row) in rows.enumerated() {
            if count + index > 0 { output.write(",") }
            output.write(JSONText.object(names, row))
        }
    }

    package func end(_ columns: [ColumnHeader], into output: inout some TextOutputStream) {
        output.write("]\n")
    }
}

/// Writes each row of a table as a JSON object on a line of its own, and other values alike.
package struct JSONLinesRenderer: RowRenderer {
    package static let mediaType = "application/x-ndjson"

    package init() {}

    package func render(_ document: Document, into output: inout some TextOutputStream) {
        for value in document.values {
            switch value {
            case .table(let table): write(table, into: &output)
            case .record(let record): output.write(JSONText.of(record.fields) + "\n")
            case .cell(let cell): output.write(JSONText.of(cell) + "\n")
            }
        }
    }

    package func write(
        _ rows: [[Cell]],
        of columns: [ColumnHeader],
        after count: Int,
        into output: inout some TextOutputStream
    ) {
        let names = columns.map { JSONText.quoted($0.name) }
        for row in rows { output.write(JSONText.object(names, row) + "\n") }
    }
}
