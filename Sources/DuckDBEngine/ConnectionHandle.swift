import CDuckDB
import Kernels
import Relations
import Synchronization

/// How many handles of one engine are open, for tests of leaks.
final class HandleCount: Sendable {
    private let count = Mutex(0)

    var open: Int { count.withLock { $0 } }

    func opened() { count.withLock { $0 += 1 } }
    func closed() { count.withLock { $0 -= 1 } }
}

/// An open DuckDB database; closed when the last connection to it is gone too.
final class DatabaseHandle: @unchecked Sendable {
    // SAFETY: immutable, and DuckDB lets any thread connect through it.
    fileprivate let pointer: duckdb_database
    let handles: HandleCount
    /// Removed after the database in it is closed.
    private let folder: PrivateFolder
    /// Connections that nobody uses; to make one takes longer than many a query.
    private let idle = Mutex<[IdleConnection]>([])

    fileprivate struct IdleConnection: @unchecked Sendable {
        // SAFETY: handed from one owner to the next under the lock.
        let pointer: duckdb_connection
    }

    init(
        path: String,
        options: [String: String],
        folder: PrivateFolder,
        handles: HandleCount
    ) throws(EngineError) {
        var config: duckdb_config?
        guard duckdb_create_config(&config) == DuckDBSuccess else {
            throw EngineError(.engineFailed, "DuckDB takes no settings")
        }
        defer { duckdb_destroy_config(&config) }
        for (name, value) in options.sorted(by: { $0.key < $1.key })
        where duckdb_set_config(config, name, value) != DuckDBSuccess {
            throw EngineError(.engineFailed, "DuckDB refuses the setting `\(name) = \(value)`")
        }
        var database: duckdb_database?
        var fault: UnsafeMutablePointer<CChar>?
        let state = duckdb_open_ext(path, &database, config, &fault)
        defer { if let fault { duckdb_free(fault) } }
        guard state == DuckDBSuccess, let database else {
            throw EngineError(duckDB: fault.map { String(cString: $0) } ?? "DuckDB does not open")
        }
        pointer = database
        self.handles = handles
        self.folder = folder
        handles.opened()
    }

    deinit {
        for connection in idle.withLock({ $0 }) {
            var pointer: duckdb_connection? = connection.pointer
            duckdb_disconnect(&pointer)
        }
        var database: duckdb_database? = pointer
        duckdb_close(&database)
        handles.closed()
    }

    /// A connection that was used before, if one is free.
    fileprivate func takeIdle() -> duckdb_connection? { idle.withLock { $0.popLast()?.pointer } }

    fileprivate func giveBack(_ connection: duckdb_connection) {
        idle.withLock { $0.append(IdleConnection(pointer: connection)) }
    }
}

/// A connection of one thread; statements on other connections run beside it.
struct ConnectionHandle: ~Copyable {
    private let pointer: duckdb_connection
    private let database: DatabaseHandle
    /// Whether it has just been made.
    let isNew: Bool
    /// Stops what runs on the connection, and says how far it is, from any thread.
    let remote: ConnectionRemote

    init(_ database: DatabaseHandle) throws(EngineError) {
        var connection = database.takeIdle()
        isNew = connection == nil
        if isNew { duckdb_connect(database.pointer, &connection) }
        guard let connection else {
            throw EngineError(.engineFailed, "DuckDB gives no connection")
        }
        pointer = connection
        self.database = database
        remote = ConnectionRemote(connection)
        database.handles.opened()
    }

    deinit {
        remote.forget()
        database.giveBack(pointer)
        database.handles.closed()
    }

    /// Lends the raw connection, for registering functions and for appenders.
    func withPointer<Result, Failure: Error>(
        _ body: (duckdb_connection) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(pointer)
    }

    /// Prepares a statement.
    func prepare(_ sql: String) throws(EngineError) -> StatementHandle {
        var statement: duckdb_prepared_statement?
        let state = duckdb_prepare(pointer, sql, &statement)
        guard state == DuckDBSuccess, let statement else {
            defer { duckdb_destroy_prepare(&statement) }
            let fault = duckdb_prepare_error(statement).map { String(cString: $0) }
            throw EngineError(duckDB: fault ?? "DuckDB does not say why")
        }
        return StatementHandle(statement, handles: database.handles)
    }
}

/// A prepared statement.
struct StatementHandle: ~Copyable {
    private let pointer: duckdb_prepared_statement
    private let handles: HandleCount

