package import Documents

/// Writes each value of a document as JSON on one line: a table as an array of objects.
///
/// Prose beside values is left out; a document of prose alone is one string.
package struct JSONRenderer: Renderer {
    package static let mediaType = "application/json"

    package init() {}

    package func render(_ document: Document, into output: inout some TextOutputStream) {
        for value in document.values {
            switch value {
            case .table(let table): write(table, into: &output)
            case .record(let record): output.write(JSONText.of(record.fields))
            case .cell(let cell): output.write(JSONText.of(cell))
            }
            output.write("\n")
        }
    }

    private func write(_ table: TableBlock, into output: inout some TextOutputStream) {
        let names = table.columns.map { JSONText.quoted($0.name) }
        output.write("[")
        for (index, row) in table.rows.enumerated() {
            if index > 0 { output.write(",") }
            output.write(JSONText.object(names, row))
        }
        output.write("]")
    }
}

/// Writes each row of a table as a JSON object on a line of its own, and other values alike.
package struct JSONLinesRenderer: Renderer {
    package static let mediaType = "application/x-ndjson"

    package init() {}

    package func render(_ document: Document, into output: inout some TextOutputStream) {
        for value in document.values {
            switch value {
            case .table(let table):
                let names = table.columns.map { JSONText.quoted($0.name) }
                for row in table.rows { output.write(JSONText.object(names, row) + "\n") }
            case .record(let record): output.write(JSONText.of(record.fields) + "\n")
            case .cell(let cell): output.write(JSONText.of(cell) + "\n")
            }
        }
    }
}
