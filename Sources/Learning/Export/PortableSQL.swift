import Diagnostics
import Relations
import Tables

/// Row expressions and values in SQL that DuckDB and PostgreSQL read alike.
package enum PortableSQL {
    static func name(_ name: String) -> String { "\"\(name.replacing("\"", with: "\"\""))\"" }
    static func text(_ text: String) -> String { "'\(text.replacing("'", with: "''"))'" }

    /// A number with an exponent, which neither takes for a decimal of so many digits.
    package static func number(_ value: Double) -> String {
        let text = "\(value)"
        return text.contains("e") ? text : "\(text)e0"
    }

    static func double(_ sql: String) -> String { "CAST(\(sql) AS DOUBLE PRECISION)" }

    /// The SQL of an expression; throws for what the two do not both have.
    static func expression(_ expression: RowExpression) throws(Diagnostic) -> String {
        switch expression {
        case .column(let column, _): return name(column)
        case .literal(let value, _): return try literal(value)
        case .element: throw refusal("lists")
        case .call(let call): return try self.call(call)
        }
    }

    static func literal(_ cell: Scalar) throws(Diagnostic) -> String {
        switch cell {
        case .missing: "NULL"
        case .bool(let flag): flag ? "TRUE" : "FALSE"
        case .int(let number): "\(number)"
        case .float(let value) where value.isFinite: number(value)
        case .text(let string): text(string)
        default: throw refusal("\(cell.type.word) values")
        }
    }

    private static func call(_ call: RowCall) throws(Diagnostic) -> String {
        guard call.window == nil else { throw refusal("windows") }
        var parts: [String] = []
        for argument in call.arguments { parts.append(try expression(argument)) }
        if let table = call.function.table { return try lookup(parts[0], in: table) }
        return try sql(of: call, parts)
    }

    private static func lookup(_ key: String, in table: LookupTable) throws(Diagnostic) -> String {
        var cases = ""
        for (row, text) in table.keys.enumerated() {
            cases += " WHEN \(Self.text(text)) THEN \(try literal(table.values[row]))"
        }
        let count = table.keys.count
        let (other, missing) = (
            try literal(table.values[count]), try literal(table.values[count + 1])
        )
        guard count > 0 else {
            return "(CASE WHEN \(key) IS NULL THEN \(missing) ELSE \(other) END)"
        }
        return
            "(CASE WHEN \(key) IS NULL THEN \(missing) ELSE CASE \(key)\(cases) ELSE \(other) END END)"
    }

    private static let infix: [String: String] = [
        "+": "+", "-": "-", "*": "*", "==": "=", "!=": "<>", "<": "<", "<=": "<=", ">": ">",
        ">=": ">=", "and": "AND", "or": "OR",
    ]

    private static func sql(of call: RowCall, _ parts: [String]) throws(Diagnostic) -> String {
        let types = call.arguments.map(\.type)
        let isNumeric = types.allSatisfy { [.int, .float, .missing].contains($0) }
        switch call.function.name {
        case "+" where !isNumeric, "-" where !isNumeric, "*" where !isNumeric:
            throw refusal("`\(call.function.name)` of \(types[0].described)")
        case let word where infix[word] != nil:
            return "(" + parts.joined(separator: " \(infix[word] ?? "") ") + ")"
        case "/": return "(\(double(parts[0])) / nullif(\(double(parts[1])), 0e0))"
        case "negate": return "(- \(parts[0]))"
        case "not": return "(NOT \(parts[0]))"
        case "is missing": return "(\(parts[0]) IS NULL)"
        case "coalesce": return "coalesce(\(parts.joined(separator: ", ")))"
        case "float" where isNumeric || types[0] == .bool:
            return double(types[0] == .bool ? flag(parts[0]) : parts[0])
        case "text" where types[0] == .int || types[0].isTextual:
            return "CAST(\(parts[0]) AS VARCHAR)"
        case "case": return cases(parts)
        case "clip":
            let (x, low, high) = (parts[0], parts[1], parts[2])
            return
                "(CASE WHEN \(x) < \(low) THEN \(low) WHEN \(x) > \(high) THEN \(high) ELSE \(x) END)"
        case "log": return "(CASE WHEN \(parts[0]) > 0 THEN ln(\(double(parts[0]))) END)"
        case "exp", "abs": return "\(call.function.name)(\(parts[0]))"
        case "sqrt": return "(CASE WHEN \(parts[0]) >= 0 THEN sqrt(\(double(parts[0]))) END)"
        case let word: throw refusal("`\(word)`")
        }
    }

    /// Conditions and values by turns, and last what holds otherwise.
    private static func cases(_ parts: [String]) -> String {
        let pairs = stride(from: 0, to: parts.count - 1, by: 2)
            .map { "WHEN \(parts[$0]) THEN \(parts[$0 + 1])" }
        return "(CASE \(pairs.joined(separator: " ")) ELSE \(parts[parts.count - 1]) END)"
    }

    /// 1 for true and 0 for false.
    static func flag(_ sql: String) -> String {
        "CASE WHEN \(sql) THEN 1 WHEN NOT \(sql) THEN 0 END"
    }

    static func refusal(_ what: String) -> Diagnostic {
        Diagnostic(
            "model.sql",
            "the model computes a feature with \(what), which are not the same in every SQL",
            hints: ["derive the feature before `fit`, and the SQL reads it as a column"]
        )
    }
}
