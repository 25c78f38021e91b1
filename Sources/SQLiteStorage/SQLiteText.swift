import Relations
import Tables

/// Names, values and conditions in SQLite's SQL.
enum SQLiteText {
    static func name(_ name: String) -> String {
        "\"" + name.replacing("\"", with: "\"\"") + "\""
    }

    static func text(_ text: String) -> String {
        "'" + text.replacing("'", with: "''") + "'"
    }

    /// A condition, or nil where SQLite's cells do not show what it asks: days and moments are
    /// written in more than one way.
    static func condition(_ condition: SimpleCondition) -> String? {
        switch condition {
        case .compares(let field, let test, let value):
            guard let value = literal(value, of: field.type) else { return nil }
            return "\(side(field)) \(test.rawValue) \(value)"
        case .isOneOf(let field, let values):
            let spelled = values.compactMap { literal($0, of: field.type) }
            guard spelled.count == values.count else { return nil }
            return "\(side(field)) IN (\(spelled.joined(separator: ", ")))"
        case .isMissing(let field):
            // What is empty in a column of numbers is missing too.
            return field.type == .text ? "\(name(field.name)) IS NULL" : nil
        case .isPresent(let field): return "\(name(field.name)) IS NOT NULL"
        case .any(let parts), .all(let parts):
            let spelled = parts.compactMap(self.condition)
            if case .all = condition {
                return spelled.isEmpty ? nil : "(\(spelled.joined(separator: " AND ")))"
            }
            guard spelled.count == parts.count else { return nil }
            return "(\(spelled.joined(separator: " OR ")))"
        }
    }

    /// Whatever a column's own order of letters is, texts are the same when their bytes are.
    private static func side(_ field: Field) -> String {
        name(field.name) + (field.type == .text ? " COLLATE BINARY" : "")
    }

    private static func literal(_ value: Scalar, of type: ColumnType) -> String? {
        switch (type, value) {
        case (.bool, .bool(let value)): value ? "1" : "0"
        case (.int, .int(let value)), (.float, .int(let value)): "\(value)"
        case (.int, .float(let value)), (.float, .float(let value)):
            value.isFinite ? "\(value)" : nil
        case (.text, .text(let value)):
            value.contains("\0") ? nil : text(value)
        default: nil
        }
    }
}
