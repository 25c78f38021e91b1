package import Kernels
package import Relations
import Tables

/// SQLite files as a source of rows, and as a place for them.
package struct SQLiteSource: BatchSource {
    /// How many rows are looked at to find the columns' types.
    private static let rowsLookedAt = 10_000

    package init() {}

    package func tables(
        of database: Database,
        in work: WorkContext
    ) throws(EngineError) -> [DatabaseTable] {
        let connection = try SQLiteConnection(database.place, .reading, in: work)
        return try tables(connection)
    }

    private func tables(_ connection: SQLiteConnection) throws(EngineError) -> [DatabaseTable] {
        let names = try connection.prepare(
            """
            SELECT name, type FROM sqlite_schema
            WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name
            """
        )
        var tables: [DatabaseTable] = []
        while try names.step() {
            guard let name = names.text(0) else { continue }
            let columns = try connection.prepare("SELECT * FROM \(SQLiteText.name(name)) LIMIT 0")
            tables.append(
                DatabaseTable(name, isView: names.text(1) == "view", columns: columns.columnCount)
            )
        }
        return tables
    }

    package func source(
        of request: DatabaseRequest,
        in work: WorkContext
    ) throws(EngineError) -> DatabaseSource {
        let connection = try SQLiteConnection(request.database.place, .reading, in: work)
        let rows = try settled(request, connection)
        let statement: SQLiteStatement
        do {
            statement = try connection.prepare("SELECT * FROM \(Self.from(rows))")
        } catch {
            throw error.ofQuery(rows)
        }
        guard statement.isQuery else {
            throw EngineError(.sqlRefused, "the query gives no rows")
        }
        var columns = (0..<statement.columnCount).map {
            SQLiteColumn(name: statement.name($0), declared: statement.declaredType($0))
        }
        var seen = 0
        while seen < Self.rowsLookedAt, try statement.step() {
            for index in columns.indices { columns[index].look(at: statement, index) }
            seen += 1
        }
        let fields = try request.fields(columns.map { Field($0.name, $0.type) })
        return DatabaseSource(request, rows, files: [], schema: Schema(fields))
    }

    private func settled(
        _ request: DatabaseRequest,
        _ connection: SQLiteConnection
    ) throws(EngineError) -> DatabaseRows {
        switch request.rows {
        case .query(let sql)?: return .query(sql)
        case .table(let name)?:
            return .table(try request.database.table(name, among: tables(connection)).name)
        case nil: return .table(try request.database.table(nil, among: tables(connection)).name)
        }
    }

    /// What follows FROM.
    private static func from(_ rows: DatabaseRows) -> String {
        switch rows {
        case .table(let name): SQLiteText.name(name)
        case .query(let sql): "(\n\(sql.unterminated)\n)"
        }
    }

    package func read(
        _ source: DatabaseSource,
        columns: [Int],
        in work: WorkContext
    ) throws(EngineError) -> any BatchCursor {
        let connection = try SQLiteConnection(source.database.place, .reading, in: work)
        let fields = columns.map { source.schema.fields[$0] }
        let names = fields.map { SQLiteText.name($0.name) }
        var sql = "SELECT \(names.isEmpty ? "1" : names.joined(separator: ", "))"
        sql += " FROM \(Self.from(source.rows))"
        if let condition = condition(of: source) { sql += " WHERE " + condition }
        // An index that a condition uses would bring the rows in its own order.
        if case .table(let name) = source.rows, try Self.hasRowNumbers(name, connection) {
            sql += " ORDER BY rowid"
        }
        return SQLiteCursor(try connection.prepare(sql), fields, of: source, in: work)
    }

    package func condition(of source: DatabaseSource) -> String? {
        let conditions = source.conditions.compactMap(SQLiteText.condition)
        return conditions.isEmpty ? nil : conditions.joined(separator: " AND ")
    }

    private static func hasRowNumbers(
        _ table: String,
        _ connection: SQLiteConnection
    ) throws(EngineError) -> Bool {
        let kinds = try connection.prepare(
            """
            SELECT type = 'table' AND NOT wr FROM pragma_table_list
            WHERE name = \(SQLiteText.text(table)) AND schema = 'main'
            """
        )
        return try kinds.step() && kinds.integer(0) == 1
    }

    package func write(
        _ rows: any BatchCursor,
        to destination: DatabaseDestination,
        in work: WorkContext
    ) throws(EngineError) -> Int64 {
        let connection = try SQLiteConnection(destination.database.place, .creating, in: work)
        let there = try tables(connection).first {
            $0.name.lowercased() == destination.table.lowercased()
        }
        try destination.check(against: there)
        return try SQLiteWriting(connection, work).write(rows, to: destination.table)
    }
}

extension DatabaseRequest {
    /// The columns with the types that the user gives some of them.
    fileprivate func fields(_ found: [Field]) throws(EngineError) -> [Field] {
        for field in types where !found.contains(where: { $0.name == field.name }) {
            throw EngineError(
                .fileMalformed,
                "there is no column `\(field.name)` to give a type to"
            )
        }
        return found.map { field in types.first { $0.name == field.name } ?? field }
    }
}
