import Kernels
import Relations
import Tables

/// Numbers that a text file writes with marks of its own, such as `1.234,50`.
///
/// DuckDB drops every mark of thousands that it sees, and so takes a day like `12.05.2024` for a
/// number: here the groups between the marks have three digits, or the text is no number.
struct CSVNumbers {
    /// What a text begins with that is no number, so that nothing else converts it.
    static let strange = "in column "

    let decimal: String
    let thousands: String?

    init(_ request: FileRequest) {
        decimal = request.decimal
        thousands = request.thousands
    }

    /// Whether numbers look as they do everywhere else.
    var arePlain: Bool { decimal == "." && thousands == nil }

    /// A text of column `alias` as a number of a type.
    func number(_ text: String, _ alias: String, _ type: ColumnType) -> String {
        var usual = text
        if let thousands { usual = "replace(\(usual), \(SQLText.text(thousands)), '')" }
        usual = "replace(\(usual), \(SQLText.text(decimal)), '.')"
        let other = "\(SQLText.text("\(Self.strange)\(alias): ")) || \(text)"
        let chosen = "CASE WHEN \(isNumber(text, type)) THEN \(usual) ELSE \(other) END"
        return "CAST(\(chosen) AS \(SQLText.type(type)))"
    }

    /// Whether a text is a number of a type in this spelling.
    private func isNumber(_ text: String, _ type: ColumnType) -> String {
        let groups = thousands.map { "|[0-9]{1,3}(\(escaped($0))[0-9]{3})+" } ?? ""
        let whole = "([0-9]+\(groups))"
        let point = escaped(decimal)
        let pattern =
            type == .int
            ? "[+-]?\(whole)"
            : "[+-]?(\(whole)(\(point)[0-9]*)?|\(point)[0-9]+)([eE][+-]?[0-9]+)?"
        return "regexp_full_match(\(text), \(SQLText.text(pattern)))"
    }

    private func escaped(_ mark: String) -> String { mark == " " ? mark : "\\" + mark }

    /// The types of columns, by what the first rows look like: what is found as text or number is
    /// looked at anew.
    func types(
        _ found: [String],
        _ text: (Int) -> String,
        from: String,
        _ connection: borrowing ConnectionHandle,
        _ work: WorkContext
    ) throws(EngineError) -> [String] {
        let open = found.indices.filter { CSVColumn.isTextOrNumber(found[$0]) }
        if open.isEmpty { return found }
        let asks = open.flatMap { index in
            [ColumnType.int, .float].map { "bool_and(\(isNumber(text(index), $0)))" }
        }
        let rows = try connection.rows(
            """
            SELECT \(asks.joined(separator: ", "))
            FROM (SELECT * FROM \(from) LIMIT \(CSVSniffing.sample))
            """,
            in: work
        )
        var types = found
        for (place, index) in open.enumerated() {
            let isInt = rows[0][2 * place] == .bool(true)
            let isFloat = rows[0][2 * place + 1] == .bool(true)
            types[index] = isInt ? "BIGINT" : isFloat ? "DOUBLE" : "VARCHAR"
        }
        return types
    }
}
