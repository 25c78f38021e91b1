import Tables

/// Conversions, which stop at what they cannot read, or make it missing with `try: true`.
enum Conversions {
    static let all: [RowFunction] = [int, float, text, bool, date, timestamp]

    static let attempt = RowParameter(
        "try",
        "whether what cannot be read becomes missing",
        .bool,
        standard: .bool(false),
        isConstant: true
    )

    private static let source = RowParameter("x", "the value", .oneOf([.number, .bool, .text]))

    private static let int = RowFunction(
        "int",
        "The value as an int; a float loses its fraction.",
        .numbers,
        takes: [source, attempt],
        examples: ["int(\"42\")", "int(2.7)"],
        sql: .made { call in
            switch call.operands[0].type {
            case .float: call.cast(call.filling("trunc($1)"), "BIGINT")
            case .int: call.arguments[0]
            case .bool: call.filling("CAST($1 AS BIGINT)")
            default: call.cast(read(call, "[+-]?[0-9]+"), "BIGINT")
            }
        },
        evaluate: { columns, count, type in
            if columns[0].type == .int { return columns[0] }
            return try converted(columns, count, type, "an int") { cell in
                switch cell {
                case .float(let x): Int64(exactly: x.rounded(.towardZero)).map { .int($0) }
                case .bool(let flag): .int(flag ? 1 : 0)
                case .text(let text): Int64(blankless(text)).map { .int($0) }
                default: nil
                }
            }
        },
        gives: { _ throws(TypeFault) in .int }
    )

    private static let float = RowFunction(
        "float",
        "The value as a float.",
        .numbers,
        takes: [source, attempt],
        examples: ["float(\"2.5\")", "float(3)"],
        sql: .made { call in
            guard call.operands[0].type.isTextual else { return call.filling("CAST($1 AS DOUBLE)") }
            let form = #"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?"#
            return FiniteSQL.closed(call.cast(read(call, form), "DOUBLE"))
        },
        evaluate: { columns, count, type in
            guard columns[0].type.isTextual else {
                return .floats(columns[0].doubles, columns.commonValidity(count))
            }
            let column = try converted(columns, count, type, "a float") { cell in
                guard case .text(let text) = cell else { return nil }
                return number(blankless(text)).map { .float($0) }
            }
            return .floats(column.doubles, column.validity)
        },
        gives: { _ throws(TypeFault) in .float }
    )

    /// A decimal number; words such as `nan` and `inf` are none.
    private static func number(_ text: String) -> Double? {
        let isDecimal = text.utf8.allSatisfy {
            (48...57).contains($0) || [43, 45, 46, 69, 101].contains($0)
        }
        return isDecimal ? Double(text) : nil
    }

    private static let text = RowFunction(
        "text",
        "The value as a text.",
        .text,
        takes: [RowParameter("x", "the value", .ordered)],
        examples: ["text(flight)"],
        sql: .template("CAST($1 AS VARCHAR)"),
        evaluate: { columns, count, type in
            let column = columns[0]
            if column.type.isTextual { return .texts(column.strings, column.validity) }
            let cells = (0..<count).map { row -> Scalar in
                switch column[row] {
                case .missing: .missing
                case .float(let x): .text(String(x))
                case let cell: .text(Conversion.text(cell))
                }
            }
            return Column(type, cells: cells)
        },
        gives: { _ throws(TypeFault) in .text }
    )

    private static let bool = RowFunction(
        "bool",
        "The value as true or false: a number by whether it is 0, a text by its word.",
        .numbers,
        takes: [source, attempt],
        examples: ["bool(\"yes\")", "bool(1)"],
        sql: .made { call in
            guard call.operands[0].type.isTextual else {
                return call.filling("CAST($1 AS BOOLEAN)")
            }
            let word = "lower(trim(CAST(\(call.arguments[0]) AS VARCHAR)))"
            let no = words.map { SQLText.quoted($0.0) }.joined(separator: ", ")
            let yes = words.map { SQLText.quoted($0.1) }.joined(separator: ", ")
            let rest = call.tries ? "NULL" : "CAST('not a bool: ' || \(word) AS BOOLEAN)"
            return "(CASE WHEN \(word) IN (\(yes)) THEN true WHEN \(word) IN (\(no)) THEN false"
                + " ELSE \(rest) END)"
        },
        evaluate: { columns, count, type in
            try converted(columns, count, type, "a bool") { cell in
                guard case .text(let text) = cell else { return cell.number.map { .bool($0 != 0) } }
                let word = blankless(text).lowercased()
                if words.contains(where: { $0.1 == word }) { return .bool(true) }
                return words.contains { $0.0 == word } ? .bool(false) : nil
            }
        },
        gives: { _ throws(TypeFault) in .bool }
    )

    private static let words = [
        ("false", "true"), ("f", "t"), ("no", "yes"), ("n", "y"), ("0", "1"),
    ]

    /// The text without blanks at its ends, if it has the form, in SQL; else a text that no cast
    /// takes, or nothing where that is to be missing.
    static func read(_ call: SQLCall, _ form: String) -> String {
        let text = "trim(CAST(\(call.arguments[0]) AS VARCHAR))"
        let rest = call.tries ? "NULL" : Unreadable.sql(text, in: call.operands[0].column)
        return
            "CASE WHEN regexp_full_match(\(text), \(SQLText.quoted(form))) THEN \(text) ELSE \(rest) END"
    }

    static func blankless(_ text: String) -> String {
        String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }

    /// Each cell read by `body`; where that gives nothing it is missing or stops everything.
    static func converted(
        _ columns: [Column],
        _ count: Int,
        _ type: ColumnType,
        _ word: String,
        _ body: (Scalar) -> Scalar?
    ) throws -> Column {
        let cells = try (0..<count).map { row -> Scalar in
            let cell = columns[0][row]
            guard cell != .missing else { return .missing }
            if let value = body(cell) { return value }
            if columns[1][row] == .bool(true) { return .missing }
            throw EvaluationFault.unconvertible(Conversion.text(cell), to: word)
        }
        return Column(type, cells: cells)
    }
}

/// A text that no cast takes, which carries what could not be read into the engine's complaint.
package enum Unreadable {
    private static let sign = "not readable: "
    private static let separator: Character = "\u{1}"

    /// In SQL, from that of the text, with the name of its column where it stands in one.
    package static func sql(_ text: String, in column: String?) -> String {
        let place = column.map { " || chr(1) || \(SQLText.quoted($0))" } ?? ""
        return "'\(sign)' || \(text)\(place)"
    }

    /// Whether what the engine quotes is such a text.
    package static func begins(_ quoted: Substring) -> Bool { quoted.hasPrefix(sign) }

    /// What the engine quotes: the cell, and the column where it was told.
    package static func parts(of quoted: Substring) -> (cell: Substring, column: Substring?) {
        let rest = begins(quoted) ? quoted.dropFirst(sign.count) : quoted
        guard let end = rest.lastIndex(of: separator) else { return (rest, nil) }
        return (rest[..<end], rest[rest.index(after: end)...])
    }
}

extension SQLCall {
    /// Whether what cannot be converted is to be missing: the second argument of a conversion.
    var tries: Bool { operands.count > 1 && operands[1].constant == .bool(true) }

    func cast(_ sql: String, _ type: String) -> String {
        "\(tries ? "TRY_CAST" : "CAST")(\(sql) AS \(type))"
    }
}
