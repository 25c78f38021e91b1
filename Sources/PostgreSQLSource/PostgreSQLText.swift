import Relations
import Tables

/// Names, values and conditions in PostgreSQL's SQL.
enum PostgreSQLText {
    static func name(_ name: String) -> String {
        "\"" + name.replacing("\"", with: "\"\"") + "\""
    }

    /// A table's whole name, its schema before a point.
    static func table(_ text: String) -> String {
        text.split(separator: ".", maxSplits: 1).map { name(String($0)) }.joined(separator: ".")
    }

    static func text(_ text: String) -> String {
        let quoted = "'" + text.replacing("'", with: "''") + "'"
        return text.contains("\\") ? "E" + quoted.replacing("\\", with: "\\\\") : quoted
    }

    /// A condition, or nil where the server might leave out a row that meets it.
    static func condition(_ condition: SimpleCondition) -> String? {
        switch condition {
        case .compares(let field, let test, let value):
            // Padded texts and orders of letters differ; equality at most gives too much.
            if field.type.isTextual, test != .equal { return nil }
            return literal(value, of: field.type).map { "\(side(field)) \(test.rawValue) \($0)" }
        case .isOneOf(let field, let values):
            let spelled = values.compactMap { literal($0, of: field.type) }
            guard spelled.count == values.count else { return nil }
            return "\(side(field)) IN (\(spelled.joined(separator: ", ")))"
        case .isMissing(let field):
            // Infinite days and moments are missing too.
            guard [.int, .bool].contains(field.type) || field.type.isTextual else { return nil }
            return "\(name(field.name)) IS NULL"
        case .isPresent(let field): return "\(name(field.name)) IS NOT NULL"
        case .all(let parts):
            let spelled = parts.compactMap(self.condition)
            return spelled.isEmpty ? nil : "(\(spelled.joined(separator: " AND ")))"
        case .any(let parts):
            let spelled = parts.compactMap(self.condition)
            guard spelled.count == parts.count else { return nil }
            return "(\(spelled.joined(separator: " OR ")))"
        }
    }

    private static func side(_ field: Field) -> String {
        field.type.isTextual ? "\(name(field.name))::text" : name(field.name)
    }

    private static func literal(_ value: Scalar, of type: ColumnType) -> String? {
        switch (type, value) {
        case (.bool, .bool(let value)): "\(value)"
        case (.int, .int(let value)), (.float, .int(let value)): "\(value)"
        case (.int, .float(let value)), (.float, .float(let value)):
            value.isFinite ? "'\(value)'::float8" : nil
        case (.text, .text(let value)), (.category, .text(let value)):
            value.contains("\0") ? nil : text(value)
        case (.date, .date(let day)): "'\(day.text)'::date"
        case (.time, .time(let time)): "'\(time.text)'::time"
        case (.timestamp, .timestamp(let instant)): "'\(instant.text)'::timestamp"
        default: nil
        }
    }
}
