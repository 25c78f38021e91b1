import CDuckDB
import Diagnostics
package import Kernels
import Libraries
package import Relations
import Synchronization
package import Tables

/// Runs plans with DuckDB, which is opened when it is first needed.
///
/// Everything lives in a temporary folder that ends with the engine.
package final class DuckDBEngine: Engine {
    private struct State {
        var database: DatabaseHandle?
        var threads = 0
        var memoryLimit: Int?
        var hasClosed = false
    }

    private let state = Mutex(State())
    let handles = HandleCount()
    let store = TableStore()
    let attachments = AttachedFiles()
    let scans = ScanFunction()
    let scatters = ScatterFunction()
    let lists = ListFunction()
    /// Databases that are read through Swift.
    let readers: [Database.Kind: any BatchSource]
    let cache: ResultCache
    private let folder: String?

    /// An engine that spills into `folder`, or where the system keeps temporary files, and keeps
    /// results of up to `cacheBytes` in all.
    package init(
        folder: String? = nil,
        cacheBytes: Int = 256 << 20,
        readers: [Database.Kind: any BatchSource] = [:]
    ) {
        self.folder = folder
        self.readers = readers
        cache = ResultCache(budget: cacheBytes)
    }

    /// Gives everything back; cursors that are still read go on to their end.
    package func close() {
        cache.clear()
        state.withLock { state in
            state.database = nil
            state.hasClosed = true
        }
    }

    /// A connection with the work's budget.
    func connect(_ work: WorkContext) throws(EngineError) -> ConnectionHandle {
        if work.cancellation.isCancelled { throw .cancelledByReader }
        let (database, settings) = try state.withLock { state throws(EngineError) in
            try opened(&state, work)
        }
        let connection = try ConnectionHandle(database)
        for setting in settings { try connection.execute(setting, in: work) }
        if connection.isNew {
            for setting in Self.perConnection { try connection.execute(setting, in: work) }
        }
        return connection
    }

    private static let perConnection = [
        // Progress is counted, and not printed.
        "SET enable_progress_bar = true", "SET enable_progress_bar_print = false",
        // How much of a result may wait to be fetched: with less, threads stop and start again.
        "SET streaming_buffer_size = '32MB'",
    ]

    /// The database, opened if need be, and what has to be set for this work.
    private func opened(
        _ state: inout State,
        _ work: WorkContext
    ) throws(EngineError) -> (DatabaseHandle, [String]) {
        if state.hasClosed { throw EngineError(.engineFailed, "the engine is closed") }
        let threads = max(1, work.threads)
        var settings: [String] = []
        if state.database != nil, state.threads != threads {
            settings.append("SET threads = \(threads)")
        }
        if state.database != nil, state.memoryLimit != work.memoryLimit {
            let limit = work.memoryLimit.map { "SET memory_limit = '\($0)B'" }
            settings.append(limit ?? "RESET memory_limit")
        }
        var database = state.database
        if database == nil { database = try newDatabase(threads, work) }
        guard let database else { throw .unexplained }
        store.limit(memory: work.memoryLimit ?? TableStore.usualMemory)
        state = State(database: database, threads: threads, memoryLimit: work.memoryLimit)
        return (database, settings)
    }

    private func newDatabase(
        _ threads: Int,
        _ work: WorkContext
    ) throws(EngineError) -> DatabaseHandle {
        try Self.loadLibrary()
        let spill = try PrivateFolder(in: folder ?? PrivateFolder.standardParent)
        var options = [
            "threads": "\(threads)", "temp_directory": spill.path + "/spill",
            "autoinstall_known_extensions": "false", "autoload_known_extensions": "false",
            "preserve_insertion_order": "true", "default_null_order": "nulls_last",
            // Pages that are given back are zeroed and mapped anew for the next rows.
            "allocator_flush_threshold": "1GB",
        ]
        options["memory_limit"] = work.memoryLimit.map { "\($0)B" }
        let database = try DatabaseHandle(
            path: spill.path + "/session.duckdb",
            options: options,
            folder: spill,
            handles: handles
        )
        let connection = try ConnectionHandle(database)
        for sql in Self.perDatabase { try connection.execute(sql, in: work) }
        for function in ChanceFunction.allCases { try function.register(connection) }
        try FiniteFunction.register(connection)
        try scans.register(connection)
        try scatters.register(connection)
        try lists.register(connection)
        return database
    }

    private static let perDatabase = [
        "SET GLOBAL TimeZone = 'UTC'",
        // A file that has changed is told from what is remembered by its time.
        "SET GLOBAL parquet_metadata_cache = true",
        // The file ends with the engine: what is in memory need not reach it.
        "PRAGMA disable_checkpoint_on_shutdown",
        // It loses rows of `QUALIFY row_number() OVER (… ORDER BY rowid …) = 1` in DuckDB 2.0.
        "SET GLOBAL disabled_optimizers = 'top_n_window_elimination'",
        "CREATE SCHEMA \(TableStore.schema)",
        "ATTACH ':memory:' AS \(TableStore.catalog)",
    ]

    private static func loadLibrary() throws(EngineError) {
        do {
            try openLibrary()
        } catch {
            throw EngineError(.libraryMissing, error.message, hints: error.hints)
        }
    }
}