    fileprivate init(_ pointer: duckdb_prepared_statement, handles: HandleCount) {
        self.pointer = pointer
        self.handles = handles
        handles.opened()
    }

    deinit {
        var statement: duckdb_prepared_statement? = pointer
        duckdb_destroy_prepare(&statement)
        handles.closed()
    }

    /// The names and stored types of the columns it gives.
    var columns: [(name: String, type: StoredType)] {
        (0..<duckdb_prepared_statement_column_count(pointer)).map { index in
            let name = duckdb_prepared_statement_column_name(pointer, index)
            defer { duckdb_free(UnsafeMutableRawPointer(mutating: name)) }
            var type = duckdb_prepared_statement_column_logical_type(pointer, index)
            defer { duckdb_destroy_logical_type(&type) }
            return (name.map { String(cString: $0) } ?? "", StoredType(type))
        }
    }

    /// Runs it; rows of a stream are made as they are fetched.
    func run(streaming: Bool) throws(EngineError) -> ResultHandle {
        var result = duckdb_result()
        let state =
            streaming
            ? duckdb_execute_prepared_streaming(pointer, &result)
            : duckdb_execute_prepared(pointer, &result)
        let handle = ResultHandle(result, handles: handles)
        guard state == DuckDBSuccess else { throw handle.fault ?? .unexplained }
        return handle
    }
}

/// What a statement gave: rows in chunks, or how many rows it changed.
final class ResultHandle {
    private var result: duckdb_result
    private let handles: HandleCount

    fileprivate init(_ result: duckdb_result, handles: HandleCount) {
        self.result = result
        self.handles = handles
        handles.opened()
    }

    deinit {
        duckdb_destroy_result(&result)
        handles.closed()
    }

    /// Why it ended early, or nil.
    var fault: EngineError? {
        guard let text = duckdb_result_error(&result) else { return nil }
        return EngineError(duckDB: String(cString: text))
    }

    var rowsChanged: Int64 { Int64(duckdb_rows_changed(&result)) }

    var columnTypes: [StoredType] {
        (0..<duckdb_column_count(&result)).map { index in
            var type = duckdb_column_logical_type(&result, index)
            defer { duckdb_destroy_logical_type(&type) }
            return StoredType(type)
        }
    }

    /// The next rows, at most DuckDB's vector size, or nil after the last.
    func nextChunk() throws(EngineError) -> ChunkHandle? {
        if let chunk = duckdb_fetch_chunk(result) { return ChunkHandle(chunk, handles: handles) }
        if let fault { throw fault }
        return nil
    }
}

/// Some rows of a result, or rows to append.
final class ChunkHandle {
    let pointer: duckdb_data_chunk
    private let handles: HandleCount

    init(_ pointer: duckdb_data_chunk, handles: HandleCount) {
        self.pointer = pointer
        self.handles = handles
        handles.opened()
    }

    deinit {
        var chunk: duckdb_data_chunk? = pointer
        duckdb_destroy_data_chunk(&chunk)
        handles.closed()
    }

    var count: Int { Int(duckdb_data_chunk_get_size(pointer)) }
}

/// What other threads may do to a connection: stop what it runs, and ask how far that is.
final class ConnectionRemote: Sendable {
    private struct Address: @unchecked Sendable {
        // SAFETY: used under the lock, only until the connection ends, and only for the two calls
        // that DuckDB allows from any thread.
        let pointer: duckdb_connection
    }

    private let address: Mutex<Address?>
    private let kept = Mutex<[any AnyObject & Sendable]>([])

    init(_ pointer: duckdb_connection) { address = Mutex(Address(pointer: pointer)) }

    func interrupt() {
        address.withLock { if let address = $0 { duckdb_interrupt(address.pointer) } }
    }

    /// From 0 to 1, or nil while DuckDB does not know.
    var fraction: Double? {
        address.withLock { address in
            guard let address else { return nil }
            let percentage = duckdb_query_progress(address.pointer).percentage
            return percentage < 0 ? nil : min(1, percentage / 100)
        }
    }

    /// Keeps what the connection's statements need for as long as it is open.
    func keep(_ object: any AnyObject & Sendable) { kept.withLock { $0.append(object) } }

    func forget() {
        address.withLock { $0 = nil }
        kept.withLock { $0 = [] }
    }
}
