package import Documents

/// Writes a record a block, a field a line: `name: value`, with an empty line between records.
///
/// Every row and digit is written; control characters in text are written out, so that a field never
/// takes two lines.
package struct LineRenderer: RowRenderer {
    package static let mediaType = "text/plain"

    package init() {}

    package func render(_ document: Document, into output: inout some TextOutputStream) {
        for (index, value) in document.values.enumerated() {
            if index > 0 { output.write("\n") }
            switch value {
            case .table(let table): write(table, into: &output)
            case .record(let record): write(record.fields, into: &output)
            case .cell(let cell): output.write(Self.text(cell) + "\n")
            }
        }
    }

    package func write(
        _ rows: [[Cell]],
        of columns: [ColumnHeader],
        after count: Int,
        into output: inout some TextOutputStream
    ) {
        let names = columns.map(\.name)
        for (index, cells) in rows.enumerated() {
            if count + index > 0 { output.write("\n") }
            write(zip(names, cells).map { Field($0, $1) }, into: &output)
        }
    }

    private func write(_ fields: [Field], into output: inout some TextOutputStream) {
        for field in fields {
            let value = Self.text(field.value)
            output.write(VisibleText.of(field.name) + ":" + (value.isEmpty ? "" : " " + value))
            output.write("\n")
        }
    }

    private static func text(_ cell: Cell) -> String {
        switch cell {
        case .missing: "missing"
        case .bool(let value): value ? "true" : "false"
        case .int(let value): String(value)
        case .float(let value): value.description
        case .text(let value), .formatted(let value): VisibleText.of(value)
        case .list, .record: JSONText.of(cell)
        }
    }
}