extension DuckDBEngine {
    package func source(
        of request: FileRequest,
        at path: String,
        in work: WorkContext
    ) throws(EngineError) -> FileSource {
        let files = try FileFacts.files(path, request.format)
        let partitions = try Partitions(files, request)
        let connection = try connect(work)
        let reading = try reading(partitions, request, connection, work)
        var source = FileSource(
            request: request,
            files: partitions.files,
            schema: reading.schema
        )
        source.remarks = reading.remarks
        store.remember(reading, of: source)
        return source
    }

    /// How files are read, found by looking into them.
    func reading(
        _ partitions: Partitions,
        _ request: FileRequest,
        _ connection: borrowing ConnectionHandle,
        _ work: WorkContext
    ) throws(EngineError) -> FileReading {
        switch request.format {
        case .csv, .tsv:
            try CSVSniffing(partitions, request, work).reading(connection)
        case .parquet, .json, .jsonl:
            try ForeignReading(partitions, request, work).reading(connection)
        }
    }

    package func open(
        _ plan: Plan,
        in work: WorkContext
    ) throws(EngineError) -> any BatchCursor {
        try openGuarded(plan, streaming: true, in: work)
    }

    package func collect(_ plan: Plan, in work: WorkContext) throws(EngineError) -> Table {
        if let table = try scatteredTable(plan, in: work) { return table }
        if let table = try gatheredTable(plan, in: work) { return table }
        let cursor = try openGuarded(plan, streaming: false, in: work)
        var batches: [Batch] = []
        while let batch = try cursor.next() { batches.append(batch) }
        return try Table.joined(cursor.schema.fields, batches, work)
    }

    /// Runs a plan without showing what is protected in it, be it in cells or in errors.
    private func openGuarded(
        _ plan: Plan,
        streaming: Bool,
        in work: WorkContext
    ) throws(EngineError) -> any BatchCursor {
        guard plan.holdsProtected else { return try open(plan, streaming: streaming, in: work) }
        do throws(EngineError) {
            return GuardedBatches(try open(plan.guarded, streaming: streaming, in: work))
        } catch {
            throw error.withoutValues
        }
    }

    /// Runs a plan; without streaming, to its end before the first row is out, which spares the
    /// threads that make rows and the one that takes them from waiting for each other.
    private func open(
        _ plan: Plan,
        streaming: Bool,
        in work: WorkContext
    ) throws(EngineError) -> any BatchCursor {
        try checkFiles(of: plan)
        if let rows = cache.rows(for: plan) { return TableCursor(rows) }
        let known = plan
        let plan = plan.unmarked.sinkingSlices { [store] in store.isStored($0) }
            .sinkingConditions(pruning: pruned)
        if case .map(let input, let transform) = plan, !store.isStored(plan) {
            let rows = try open(input, streaming: streaming, in: work)
            return MappedBatches(rows, transform, input.schema, work)
        }
        let connection = try connect(work)
        let sql = try statement(plan, connection, work)
        let watch = Watch(connection.remote, "running", in: work)
        let rows = try ResultBatches(
            sql,
            plan.schema,
            streaming: streaming,
            in: work,
            on: connection,
            watch
        )
        return CachingCursor(rows, known, cache)
    }

    package func count(_ plan: Plan, in work: WorkContext) throws(EngineError) -> Int64 {
        guard plan.holdsProtected else { return try counted(plan, work) }
        do throws(EngineError) { return try counted(plan, work) } catch {
            throw error.withoutValues
        }
    }

    private func counted(_ plan: Plan, _ work: WorkContext) throws(EngineError) -> Int64 {
        try checkFiles(of: plan)
        if let rows = cache.rows(for: plan) { return Int64(rows.count) }
        let counted = plan.unmarked.keepingCount.sinkingConditions(pruning: pruned)
        let connection = try connect(work)
        let sql = try statement(counted, ordered: false, connection, work)
        let rows = try connection.rows(
            "SELECT count(*) FROM (\n\(SQLText.indented(sql))\n)",
            in: work
        )
        guard case .int(let count) = rows.first?.first else { throw .unexplained }
        return count
    }

    package func schema(
        of sql: String,
        over frames: [NamedPlan],
        in work: WorkContext
    ) throws(EngineError) -> Schema {
        for frame in frames { try checkFiles(of: frame.plan) }
        let connection = try connect(work)
        let frames = frames.map { NamedPlan($0.name, $0.plan.unmarked) }
        let empty = Plan.sql(frames, sql, Schema([]))
        try prepare(empty, connection, work)
        var lowering = PlanToSQL(empty) { [self, remote = connection.remote] in
            target(of: $0, remote, work)
        }
        let statement = try connection.prepare(lowering.userBody(frames, sql))
        return Schema(statement.columns.map { Field($0.name, $0.type.columnType) })
    }

    /// The SQL of a plan, when all that it reads is in its place.
    func statement(
        _ plan: Plan,
        ordered: Bool = true,
        _ connection: borrowing ConnectionHandle,
        _ work: WorkContext
    ) throws(EngineError) -> String {
        try prepare(plan, connection, work)
        return PlanToSQL.statement(plan, ordered: ordered) { [self, remote = connection.remote] in
            target(of: $0, remote, work)
        }
    }
}

extension Plan {
    /// A plan with as many rows, that need not compute what only changes columns.
    fileprivate var keepingCount: Plan {
        switch self {
        case .project(let input, _), .map(let input, _), .sort(let input, _): input.keepingCount
        default: self
        }
    }
}
