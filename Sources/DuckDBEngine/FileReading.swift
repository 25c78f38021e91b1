import Relations
import Tables

/// How files become rows: what follows FROM, and the columns made of it.
struct FileReading: Sendable {
    /// A call such as `read_csv(…)`.
    var from: String
    /// For each column of ours the SQL that makes it.
    var columns: [String]
    var schema: Schema
    /// Whether `*` gives these columns in this order, which it does not where folders tell some.
    var isWhole = true
    /// What was taken for granted about the files, for the person who reads them.
    var remarks: [String] = []

    /// Whether the rows are kept in a table when they are first read.
    static func isStored(_ format: FileRequest.Format) -> Bool { format != .parquet }

    /// What a query that gives these stored types must do to give our types.
    ///
    /// Moments with an offset become moments in UTC, those without are in `zone`.
    static func adapted(
        _ name: String,
        _ stored: StoredType,
        zone: String,
        fillsNaN: Bool = true
    ) -> String {
        let sql = SQLText.name(name)
        if stored.isZoned { return "\(sql) AT TIME ZONE 'UTC'" }
        switch stored.columnType {
        case .timestamp:
            let plain = stored.isCanonical ? sql : "CAST(\(sql) AS TIMESTAMP)"
            if zone == "UTC" { return plain }
            return "(\(plain) AT TIME ZONE \(SQLText.text(zone))) AT TIME ZONE 'UTC'"
        case .float:
            let double = stored.isCanonical ? sql : "CAST(\(sql) AS DOUBLE)"
            return fillsNaN && !stored.isExact
                ? FiniteSQL.closed(double) : double
        case .category: return sql
        case let type: return stored.isCanonical ? sql : "CAST(\(sql) AS \(SQLText.type(type)))"
        }
    }

    /// The files as an argument of a reading function.
    static func paths(_ files: [FileIdentity]) -> String {
        files.count == 1 ? SQLText.text(files[0].path) : SQLText.list(files.map(\.path))
    }
}

extension EngineError {
    static func malformed(_ path: String, _ what: String, hints: [String] = []) -> EngineError {
        EngineError(.fileMalformed, "`\(FileFacts.name(path))` \(what)", hints: hints)
    }

    /// What is wrong with a file, from what the engine said about it.
    func about(_ files: [FileIdentity], _ request: FileRequest) -> EngineError {
        guard code != .cancelled, code != .memoryExhausted else { return self }
        let path = files.first { message.contains($0.path) }?.path ?? files.first?.path ?? ""
        let typed = FileFacts.expanded(request.path)
        let low = message.lowercased()
        if low.contains("json") {
            return JSONFault(message).map { .malformed(path, $0.what) }
                ?? .malformed(path, "is not JSON: \(message)", hints: hints)
        }
        if low.contains("gzip") || low.contains("zstd") || low.contains("unexpected end") {
            return .malformed(
                path,
                "is cut short or not compressed as its name says",
                hints: [
                    WebAddress(typed).map { "! curl -LO \($0.shellWord)" }
                        ?? "`! gzip -t \(path)` tests it; fetch it again"
                ]
            )
        }
        if low.contains("magic bytes") || low.contains("footer") || low.contains("parquet") {
            return .malformed(
                path,
                "is not a whole Parquet file",
                hints: ["load(\"\(typed)\", format: \"csv\") reads it if it is text"]
            )
        }
        return self
    }
}
