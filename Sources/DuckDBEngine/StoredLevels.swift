import Kernels
import Relations
import Tables

/// The levels of categories beside the texts of a Parquet file, which itself knows none in order.
///
/// Each is an entry of the file's own key-value metadata: a JSON list of the levels, lowest first,
/// under a key that names the column. Other programs read the column as text.
enum StoredLevels {
    private static let key = "epilogue.levels:"

    /// The option of `COPY` that writes them; empty where there are none.
    static func option(_ schema: Schema) -> String {
        let entries = schema.fields.compactMap { field -> String? in
            guard case .category(let levels) = field.type, !levels.isEmpty else { return nil }
            let list = "[" + levels.map(quoted).joined(separator: ",") + "]"
            return "\(SQLText.text(key + field.name)): \(SQLText.text(list))"
        }
        return entries.isEmpty ? "" : ", KV_METADATA {\(entries.joined(separator: ", "))}"
    }

    /// The levels by column, as far as all files say the same.
    static func found(
        in files: [FileIdentity],
        _ connection: borrowing ConnectionHandle,
        _ work: WorkContext
    ) throws(EngineError) -> [String: [String]] {
        let rows = try connection.rows(
            """
            SELECT substr(name, \(key.count + 1)), CAST(CAST(decode(value) AS JSON) AS VARCHAR[])
            FROM (
                SELECT file_name, TRY(decode(key)) AS name, value
                FROM parquet_kv_metadata(\(FileReading.paths(files)))
            )
            WHERE starts_with(name, \(SQLText.text(key)))
            GROUP BY name, value HAVING count(DISTINCT file_name) = \(files.count)
            """,
            in: work
        )
        return rows.reduce(into: [:]) { found, row in
            guard case .text(let name) = row[0], case .list(let cells) = row[1] else { return }
            found[name] = cells.compactMap { if case .text(let level) = $0 { level } else { nil } }
        }
    }

    /// Whether a column holds nothing but its levels: another program may have written other texts
    /// since, and kept what stood beside them.
    static func hold(
        _ levels: [String],
        for column: String,
        in from: String,
        _ connection: borrowing ConnectionHandle,
        _ work: WorkContext
    ) throws(EngineError) -> Bool {
        let texts = levels.map(SQLText.text).joined(separator: ", ")
        let rows = try connection.rows(
            "SELECT count(*) FROM \(from) WHERE \(column) NOT IN (\(texts))",
            in: work
        )
        return rows.first?.first == .int(0)
    }

    /// A text as JSON has it.
    private static func quoted(_ text: String) -> String {
        var json = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": json += "\\\""
            case "\\": json += "\\\\"
            case _ where scalar.value < 0x20:
                let code = String(scalar.value, radix: 16)
                json += "\\u" + String(repeating: "0", count: 4 - code.count) + code
            default: json.unicodeScalars.append(scalar)
            }
        }
        return json + "\""
    }
}
