import Kernels
import Relations
import Tables

/// What a DuckDB file holds, seen while it is attached.
struct DuckDBFile {
    let path: String
    /// The catalog's name, not quoted.
    let catalog: String
    let work: WorkContext

    /// Its tables and views, those of its main schema without the schema's name.
    func tables(_ connection: borrowing ConnectionHandle) throws(EngineError) -> [DatabaseTable] {
        let rows = try connection.rows(
            """
            SELECT schema_name, table_name, false, column_count FROM duckdb_tables()
            WHERE database_name = \(SQLText.text(catalog)) AND NOT internal
            UNION ALL
            SELECT schema_name, view_name, true, column_count FROM duckdb_views()
            WHERE database_name = \(SQLText.text(catalog)) AND NOT internal
            ORDER BY 1, 2
            """,
            in: work
        )
        return rows.compactMap { row in
            guard case .text(let schema) = row[0], case .text(let name) = row[1],
                case .int(let columns) = row[3]
            else { return nil }
            return DatabaseTable(
                schema == "main" ? name : "\(schema).\(name)",
                isView: row[2] == .bool(true),
                columns: Int(columns)
            )
        }
    }

    /// Does something on a connection where names are first looked for in the file.
    func inside<Result>(
        _ connection: borrowing ConnectionHandle,
        _ body: () throws(EngineError) -> Result
    ) throws(EngineError) -> Result {
        try connection.execute("USE \(SQLText.name(catalog))", in: work)
        // Whoever uses the connection next is at home again, after ctrl-C too.
        defer { _ = try? connection.execute("USE session.main", in: WorkContext()) }
        return try body()
    }

    /// A table's whole name in SQL.
    func qualified(_ table: String) -> String {
        let parts = table.split(separator: ".", maxSplits: 1).map(String.init)
        let schema = parts.count == 2 ? parts[0] : "main"
        return SQLText.name(catalog) + "." + SQLText.name(schema) + "."
            + SQLText.name(parts.last ?? table)
    }
}
