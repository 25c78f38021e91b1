import Glibc
import Relations
import Synchronization
import Tables

/// Which sources and results have become tables of the session's own, and under which names.
final class TableStore: Sendable {
    /// The database in memory that most of them lie in, apart from the names that a user's SQL gives.
    ///
    /// Rows get there several times faster than into a file, and what memory has no room for is
    /// spilled as all other work is.
    static let catalog = "data"
    /// The schema of the session's file, whose pages are compressed, for what is large beside memory.
    static let schema = "stored"
    /// Which share of the memory limit a source may take to count as not large.
    private static let share = 4
    /// How much memory the engine takes where nobody says: four fifths of the machine's.
    static let usualMemory = sysconf(Int32(_SC_PHYS_PAGES)) * sysconf(Int32(_SC_PAGESIZE)) / 5 * 4

    private struct State {
        var readings: [FileSource: FileReading] = [:]
        var databases: [DatabaseSource: DatabaseReading] = [:]
        /// Names once given stay, whether the table is there yet or not.
        var places: [Plan: TablePlace] = [:]
        var used: Set<String> = []
        /// Bytes of memory that the engine may use.
        var memoryLimit = TableStore.usualMemory
        var stored: Set<Plan> = []
        /// Files that were written here, as they were then.
        var written: Set<FileIdentity> = []
        /// Leaves that some thread is making a table of.
        var making: Set<Plan> = []
    }

    enum Claim {
        /// The table is there.
        case stored
        /// The caller is to make it, and to `settle` the claim then.
        case granted
        /// Another thread is making it.
        case busy
    }

    private let state = Mutex(State())

    func remember(_ reading: FileReading, of source: FileSource) {
        state.withLock { $0.readings[source] = reading }
    }

    func reading(of source: FileSource) -> FileReading? { state.withLock { $0.readings[source] } }

    func remember(_ reading: DatabaseReading, of source: DatabaseSource) {
        state.withLock { $0.databases[source] = reading }
    }

    func reading(of source: DatabaseSource) -> DatabaseReading? {
        state.withLock { $0.databases[source] }
    }

    func remember(written path: String) {
        guard let identity = FileFacts.identity(path) else { return }
        state.withLock { _ = $0.written.insert(identity) }
    }

    /// Whether a file is what was written here.
    func isOwn(_ file: FileIdentity?) -> Bool {
        guard let file else { return false }
        return state.withLock { $0.written.contains(file) }
    }

    func isStored(_ leaf: Plan) -> Bool { state.withLock { $0.stored.contains(leaf) } }

    func claim(_ leaf: Plan) -> Claim {
        state.withLock { state in
            if state.stored.contains(leaf) { return .stored }
            return state.making.insert(leaf).inserted ? .granted : .busy
        }
    }

    func settle(_ leaf: Plan, isStored: Bool) {
        state.withLock { state in
            state.making.remove(leaf)
            if isStored { state.stored.insert(leaf) }
        }
    }

    /// Settles how much memory there is for what is stored from now on.
    func limit(memory bytes: Int) { state.withLock { $0.memoryLimit = bytes } }

    /// Where the table of a leaf lies, or will lie.
    func place(of leaf: Plan) -> TablePlace {
        state.withLock { state in
            if let place = state.places[leaf] { return place }
            let wish = Self.wish(leaf)
            var name = wish
            var number = 1
            while !state.used.insert(name.lowercased()).inserted {
                number += 1
                name = "\(wish)_\(number)"
            }
            let isLarge = leaf.expectedBytes > state.memoryLimit / Self.share
            let place = TablePlace(name: name, isInFile: isLarge)
            state.places[leaf] = place
            return place
        }
    }

    /// The name that tells most about a leaf.
    private static func wish(_ leaf: Plan) -> String {
        switch leaf {
        case .scan(.files(let source)):
            let file = FileFacts.name(source.files.first?.path ?? "")
            return String(file.split(separator: ".").first ?? "file")
        case .scan(.database(let source)): return source.rows.title
        case .map: return "mapped"
        default: return "frame"
        }
    }

    /// Where a leaf's rows lie, or will lie.
    func target(of leaf: Plan) -> ScanTarget {
        if case .scan(.files(let source)) = leaf, !FileReading.isStored(source.request.format) {
            return inPlace(source)
        }
        if case .scan(.database(let source)) = leaf {
            guard let reading = reading(of: source) else {
                return source.target(from: source.place)
            }
            if !reading.isStored { return inPlace(source, reading) }
        }
        let names = leaf.schema.names
        let columns = Self.columns(names)
        return ScanTarget(
            from: place(of: leaf).sql,
            outputs: zip(names, columns).map { name, column in
                Query.Output(name: name, alias: column, sql: SQLText.name(column), isColumn: true)
            },
            star: columns,
            order: [.position("rowid")],
            position: "rowid"
        )
    }

    /// The columns of a stored table: DuckDB's own `rowid` must stay visible beside them.
    static func columns(_ names: [String]) -> [String] {
        SQLNames.aliases(["rowid"] + names).dropFirst().map(\.self)
    }

    /// A table of an attached file, whose rows lie in the order of their numbers.
    private func inPlace(_ source: DatabaseSource, _ reading: DatabaseReading) -> ScanTarget {
        let names = source.schema.names
        return ScanTarget(
            from: reading.from,
            outputs: zip(zip(names, SQLNames.aliases(names)), reading.columns).map { name, sql in
                Query.Output(
                    name: name.0,
                    alias: name.1,
                    sql: sql,
                    isColumn: sql == SQLText.name(name.0)
                )
            },
            star: names,
            order: [.position("rowid")],
            position: nil
        )
    }

    private func inPlace(_ source: FileSource) -> ScanTarget {
        let names = source.schema.names
        let aliases = SQLNames.aliases(names)
        let reading = reading(of: source)
        let isOne = source.files.count == 1
        return ScanTarget(
            from: reading?.from ?? "read_parquet(\(FileReading.paths(source.files)))",
            outputs: zip(names, aliases).enumerated().map { index, column in
                let sql = reading?.columns[index] ?? SQLText.name(column.0)
                return Query.Output(
                    name: column.0,
                    alias: column.1,
                    sql: sql,
                    isColumn: sql.hasPrefix("\"")
                )
            },
            star: reading?.isWhole == false ? nil : aliases,
            order: (isOne ? [] : [.position("file_index")])
                + [.position("file_row_number")],
            position: isOne ? "file_row_number" : nil
        )
    }
}

/// Where a table of the session's own lies.
struct TablePlace: Hashable {
    let name: String
    /// Whether it lies in the session's file, and not in memory.
    let isInFile: Bool

    var catalog: String { isInFile ? "session" : TableStore.catalog }
    var schema: String { isInFile ? TableStore.schema : "main" }

    /// Its name in statements.
    var sql: String {
        (isInFile ? TableStore.schema : TableStore.catalog) + "." + SQLText.name(name)
    }

    /// Its whole name, which is the same wherever other names are looked for first.
    var whole: String { "\(catalog).\(schema).\(SQLText.name(name))" }
}

extension Plan {
    /// About how many bytes the rows of a leaf take, as far as it is known without reading them.
    fileprivate var expectedBytes: Int {
        switch self {
        case .scan(.files(let source)):
            source.files.reduce(0) { sum, file in
                let isPacked = file.path.hasSuffix(".gz") || file.path.hasSuffix(".zst")
                return sum + Int(file.size) * (isPacked ? 5 : 1)
            }
        case .scan(.table(let memory)): memory.table.count * memory.table.fields.count * 16
        default: 0
        }
    }
}
