package import Documents
import Foundation
import OrderedCollections
package import Relations
package import Tables
package import Values

/// How values look under a session's settings.
package struct Presentation: Sendable {
    private let context: CallContext
    private let zone: TimeZone?

    package init(_ context: CallContext) {
        self.context = context
        let name = context.settings.zone
        zone = name == "UTC" ? nil : TimeZone(identifier: name)
    }

    /// Any value as a document; a frame runs, as far as its first rows.
    package func document(of value: Value) throws -> Document {
        switch value {
        case .scalar(let cell): return Document(.value(self.cell(cell), type: cell.type.word))
        case .list(let values): return try document(of: values)
        case .record(let record):
            return Document(
                .record(
                    RecordBlock(
                        record.map { Documents.Field($0.key, summary(of: $0.value)) }
                    )
                )
            )
        case .range(let low, let high):
            return Document(.text("\(plain(low))..\(plain(high))"))
        case .column(let frame), .frame(let frame): return try document(of: frame)
        case .formula(let formula): return Document(.text(formula.text))
        case .quoted: return Document()
        case .object(let object): return object.document
        }
    }

    private func document(of values: [Value]) throws -> Document {
        if values.contains(where: { $0.asFrame != nil }) {
            var whole = Document()
            for value in values { whole.append(try document(of: value)) }
            return whole
        }
        return Document(.value(.list(values.map(summary)), type: "list"))
    }

    /// One cell for a value that stands among others.
    private func summary(of value: Value) -> Cell {
        switch value {
        case .scalar(let cell): self.cell(cell)
        case .list(let values): .list(values.map(summary))
        case .record(let record):
            .record(record.map { Documents.Field($0.key, summary(of: $0.value)) })
        case .object(let object): .formatted(object.brief)
        case .frame(let frame): .formatted("frame of \(frame.schema.fields.count) columns")
        default: .formatted(value.type.word)
        }
    }

    /// The lines of an overview that are shown; very wide frames have more.
    private static let mostOfOverviews = 100

    /// A frame's first rows as a table that knows how many there are.
    package func document(of frame: Frame, rows: Int? = nil) throws -> Document {
        let usual = context.settings.rows
        let limit = rows ?? (frame.isOverview ? max(usual, Self.mostOfOverviews) : usual)
        let table = try context.engine.collect(frame.plan, in: context.work, limit: limit + 1)
        let total =
            table.count <= limit
            ? Int64(table.count) : try context.engine.count(frame.plan, in: context.work)
        try RowLedger.noteMultiplied(frame.plan, rows: total, context)
        var block = block(of: table, rows: limit, total: Int(total), hiding: frame.protectedColumns)
        block.foremost = frame.plan.freshColumns.compactMap { name in
            table.fields.firstIndex { $0.name == name }
        }
        return Document(.table(block))
    }

    /// A table in memory as a block, its first rows only.
    package func block(
        of table: Table,
        rows: Int,
        total: Int,
        hiding hidden: Set<String> = []
    ) -> TableBlock {
        let shown = min(rows, table.count)
        let headers = table.fields.map { ColumnHeader($0.name, $0.type.word) }
        let cells = (0..<shown).map { self.cells(of: table.batch, row: $0, table.fields, hidden) }
        return TableBlock(headers, rows: cells, totalRows: total)
    }

    /// The cells of one row, those of hidden columns blotted.
    package func cells(
        of batch: Batch,
        row: Int,
        _ fields: [Tables.Field],
        _ hidden: Set<String>
    ) -> [Cell] {
        zip(fields, batch.columns).map { field, column in
            hidden.contains(field.name) ? .formatted(Self.blot) : cell(column[row])
        }
    }

    /// What stands in the place of a protected value.
    package static let blot = "***"

    package func cell(_ scalar: Scalar) -> Cell {
        scalar.cell { instant in
            guard let zone else { return 0 }
            let date = Date(timeIntervalSince1970: Double(instant.microseconds) / 1e6)
            return Int64(zone.secondsFromGMT(for: date)) * 1_000_000
        }
    }

    /// The cell as a text cell, for tables that hold cells of several types in one column.
    package func text(of scalar: Scalar) -> Scalar {
        scalar == .missing ? .missing : .text(plain(scalar))
    }

    /// The cell in words that stand in a sentence or a name; what is missing says so.
    package func words(of scalar: Scalar) -> String {
        scalar == .missing ? "missing" : plain(scalar)
    }

    private func plain(_ scalar: Scalar) -> String {
        switch cell(scalar) {
        case .int(let number): String(number)
        case .float(let number): String(number)
        case .text(let text), .formatted(let text): text
        case .bool(let flag): String(flag)
        default: scalar.type.word
        }
    }
}
