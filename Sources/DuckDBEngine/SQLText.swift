import Tables

/// Names, literals and types as SQL.
enum SQLText {
    /// A name in quotes.
    static func name(_ name: String) -> String {
        "\"" + name.replacing("\"", with: "\"\"") + "\""
    }

    static func names(_ all: some Sequence<String>) -> String {
        all.map(name).joined(separator: ", ")
    }

    static func text(_ text: String) -> String {
        // DuckDB takes no null byte in the text of a statement.
        let parts = text.split(separator: "\0", omittingEmptySubsequences: false)
            .map { "'" + $0.replacing("'", with: "''") + "'" }
        return parts.count == 1 ? parts[0] : "(" + parts.joined(separator: " || chr(0) || ") + ")"
    }

    static func list(_ texts: [String]) -> String {
        "[" + texts.map(text).joined(separator: ", ") + "]"
    }

    /// A value in the SQL type that its column type is stored as.
    static func literal(_ value: Scalar, _ type: ColumnType) -> String {
        switch value {
        case .missing: return type == .missing ? "NULL" : "CAST(NULL AS \(self.type(type)))"
        case .bool(let value): return value ? "true" : "false"
        case .int(let value): return type == .float ? double(Double(value)) : int(value)
        case .float(let value): return double(value)
        case .text(let value):
            if case .category = type { return "CAST(\(text(value)) AS \(self.type(type)))" }
            return text(value)
        case .date(let value): return "DATE '\(value.text)'"
        case .time(let value): return "TIME '\(value.text)'"
        case .timestamp(let value): return "TIMESTAMP '\(value.text)'"
        case .duration(let value): return interval(value)
        case .list(let cells):
            guard case .list(let element) = type else { return "NULL" }
            return "[" + cells.map { literal($0, element) }.joined(separator: ", ") + "]"
        case .record(let parts):
            let cells = parts.map { "\(text($0.name)): \(literal($0.value, $0.value.type))" }
            return "{" + cells.joined(separator: ", ") + "}"
        }
    }

    private static func int(_ value: Int64) -> String {
        value == .min ? "CAST('\(value)' AS BIGINT)" : value < 0 ? "(\(value))" : "\(value)"
    }

    /// A double that reads back as the same bits; what is not finite is missing.
    private static func double(_ value: Double) -> String {
        guard value.isFinite else { return "CAST(NULL AS DOUBLE)" }
        let digits = "\(value)"
        // Without an exponent DuckDB would read a decimal.
        let short = digits.hasSuffix(".0") ? String(digits.dropLast(2)) : digits
        let text = digits.contains("e") ? digits : short + "e0"
        return value.sign == .minus ? "(\(text))" : text
    }

    private static func interval(_ value: Interval) -> String {
        var parts: [String] = []
        if value.months != 0 { parts.append("\(value.months) months") }
        if value.days != 0 { parts.append("\(value.days) days") }
        if value.microseconds != 0 || parts.isEmpty {
            parts.append("\(value.microseconds) microseconds")
        }
        return "INTERVAL '\(parts.joined(separator: " "))'"
    }

    /// The SQL type that a column of ours is stored as.
    static func type(_ type: ColumnType) -> String {
        switch type {
        case .bool: "BOOLEAN"
        case .int: "BIGINT"
        case .float: "DOUBLE"
        case .text, .missing: "VARCHAR"
        case .category(let levels):
            levels.isEmpty ? "VARCHAR" : "ENUM(" + levels.map(text).joined(separator: ", ") + ")"
        case .date: "DATE"
        case .time: "TIME"
        case .timestamp: "TIMESTAMP"
        case .duration: "INTERVAL"
        case .list(let element): self.type(element) + "[]"
        case .record(let fields):
            "STRUCT("
                + fields.map { "\(name($0.name)) \(self.type($0.type))" }
                .joined(separator: ", ") + ")"
        }
    }

    /// Several lines, each moved to the right.
    static func indented(_ sql: String) -> String {
        sql.split(separator: "\n", omittingEmptySubsequences: false)
            .map { "  " + $0 }.joined(separator: "\n")
    }

    /// Whether an expression stays one when something is written beside it.
    static func isAtomic(_ sql: String) -> Bool {
        var depth = 0
        var quote: Character?
        for (offset, character) in sql.enumerated() {
            if let open = quote {
                if character == open { quote = nil }
                continue
            }
            switch character {
            case "'", "\"": quote = character
            case "(", "[", "{": depth += 1
            case ")", "]", "}":
                depth -= 1
                // A bracket that closes before the end leaves something beside it.
                if depth == 0, offset < sql.count - 1 { return false }
            case _ where depth > 0: continue
            case "a"..."z", "A"..."Z", "0"..."9", "_", ".", "$": continue
            default: return false
            }
        }
        return true
    }
}
