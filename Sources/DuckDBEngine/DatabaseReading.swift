import Kernels
import Relations
import Tables

/// How rows of a DuckDB file are read.
struct DatabaseReading {
    /// What follows FROM: a table's whole name, or a query in brackets.
    var from: String
    /// For each column of ours the SQL that makes it.
    var columns: [String]
    var schema: Schema
    /// Whether the rows are kept in a table of the session when they are first read: nothing tells
    /// the order of what is no plain table.
    var isStored: Bool
}

extension DatabaseReading {
    /// Finds out how a request to a DuckDB file is read; names in its query are the file's.
    init(
        _ rows: DatabaseRows,
        _ request: DatabaseRequest,
        of file: DuckDBFile,
        isView: Bool,
        _ connection: borrowing ConnectionHandle
    ) throws(EngineError) {
        switch rows {
        case .table(let name): from = file.qualified(name)
        case .query(let sql): from = "(\n\(SQLText.indented(sql.unterminated))\n)"
        }
        let from = from
        let stored: [(name: String, type: StoredType)]
        do {
            stored = try file.inside(connection) { () throws(EngineError) in
                try connection.prepare("SELECT * FROM \(from)").columns
            }
        } catch {
            throw error.ofQuery(rows)
        }
        let asked = Dictionary(request.types.map { ($0.name, $0.type) }, uniquingKeysWith: { $1 })
        for field in request.types where !stored.contains(where: { $0.name == field.name }) {
            throw EngineError(
                .fileMalformed,
                "there is no column `\(field.name)` to give a type to"
            )
        }
        var fields: [Field] = []
        columns = []
        for column in stored {
            let sql = FileReading.adapted(column.name, column.type, zone: request.zone)
            let type = asked[column.name] ?? column.type.columnType
            fields.append(Field(column.name, type))
            let isNatural = type == column.type.columnType
            columns.append(isNatural ? sql : "CAST(\(sql) AS \(SQLText.type(type)))")
        }
        schema = Schema(fields)
        let hidesPosition = stored.contains { $0.name.lowercased() == "rowid" }
        isStored = isView || hidesPosition
        if case .query = rows { isStored = true }
    }
}
