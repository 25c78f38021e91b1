import Glibc
import Kernels
import Relations
import Tables

extension DuckDBEngine {
    /// How many folders are written at most.
    private static let mostFolders: Int64 = 10_000

    /// Runs a plan and writes its rows into a folder, those with the same values of the partition's
    /// columns into one file: all of them, or the folder stays as it was.
    ///
    /// Rows of a file keep their order, which DuckDB's own partitioned writing does not promise.
    func writeFolders(
        _ plan: Plan,
        to destination: Destination,
        in work: WorkContext
    ) throws(EngineError) -> Int64 {
        let path = FileFacts.folderPath(FileFacts.expanded(destination.path))
        try PartitionedFolder.check(path, replaces: destination.replaces)
        let connection = try connect(work)
        let rows = PartitionedRows(plan.schema, destination)
        let sql = try statement(plan.unmarked.sinkingConditions(pruning: pruned), connection, work)
        let table = "temp.\(SQLText.name("folders of \(path)"))"
        // After ctrl-C too: the connection goes on to whoever asks next.
        defer { _ = try? connection.execute("DROP TABLE IF EXISTS \(table)", in: WorkContext()) }
        let count = try connection.execute(
            "CREATE OR REPLACE TEMP TABLE \(table.dropFirst(5)) AS\n\(rows.sorted(sql))",
            "running",
            in: work
        )
        let folders = try rows.folders(of: table, connection, work)
        if folders.count > Self.mostFolders {
            throw EngineError(
                .fileUnwritable,
                "there are \(folders.count) folders to make, and \(Self.mostFolders) are the most",
                hints: ["partition: a column with fewer values"]
            )
        }
        if Set(folders.map(\.path)).count < folders.count {
            throw EngineError(
                .fileUnwritable,
                "`\(Partitions.missing)` is what a folder of missing values is called, and a text says the same",
                hints: ["missing_if(x, \"\(Partitions.missing)\") before it"]
            )
        }
        let draft = Self.draft(of: path)
        defer { PartitionedFolder.remove(draft) }
        for folder in folders {
            if work.cancellation.isCancelled { throw .cancelledByReader }
            try PartitionedFolder.make("\(draft)/\(folder.path)", of: path)
            let file = "\(draft)/\(folder.path)/\(rows.fileName)"
            let options = Self.options(destination.format, file, plan.schema)
            do {
                try connection.execute(
                    "COPY (\(rows.rows(of: folder, in: table))) TO \(SQLText.text(file)) (\(options))",
                    "writing",
                    in: work
                )
            } catch {
                throw Self.unwritable(error, path)
            }
            try PartitionedFolder.settle(file, of: path)
        }
        if folders.isEmpty { try PartitionedFolder.make(draft, of: path) }
        try PartitionedFolder.publish(draft, path, replaces: destination.replaces)
        for folder in folders { store.remember(written: "\(path)/\(folder.path)/\(rows.fileName)") }
        return count
    }
}

/// The SQL of rows that are parted into folders.
private struct PartitionedRows {
    /// A folder and where its rows lie in the sorted table.
    struct Folder {
        var path: String
        var first: Int64
        var last: Int64
    }

    private let schema: Schema
    private let destination: Destination
    private let aliases: [String]
    private let position: String
    private let keys: [(name: String, alias: String)]

    init(_ schema: Schema, _ destination: Destination) {
        self.schema = schema
        self.destination = destination
        aliases = SQLNames.aliases(schema.names)
        position = SQLNames.aliases(["rowid", "position"] + schema.names).dropFirst().first ?? ""
        let named = Dictionary(zip(schema.names, aliases), uniquingKeysWith: { first, _ in first })
        keys = destination.partition.compactMap { name in named[name].map { (name, $0) } }
    }

    var fileName: String { "rows.\(destination.format.rawValue)" }

    /// The rows of a statement, those of one folder beside each other and in their order.
    func sorted(_ sql: String) -> String {
        let spelled = DuckDBEngine.spelled(sql, schema, destination.format)
        let order = keys.map { SQLText.name($0.alias) } + [SQLText.name(position)]
        return """
            SELECT *, row_number() OVER () AS \(SQLText.name(position))
            FROM (
            \(SQLText.indented(spelled))
            )
            ORDER BY \(order.joined(separator: ", "))
            """
    }

    func folders(
        of table: String,
        _ connection: borrowing ConnectionHandle,
        _ work: WorkContext
    ) throws(EngineError) -> [Folder] {
        let names = keys.map { SQLText.name($0.alias) }
        let texts = names.map { "CAST(\($0) AS VARCHAR)" }
        let rows = try connection.rows(
            """
            SELECT min(rowid), max(rowid), \(texts.joined(separator: ", "))
            FROM \(table) GROUP BY \(names.joined(separator: ", ")) ORDER BY 1
            """,
            in: work
        )
        return rows.compactMap { row in
            guard case .int(let first) = row[0], case .int(let last) = row[1] else { return nil }
            let parts = zip(keys, row.dropFirst(2)).map { key, cell in
                if case .text(let text) = cell { return "\(key.name)=\(Partitions.encoded(text))" }
                return "\(key.name)=\(Partitions.missing)"
            }
            return Folder(path: parts.joined(separator: "/"), first: first, last: last)
        }
    }

    func rows(of folder: Folder, in table: String) -> String {
        let taken = keys.map(\.alias)
        let columns = aliases.filter { !taken.contains($0) }.map(SQLText.name)
        return """
            SELECT \(columns.joined(separator: ", ")) FROM \(table) \
            WHERE rowid BETWEEN \(folder.first) AND \(folder.last) ORDER BY rowid
            """
    }
}
