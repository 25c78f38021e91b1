import Kernels
import Relations
import Tables

/// What the cells of a text file lose when their column is read as numbers.
///
/// Looked for in the first rows: whole numbers longer than a float holds, and cells
/// such as `inf` and `nan`, which are read as missing.
struct CSVLosses {
    /// A column read as float by its looks.
    struct Column {
        var name: String
        /// The SQL of its cells as text.
        var text: String
    }

    /// How many rows are looked at; more would be felt when a large file is loaded.
    private static let sample = 10_000

    /// How many digits of a whole number every float holds.
    private static let digits = 15

    let columns: [Column]

    /// Reads the first rows of `from` and says what is lost, a line for each kind.
    func remarks(
        from: String,
        _ connection: borrowing ConnectionHandle,
        _ work: WorkContext
    ) throws(EngineError) -> [String] {
        if columns.isEmpty { return [] }
        let lost = columns.flatMap { column in
            [
                """
                count(*) FILTER (length(\(column.text)) > \(Self.digits) AND \
                regexp_full_match(\(column.text), '[+-]?0*[1-9][0-9]{\(Self.digits),}'))
                """,
                "count(*) FILTER (NOT isfinite(TRY_CAST(\(column.text) AS DOUBLE)))",
            ]
        }
        let sql = """
            SELECT \(lost.joined(separator: ", ")) \
            FROM (SELECT * FROM \(from) LIMIT \(Self.sample))
            """
        let counts = try connection.rows(sql, in: work).first ?? []
        let found = counts.map { $0 != .int(0) }
        let kinds = [
            (0, "read as float, which rounds whole numbers of more than \(Self.digits) digits"),
            (1, "read as float; cells such as `inf` and `nan` are missing"),
        ]
        return kinds.compactMap { kind, what in
            let lossy = columns.indices.filter { found[2 * $0 + kind] }.map { columns[$0].name }
            guard let first = lossy.first else { return nil }
            let names = lossy.map { "`\($0)`" }.joined(separator: ", ")
            return "\(names) \(what); `\(Self.asText(first))` keeps them as written"
        }
    }

    /// The argument by which `load` reads a column as text.
    static func asText(_ name: String) -> String {
        let isPlain =
            name.first?.isLetter == true
            && name.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" }
        return "types: {\(isPlain ? name : "`\(name)`"): \"text\"}"
    }
}
