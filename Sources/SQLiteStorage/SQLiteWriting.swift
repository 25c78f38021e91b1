import Kernels
import Relations
import Tables

/// Writes rows into a new table, in one transaction.
struct SQLiteWriting {
    private let connection: SQLiteConnection
    private let work: WorkContext

    init(_ connection: SQLiteConnection, _ work: WorkContext) {
        self.connection = connection
        self.work = work
    }

    func write(_ rows: any BatchCursor, to table: String) throws(EngineError) -> Int64 {
        let fields = rows.schema.fields
        let columns = try fields.map { field throws(EngineError) in
            "\(SQLiteText.name(field.name)) \(try Self.declaration(field))"
        }
        let name = SQLiteText.name(table)
        // What is not committed is undone when the connection ends.
        try connection.execute("BEGIN IMMEDIATE")
        try connection.execute("DROP TABLE IF EXISTS \(name)")
        try connection.execute("CREATE TABLE \(name) (\(columns.joined(separator: ", ")))")
        let places = Array(repeating: "?", count: fields.count).joined(separator: ", ")
        let insert = try connection.prepare("INSERT INTO \(name) VALUES (\(places))")
        var count: Int64 = 0
        while let batch = try rows.next() {
            if work.cancellation.isCancelled { throw EngineError(.cancelled, "stopped") }
            for row in 0..<batch.count {
                for (index, column) in batch.columns.enumerated() {
                    insert.bind(Self.cell(column[row]), at: index)
                }
                _ = try insert.step()
                insert.reset()
            }
            count += Int64(batch.count)
            work.progress.report("writing")
        }
        try connection.execute("COMMIT")
        return count
    }

    /// The declared type of a column, by which `load` knows it again.
    private static func declaration(_ field: Field) throws(EngineError) -> String {
        switch field.type {
        case .bool: return "BOOLEAN"
        case .int: return "INTEGER"
        case .float: return "REAL"
        case .text, .category, .missing: return "TEXT"
        case .date: return "DATE"
        case .time: return "TIME"
        case .timestamp: return "TIMESTAMP"
        case .duration, .list, .record:
            throw EngineError(
                .tableType,
                "SQLite has no type for `\(field.name)`, \(field.type.described)",
                hints: ["drop(\(field.name))"]
            )
        }
    }

    private static func cell(_ value: Scalar) -> SQLiteCell {
        switch value {
        case .bool(let value): .integer(value ? 1 : 0)
        case .int(let value): .integer(value)
        case .float(let value): .real(value)
        case .text(let value): .text(value)
        case .date(let value): .text(value.text)
        case .time(let value): .text(value.text)
        case .timestamp(let value): .text(value.text)
        case .missing, .duration, .list, .record: .null
        }
    }
}
