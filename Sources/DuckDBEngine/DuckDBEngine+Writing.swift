import Glibc
package import Kernels
package import Relations
import Tables

extension DuckDBEngine {
    package func write(
        _ plan: Plan,
        to destination: Destination,
        in work: WorkContext
    ) throws(EngineError) -> Int64 {
        let plan = plan.guarded
        try checkFiles(of: plan)
        if !destination.partition.isEmpty {
            return try writeFolders(plan, to: destination, in: work)
        }
        let path = FileFacts.expanded(destination.path)
        try Self.checkPlace(path, replaces: destination.replaces)
        let draft = Self.draft(of: path)
        defer { FileFacts.remove(draft) }
        let connection = try connect(work)
        let sql = try statement(plan.unmarked.sinkingConditions(pruning: pruned), connection, work)
        let copy = """
            COPY (
            \(SQLText.indented(Self.spelled(sql, plan.schema, destination.format)))
            ) TO \(SQLText.text(draft)) (\(Self.options(destination.format, path, plan.schema)))
            """
        let count: Int64
        do {
            count = try connection.execute(copy, "writing", in: work)
        } catch {
            throw Self.unwritable(plan.holdsProtected ? error.withoutValues : error, path)
        }
        try Self.publish(draft, path, replaces: destination.replaces)
        store.remember(written: path)
        return count
    }

    /// Where a file is written before it takes its name.
    static func draft(of path: String) -> String {
        "\(FileFacts.folder(path))/.\(FileFacts.name(path)).\(getpid()).part"
    }

    /// Refuses a place where no file can be written.
    static func checkPlace(_ path: String, replaces: Bool) throws(EngineError) {
        let folder = FileFacts.folder(path)
        guard FileFacts.isFolder(folder) else {
            throw EngineError(
                .fileUnwritable,
                "there is no folder `\(folder)`",
                hints: ["! mkdir -p \(folder)"]
            )
        }
        if FileFacts.isFolder(path) {
            throw EngineError(.fileUnwritable, "`\(path)` is a folder")
        }
        if !replaces, access(path, F_OK) == 0 { throw exists(path) }
        guard access(folder, W_OK) == 0 else {
            throw EngineError(
                .fileUnwritable,
                "nothing may be written into `\(folder)`",
                hints: ["! chmod u+w \(folder)"]
            )
        }
    }

    static func exists(_ path: String) -> EngineError {
        EngineError(
            .fileExists,
            "`\(path)` is there already",
            hints: ["save(\"\(path)\", replace: true)"]
        )
    }

    /// The rows as the format spells them: moments are in UTC and say so.
    static func spelled(
        _ sql: String,
        _ schema: Schema,
        _ format: FileRequest.Format
    ) -> String {
        let aliases = SQLNames.aliases(schema.names)
        let columns = zip(schema.fields, aliases).map { field, alias in
            let column = SQLText.name("c\(alias)")
            return "\(Self.spelled(column, field.type, format)) AS \(SQLText.name(alias))"
        }
        if columns.isEmpty { return sql }
        return """
            SELECT \(columns.joined(separator: ", "))
            FROM (
            \(SQLText.indented(sql))
            ) AS rows(\(SQLText.names(aliases.map { "c\($0)" })))
            """
    }

    private static func spelled(
        _ column: String,
        _ type: ColumnType,
        _ format: FileRequest.Format
    ) -> String {
        switch (type, format) {
        case (.timestamp, .parquet): "\(column) AT TIME ZONE 'UTC'"
        case (.timestamp, _):
            "replace(CAST(\(column) AS VARCHAR), ' ', 'T') || 'Z'"
        case (.missing, .parquet): "CAST(\(column) AS VARCHAR)"
        default: column
        }
    }

    static func options(
        _ format: FileRequest.Format,
        _ path: String,
        _ schema: Schema
    ) -> String {
        let packing =
            path.hasSuffix(".gz")
            ? ", COMPRESSION gzip" : path.hasSuffix(".zst") ? ", COMPRESSION zstd" : ""
        switch format {
        case .csv: return "FORMAT csv, HEADER, NULLSTR ''" + packing
        case .tsv: return "FORMAT csv, HEADER, NULLSTR '', DELIMITER '\t'" + packing
        case .parquet: return "FORMAT parquet, COMPRESSION zstd" + StoredLevels.option(schema)
        case .json: return "FORMAT json, ARRAY true" + packing
        case .jsonl: return "FORMAT json" + packing
        }
    }

    static func unwritable(_ error: EngineError, _ path: String) -> EngineError {
        let said = error.underlying ?? ""
        let draft = FileFacts.name(Self.draft(of: path))
        if said.contains("No space left"), !said.contains(draft) { return .diskFull }
        if said.contains("No space left") {
            return EngineError(
                .fileUnwritable,
                "no space is left for `\(path)`",
                hints: ["! df -h \(FileFacts.folder(path))"],
                underlying: said
            )
        }
        if said.hasPrefix("IO Error"), said.contains(".part") {
            let reason = error.message.split(separator: ":").last?.trimmed.lowercased() ?? ""
            return EngineError(
                .fileUnwritable,
                "`\(path)` cannot be written: \(reason)",
                underlying: said
            )
        }
        return error
    }

    /// Gives a whole, safely stored draft its name, at once.
    static func publish(
        _ draft: String,
        _ path: String,
        replaces: Bool
    ) throws(EngineError) {
        let file = Glibc.open(draft, O_RDONLY)
        guard file >= 0, fsync(file) == 0 else {
            if file >= 0 { Glibc.close(file) }
            throw EngineError(.fileUnwritable, "`\(path)` cannot be written")
        }
        Glibc.close(file)
        // A link fails where the name is taken meanwhile; renaming would replace it.
        let done = replaces ? rename(draft, path) : link(draft, path)
        guard done == 0 else {
            if errno == EEXIST { throw exists(path) }
            throw EngineError(.fileUnwritable, "`\(path)` cannot be written")
        }
    }
}
