import CPostgreSQL
import Glibc
import Kernels
import Relations

/// A connection to a server, used by one thread at a time; never waits longer than a moment without
/// looking whether the work was cancelled.
final class PostgreSQLConnection {
    private static let moment: Int32 = 20
    /// How long a server may take to answer, where nothing says otherwise.
    private static let patience = 10

    let database: Database
    let work: WorkContext
    let pointer: OpaquePointer

    init(_ database: Database, in work: WorkContext) throws(EngineError) {
        self.database = database
        self.work = work
        let options: [(String, String)] = [
            ("fallback_application_name", "epilogue"),
            // A masked password, pasted from a transcript, is none.
            ("dbname", database.place.replacing(":\(Database.mask)@", with: "@")),
            ("client_encoding", "UTF8"),
        ]
        let opened = Self.withPointers(options.map(\.0)) { names in
            Self.withPointers(options.map(\.1)) { PQconnectStartParams(names, $0, 1) }
        }
        guard let opened else {
            throw EngineError(.memoryExhausted, "there is no memory for a connection")
        }
        pointer = opened
        try finishConnecting()
        PQsetnonblocking(pointer, 1)
        try execute("SET TimeZone = 'UTC'")
        try execute("SET IntervalStyle = 'postgres'")
    }

    deinit { PQfinish(pointer) }

    private static func withPointers<Result>(
        _ texts: [String],
        _ body: (UnsafePointer<UnsafePointer<CChar>?>) -> Result
    ) -> Result {
        let copies = texts.map { strdup($0) }
        defer { for copy in copies { free(copy) } }
        let pointers = copies.map { UnsafePointer($0) } + [nil]
        return pointers.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else { preconditionFailure("never empty") }
            return body(base)
        }
    }

    private func finishConnecting() throws(EngineError) {
        let deadline = ContinuousClock.now + .seconds(secondsAllowed)
        var wish = PGRES_POLLING_WRITING
        while PQstatus(pointer) != CONNECTION_BAD {
            if wish == PGRES_POLLING_OK { return }
            if wish == PGRES_POLLING_FAILED { break }
            let isReady = wait(for: Int16(wish == PGRES_POLLING_READING ? POLLIN : POLLOUT))
            if work.cancellation.isCancelled { throw EngineError(.cancelled, "stopped") }
            if ContinuousClock.now > deadline { throw .silent(database, secondsAllowed) }
            if isReady { wish = PQconnectPoll(pointer) }
        }
        throw .connecting(to: database, said: said)
    }

    private var secondsAllowed: Int {
        guard let all = PQconninfo(pointer) else { return Self.patience }
        defer { PQconninfoFree(all) }
        var option = all
        while let name = option.pointee.keyword {
            if String(cString: name) == "connect_timeout", let value = option.pointee.val,
                let seconds = Int(String(cString: value)), seconds > 0
            {
                return seconds
            }
            option += 1
        }
        return Self.patience
    }

    /// What libpq says went wrong last.
    var said: String { String(cString: PQerrorMessage(pointer)) }

    /// Waits a moment for the socket; true when it is ready.
    func wait(for events: Int16) -> Bool {
        var socket = pollfd(fd: PQsocket(pointer), events: events, revents: 0)
        return poll(&socket, 1, Self.moment) > 0
    }

    /// Stops what the server does for this connection, and throws, once the work is cancelled.
    func checkCancellation() throws(EngineError) {
        guard work.cancellation.isCancelled else { return }
        if let cancel = PQgetCancel(pointer) {
            var words = [CChar](repeating: 0, count: 256)
            PQcancel(cancel, &words, Int32(words.count))
            PQfreeCancel(cancel)
        }
        throw EngineError(.cancelled, "stopped")
    }

    /// Sends what waits to be sent.
    func flush() throws(EngineError) {
        while true {
            let state = PQflush(pointer)
            if state == 0 { return }
            guard state > 0 else { throw .lost(database, said) }
            try checkCancellation()
            if wait(for: Int16(POLLIN | POLLOUT)), PQconsumeInput(pointer) == 0 {
                throw .lost(database, said)
            }
        }
    }

    /// The next result of what was sent, or nil after the last.
    func result() throws(EngineError) -> PostgreSQLResult? {
        try flush()
        while PQisBusy(pointer) == 1 {
            try checkCancellation()
            if wait(for: Int16(POLLIN)), PQconsumeInput(pointer) == 0 {
                throw .lost(database, said)
            }
        }
        guard let result = PQgetResult(pointer) else { return nil }
        let owned = PostgreSQLResult(result)
        if let fault = owned.fault(of: self) { throw fault }
        return owned
    }

    /// Runs a statement to its end; the last result.
    @discardableResult
    func execute(_ sql: String) throws(EngineError) -> PostgreSQLResult? {
        guard PQsendQuery(pointer, sql) == 1 else { throw .lost(database, said) }
        var last: PostgreSQLResult?
        while let result = try self.result() {
            last = result
            if result.isCopy { break }
        }
        return last
    }

    /// The columns that a statement would give.
    func describe(_ sql: String) throws(EngineError) -> PostgreSQLResult {
        guard PQsendPrepare(pointer, "", sql, 0, nil) == 1 else { throw .lost(database, said) }
        while try result() != nil {}
        guard PQsendDescribePrepared(pointer, "") == 1 else { throw .lost(database, said) }
        var found: PostgreSQLResult?
        while let result = try self.result() { found = result }
        guard let found else { throw .lost(database, said) }
        return found
    }
}

/// What a statement gave.
final class PostgreSQLResult {
    private let pointer: OpaquePointer

    init(_ pointer: OpaquePointer) { self.pointer = pointer }

    deinit { PQclear(pointer) }

    var isCopy: Bool {
        let status = PQresultStatus(pointer)
        return status == PGRES_COPY_OUT || status == PGRES_COPY_IN
    }

    var rows: Int { Int(PQntuples(pointer)) }
    var columns: Int { Int(PQnfields(pointer)) }
    var rowsChanged: Int64 { Int64(String(cString: PQcmdTuples(pointer))) ?? 0 }

    func name(_ column: Int) -> String {
        PQfname(pointer, Int32(column)).map { String(cString: $0) } ?? ""
    }
    func type(_ column: Int) -> UInt32 { PQftype(pointer, Int32(column)) }
    func text(_ row: Int, _ column: Int) -> String? {
        if PQgetisnull(pointer, Int32(row), Int32(column)) == 1 { return nil }
        return String(cString: PQgetvalue(pointer, Int32(row), Int32(column)))
    }

    /// Why the statement failed, if it did.
    func fault(of connection: PostgreSQLConnection) -> EngineError? {
        let status = PQresultStatus(pointer)
        guard status == PGRES_FATAL_ERROR || status == PGRES_BAD_RESPONSE else { return nil }
        let state = field(67) ?? ""
        let message = field(77) ?? connection.said
        return .server(
            connection.database,
            state: state,
            message,
            hint: field(72),
            isLost: PQstatus(connection.pointer) == CONNECTION_BAD
        )
    }

    /// A part of an error, by the letter that the protocol gives it: `C` code, `M` message, `H` hint.
    private func field(_ letter: Int32) -> String? {
        PQresultErrorField(pointer, letter).map { String(cString: $0) }
    }
}
