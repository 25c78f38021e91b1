import Kernels
import Relations
import Tables

/// Finds out how Parquet and JSON files are read: DuckDB describes them.
struct ForeignReading {
    private let partitions: Partitions
    private let request: FileRequest
    private let work: WorkContext

    init(_ partitions: Partitions, _ request: FileRequest, _ work: WorkContext) {
        self.partitions = partitions
        self.request = request
        self.work = work
    }

    private var files: [FileIdentity] { partitions.files }

    func reading(_ connection: borrowing ConnectionHandle) throws(EngineError) -> FileReading {
        do {
            let statement = try connection.prepare("SELECT * FROM \(from)")
            return try reading(ordered(statement.columns), connection)
        } catch {
            throw error.about(files, request)
        }
    }

    /// The files' own columns first, then those that the folders tell, from the outside in.
    private func ordered(
        _ stored: [(name: String, type: StoredType)]
    ) -> [(name: String, type: StoredType)] {
        let told = partitions.fields.map(\.name)
        return stored.filter { !told.contains($0.name) }
            + told.compactMap { name in stored.first { $0.name == name } }
    }

    private var from: String {
        let paths = FileReading.paths(files) + partitions.options
        switch request.format {
        case .parquet: return "read_parquet(\(paths))"
        case .jsonl: return "read_json(\(paths), format = 'newline_delimited')"
        default: return "read_json(\(paths), format = 'auto')"
        }
    }

    private func reading(
        _ stored: [(name: String, type: StoredType)],
        _ connection: borrowing ConnectionHandle
    ) throws(EngineError) -> FileReading {
        let given = request.names
        guard given.isEmpty || given.count == stored.count else {
            throw .malformed(
                files[0].path,
                "has \(stored.count) columns, and \(given.count) names are given"
            )
        }
        let names = given.isEmpty ? stored.map(\.name) : given
        let asked = Dictionary(request.types.map { ($0.name, $0.type) }, uniquingKeysWith: { $1 })
        for field in request.types where !names.contains(field.name) {
            throw .malformed(files[0].path, "has no column `\(field.name)` to give a type to")
        }
        let levels =
            request.format == .parquet ? try StoredLevels.found(in: files, connection, work) : [:]
        var fields: [Field] = []
        var columns: [String] = []
        for (name, column) in zip(names, stored) {
            if column.type.isWide, asked[name] == nil, try fits(column.name, connection) {
                fields.append(Field(name, .int))
                columns.append("CAST(\(SQLText.name(column.name)) AS BIGINT)")
                continue
            }
            let sql = FileReading.adapted(column.name, column.type, zone: request.zone)
            let natural = column.type.columnType
            if let type = asked[name], type != natural {
                fields.append(Field(name, type))
                let cast = type == .category([]) ? "VARCHAR" : SQLText.type(type)
                columns.append("CAST(\(sql) AS \(cast))")
            } else if natural == .text, asked[name] == nil, let levels = levels[column.name],
                try StoredLevels.hold(levels, for: sql, in: from, connection, work)
            {
                fields.append(Field(name, .category(levels)))
                columns.append("CAST(\(sql) AS \(SQLText.type(.category(levels))))")
            } else {
                fields.append(Field(name, natural))
                columns.append(sql)
            }
        }
        var reading = FileReading(from: from, columns: columns, schema: Schema(fields))
        reading.isWhole = partitions.fields.isEmpty
        return try CategoryLevels.filled(reading, connection, work)
    }

    /// Whether 64 bits hold all of a column that DuckDB took wider, as it does with large numbers
    /// of both signs in JSON.
    private func fits(
        _ name: String,
        _ connection: borrowing ConnectionHandle
    ) throws(EngineError) -> Bool {
        let column = SQLText.name(name)
        let rows = try connection.rows(
            """
            SELECT count(*) FROM \(from) WHERE TRY_CAST(\(column) AS BIGINT) IS NULL \
            AND \(column) IS NOT NULL
            """,
            in: work
        )
        return rows.first?.first == .int(0)
    }
}
