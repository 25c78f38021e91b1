import Kernels
import Relations
import Tables

/// One column of a text file: what it is read as, and what is made of that.
struct CSVColumn {
    /// DuckDB's type in the call that reads.
    let readAs: String
    let type: ColumnType
    /// The column of ours, from the column of the call.
    let sql: String

    /// `hasFormat` says that the file writes moments in a way of its own, which DuckDB has found.
    init(
        _ alias: String,
        of title: String,
        found: String,
        asked: ColumnType?,
        hasFormat: Bool,
        request: FileRequest
    ) {
        let name = SQLText.name(alias)
        let text = Self.text(alias, request)
        let zone = SQLText.text(request.zone)
        let zoned = "TIMESTAMP WITH TIME ZONE"
        let natural = Self.type(found)
        let type = asked ?? natural
        self.type = type
        let numbers = CSVNumbers(request)
        if !numbers.arePlain, type == .int || type == .float {
            readAs = "VARCHAR"
            let number = numbers.number(text, alias, type)
            sql = type == .float ? FiniteSQL.closed(number) : number
            return
        }
        if asked == nil || (type == natural && (type != .timestamp || hasFormat)) {
            readAs = Self.isUsual(found) ? found : SQLText.type(type)
            switch type {
            case .text: sql = text
            case .float: sql = FiniteSQL.closed(name)
            case .timestamp where found == zoned: sql = "\(name) AT TIME ZONE 'UTC'"
            case .timestamp where request.zone != "UTC":
                sql = "(\(name) AT TIME ZONE \(zone)) AT TIME ZONE 'UTC'"
            default: sql = name
            }
            return
        }
        readAs = "VARCHAR"
        switch type {
        case .text, .category([]): sql = text
        case .timestamp: sql = Self.moment(text, zone: request.zone)
        default: sql = Self.cast(text, SQLText.type(type), of: title)
        }
    }

    /// Text as another type; the complaint about what is none names the column.
    private static func cast(_ text: String, _ type: String, of column: String) -> String {
        let unreadable = Unreadable.sql(text, in: column)
        return "CASE WHEN TRY_CAST(\(text) AS \(type)) IS NULL AND \(text) IS NOT NULL"
            + " THEN CAST(\(unreadable) AS \(type)) ELSE TRY_CAST(\(text) AS \(type)) END"
    }

    /// Text as a moment: with an offset it stands for itself, without one it is in `zone`.
    private static func moment(_ text: String, zone: String) -> String {
        let itself = "CAST(CAST(\(text) AS TIMESTAMP WITH TIME ZONE) AS TIMESTAMP)"
        if zone == "UTC" { return itself }
        let name = SQLText.text(zone)
        let local = "(CAST(\(text) AS TIMESTAMP) AT TIME ZONE \(name)) AT TIME ZONE 'UTC'"
        let offset = "':[0-9.]+ *(Z|[+-][0-9]{2}(:?[0-9]{2})?)$'"
        return "CASE WHEN regexp_matches(\(text), \(offset)) THEN \(itself) ELSE \(local) END"
    }

    /// A column as text, without the spaces around it unless they count.
    static func text(_ alias: String, _ request: FileRequest) -> String {
        let name = SQLText.name(alias)
        return request.trimsSpace ? trimmed(name, request.missing) : name
    }

    /// Text without the spaces around it; if nothing or a sign of missing is left, missing.
    private static func trimmed(_ name: String, _ missing: [String]) -> String {
        let signs = missing.map(SQLText.text).joined(separator: ", ")
        let trimmed = "trim(\(name), ' ' || chr(9) || chr(13))"
        // Most text has no space around it, and is then taken as it is.
        return signs.isEmpty
            ? trimmed : "CASE WHEN \(trimmed) NOT IN (\(signs)) THEN \(trimmed) END"
    }

    /// Whether a type that DuckDB found is read as it is.
    private static func isUsual(_ name: String) -> Bool {
        switch type(name) {
        case .text: name == "VARCHAR"
        case .float: name == "DOUBLE" || name == "FLOAT"
        default: true
        }
    }

    /// Whether a type that DuckDB found says only that it is no bool and no moment.
    static func isTextOrNumber(_ name: String) -> Bool {
        switch type(name) {
        case .text, .int, .float: true
        default: false
        }
    }

    private static func type(_ name: String) -> ColumnType {
        switch name {
        case "BOOLEAN": .bool
        case "BIGINT", "INTEGER", "SMALLINT", "TINYINT": .int
        case "DOUBLE", "FLOAT", "HUGEINT", "UBIGINT", "UHUGEINT": .float
        case "DATE": .date
        case "TIME": .time
        case "TIMESTAMP", "TIMESTAMP WITH TIME ZONE": .timestamp
        default: .text
        }
    }
}

/// Categories without levels: the file's own, sorted.
enum CategoryLevels {
    static func filled(
        _ reading: FileReading,
        _ connection: borrowing ConnectionHandle,
        _ work: WorkContext
    ) throws(EngineError) -> FileReading {
        var reading = reading
        var fields = reading.schema.fields
        for (index, field) in fields.enumerated() where field.type == .category([]) {
            let rows = try connection.rows(
                """
                SELECT DISTINCT \(reading.columns[index]) AS level FROM \(reading.from)
                WHERE level IS NOT NULL ORDER BY level
                """,
                in: work
            )
            let levels = rows.compactMap { row in
                if case .text(let level) = row.first { level } else { nil }
            }
            fields[index].type = .category(levels)
            if !levels.isEmpty {
                let type = SQLText.type(.category(levels))
                reading.columns[index] = "CAST(\(reading.columns[index]) AS \(type))"
            }
        }
        reading.schema = Schema(fields)
        return reading
    }
}
