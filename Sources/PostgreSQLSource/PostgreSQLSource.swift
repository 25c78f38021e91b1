package import Kernels
package import Relations
import Tables

/// PostgreSQL servers as a source of rows, and as a place for them.
package struct PostgreSQLSource: BatchSource {
    package init() {}

    /// What makes a table's rows come in the order in which they lie, whatever else goes on.
    private static let inOrder = [
        "SET synchronize_seqscans = off", "SET max_parallel_workers_per_gather = 0",
        "SET enable_indexscan = off", "SET enable_indexonlyscan = off",
    ]

    package func tables(
        of database: Database,
        in work: WorkContext
    ) throws(EngineError) -> [DatabaseTable] {
        try tables(PostgreSQLConnection(database, in: work))
    }

    private func tables(_ connection: PostgreSQLConnection) throws(EngineError) -> [DatabaseTable] {
        let found = try connection.execute(
            """
            SELECT CASE WHEN pg_table_is_visible(c.oid) THEN c.relname
                ELSE n.nspname || '.' || c.relname END AS name,
                c.relkind IN ('v', 'm'),
                (SELECT count(*) FROM pg_attribute
                 WHERE attrelid = c.oid AND attnum > 0 AND NOT attisdropped)
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND n.nspname !~ '^pg_'
                AND n.nspname <> 'information_schema'
            ORDER BY 1
            """
        )
        return (0..<(found?.rows ?? 0)).compactMap { row in
            guard let name = found?.text(row, 0) else { return nil }
            return DatabaseTable(
                name,
                isView: found?.text(row, 1) == "t",
                columns: found?.text(row, 2).flatMap { Int($0) } ?? 0
            )
        }
    }

    package func source(
        of request: DatabaseRequest,
        in work: WorkContext
    ) throws(EngineError) -> DatabaseSource {
        let connection = try PostgreSQLConnection(request.database, in: work)
        var rows = request.rows ?? .table("")
        if case .query = rows {
        } else {
            var name: String?
            if case .table(let given)? = request.rows { name = given }
            rows = .table(try request.database.table(name, among: tables(connection)).name)
        }
        let fields: [Field]
        do {
            fields = try Columns(of: rows, request.types, zone: request.zone, connection).fields
        } catch {
            throw error.ofQuery(rows)
        }
        return DatabaseSource(request, rows, files: [], schema: Schema(fields))
    }

    package func read(
        _ source: DatabaseSource,
        columns: [Int],
        in work: WorkContext
    ) throws(EngineError) -> any BatchCursor {
        let connection = try PostgreSQLConnection(source.database, in: work)
        if case .table = source.rows { for sql in Self.inOrder { try connection.execute(sql) } }
        let all = try Columns(of: source.rows, source.types, zone: source.zone, connection)
        guard all.fields == source.schema.fields else {
            throw EngineError(
                .fileChanged,
                "the columns in `\(source.database.shown)` have changed since they were loaded",
                hints: ["load them again"]
            )
        }
        let names = columns.map { PostgreSQLText.name(all.fields[$0].name) }
        var query = "SELECT \(names.joined(separator: ", ")) FROM (\(all.query)) AS q"
        if let condition = condition(of: source) { query += " WHERE " + condition }
        return try CopyCursor(
            connection,
            query,
            columns.map { all.fields[$0] },
            columns.map { all.types[$0] }
        )
    }

    package func condition(of source: DatabaseSource) -> String? {
        let conditions = source.conditions.compactMap(PostgreSQLText.condition)
        return conditions.isEmpty ? nil : conditions.joined(separator: " AND ")
    }

    package func write(
        _ rows: any BatchCursor,
        to destination: DatabaseDestination,
        in work: WorkContext
    ) throws(EngineError) -> Int64 {
        let connection = try PostgreSQLConnection(destination.database, in: work)
        let there = try tables(connection).first { $0.name == destination.table }
        try destination.check(against: there)
        return try CopyWriting(connection).write(
            rows,
            to: destination.table,
            replaces: there != nil
        )
    }
}

/// The columns of a table or query, and the SELECT that makes them readable.
private struct Columns {
    let fields: [Field]
    let types: [PostgreSQLType]
    let query: String

    init(
        of rows: DatabaseRows,
        _ asked: [Field],
        zone: String,
        _ connection: PostgreSQLConnection
    ) throws(EngineError) {
        let from =
            switch rows {
            case .table(let name): PostgreSQLText.table(name)
            case .query(let sql): "(\n\(sql.unterminated)\n) AS rows"
            }
        let columns = try connection.columns(of: "SELECT * FROM \(from)")
        for field in asked where !columns.contains(where: { $0.name == field.name }) {
            throw EngineError(
                .fileMalformed,
                "there is no column `\(field.name)` to give a type to"
            )
        }
        var names: Set<String> = []
        var fields: [Field] = []
        var types: [PostgreSQLType] = []
        var selected: [String] = []
        for column in columns {
            guard names.insert(column.name).inserted else {
                throw EngineError(
                    .sqlRefused,
                    "two columns are called `\(column.name)`",
                    hints: ["select … as \(column.name)_2"]
                )
            }
            let wish = asked.first { $0.name == column.name }?.type
            guard let type = wish.flatMap(PostgreSQLColumn.reading) ?? column.type else {
                throw EngineError(
                    .tableType,
                    "`\(column.name)` is of the type `\(column.title)`, which is not read",
                    hints: [
                        "load(…, types: {\(column.name): \"text\"})",
                        "load(…, query: \"select \(column.name)::text from …\")",
                    ]
                )
            }
            fields.append(Field(column.name, type.columnType))
            types.append(type)
            let name = PostgreSQLText.name(column.name)
            selected.append("\(column.sql(as: wish, zone: zone)) AS \(name)")
        }
        self.fields = fields
        self.types = types
        query = "SELECT \(selected.joined(separator: ", ")) FROM \(from)"
    }
}
