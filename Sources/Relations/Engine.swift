package import Diagnostics
package import Kernels
package import Tables

/// What runs plans.
///
/// Calls block the thread they are made on, and stop soon after the work's cancellation.
package protocol Engine: Sendable {
    /// Finds the files, the schema and the reading options of a request, reading no more than it
    /// must; they lie at `path`, whatever the request calls them.
    func source(
        of request: FileRequest,
        at path: String,
        in work: WorkContext
    )
        throws(EngineError) -> FileSource
    /// Finds the columns of a database's table, or of what a query gives there.
    func source(
        of request: DatabaseRequest,
        in work: WorkContext
    )
        throws(EngineError) -> DatabaseSource
    /// The tables of a database, by name.
    func tables(of database: Database, in work: WorkContext) throws(EngineError) -> [DatabaseTable]
    /// The schema that a user's own SQL gives over these frames.
    func schema(
        of sql: String,
        over frames: [NamedPlan],
        in work: WorkContext
    )
        throws(EngineError) -> Schema
    /// The plan in the engine's own words.
    func explain(_ plan: Plan) throws(EngineError) -> String
    /// Runs a plan; its rows come in order, batch by batch, as they are asked for.
    func open(_ plan: Plan, in work: WorkContext) throws(EngineError) -> any BatchCursor
    /// Runs a plan; its rows, all in memory.
    func collect(_ plan: Plan, in work: WorkContext) throws(EngineError) -> Table
    /// Runs a plan whose rows are those of a table and hands each to `receive` with its place, on
    /// several threads at once; or does nothing and gives false, where places are not known or the
    /// rows are few.
    func scatter(
        _ plan: Plan,
        rows: Int,
        in work: WorkContext,
        _ receive: @escaping @Sendable (Batch, RowPlaces) throws -> Void
    ) throws -> Bool
    /// Runs a plan and writes its rows: all of them, or the destination stays as it was.
    func write(
        _ plan: Plan,
        to destination: Destination,
        in work: WorkContext
    )
        throws(EngineError) -> Int64
    /// Runs a plan and writes its rows into a table: all of them, or the database stays as it was.
    func write(
        _ plan: Plan,
        to destination: DatabaseDestination,
        in work: WorkContext
    )
        throws(EngineError) -> Int64
    /// How many rows a plan gives.
    func count(_ plan: Plan, in work: WorkContext) throws(EngineError) -> Int64
}

/// The rows of a running plan, used by one thread at a time.
package protocol BatchCursor: AnyObject {
    var schema: Schema { get }
    /// The next rows, or nil after the last.
    func next() throws(EngineError) -> Batch?
}

/// Where and how rows are written.
package struct Destination: Hashable, Sendable {
    package var path: String
    package var format: FileRequest.Format
    package var replaces: Bool
    /// Columns whose values become folders, from the outside in; none for a single file.
    package var partition: [String]

    package init(
        path: String,
        format: FileRequest.Format,
        replaces: Bool,
        partition: [String] = []
    ) {
        self.path = path
        self.format = format
        self.replaces = replaces
        self.partition = partition
    }
}

/// What went wrong in an engine, or in reading for it.
package struct EngineError: Error, Hashable, Sendable {
    package struct Code: Hashable, Sendable, ExpressibleByStringLiteral {
        package let name: String
        package init(stringLiteral value: String) { name = value }
        package init(named name: String) { self.name = name }
    }

    package var code: Code
    /// One clause in lower case, for the reader.
    package var message: String
    package var hints: [String]
    /// All that the engine itself said, if it did.
    package var underlying: String?

    package init(
        _ code: Code,
        _ message: String,
        hints: [String] = [],
        underlying: String? = nil
    ) {
        self.code = code
        self.message = message
        self.hints = hints
        self.underlying = underlying
    }

    /// As the reader sees it; the code becomes the diagnostic's.
    package var diagnostic: Diagnostic {
        Diagnostic(Diagnostic.Code(code.name), message, hints: hints)
    }
}

extension EngineError.Code {
    package static let cancelled: Self = "work.cancelled"
    package static let fileMissing: Self = "file.missing"
    package static let fileUnreadable: Self = "file.unreadable"
    package static let fileMalformed: Self = "file.malformed"
    package static let fileExists: Self = "file.exists"
    package static let fileUnwritable: Self = "file.unwritable"
    package static let tableMissing: Self = "table.missing"
    package static let tableExists: Self = "table.exists"
    package static let tableUnclear: Self = "table.unclear"
    package static let tableType: Self = "table.type"
    package static let fileChanged: Self = "file.changed"
    package static let valueUnconvertible: Self = "value.unconvertible"
    package static let valueOverflow: Self = "value.overflow"
    package static let memoryExhausted: Self = "memory.exhausted"
    package static let libraryMissing: Self = "library.missing"
    package static let sqlRefused: Self = "sql.refused"
    package static let engineFailed: Self = "engine.failed"
}

extension Engine {
    /// What a request asks for, where its path says.
    package func source(
        of request: FileRequest,
        in work: WorkContext
    )
        throws(EngineError) -> FileSource
    {
        try source(of: request, at: request.path, in: work)
    }

    /// The first of a plan's rows.
    package func collect(
        _ plan: Plan,
        in work: WorkContext,
        limit: Int
    )
        throws(EngineError) -> Table
    {
        try collect(.slice(plan, .head(Int64(limit)), by: []), in: work)
    }
}
