import CSQLite
import Kernels
import Relations

/// An open SQLite file, used by one thread at a time.
final class SQLiteConnection {
    enum Mode {
        case reading
        case writing
        /// Where there is no file yet.
        case creating
    }

    let path: String
    private let pointer: OpaquePointer
    private let work: WorkContext

    init(_ path: String, _ mode: Mode, in work: WorkContext) throws(EngineError) {
        self.path = path
        self.work = work
        let flags =
            switch mode {
            case .reading: SQLITE_OPEN_READONLY
            case .writing: SQLITE_OPEN_READWRITE
            case .creating: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
            }
        var opened: OpaquePointer?
        let state = sqlite3_open_v2(path, &opened, flags | SQLITE_OPEN_NOMUTEX, nil)
        guard state == SQLITE_OK, let opened else {
            defer { sqlite3_close_v2(opened) }
            throw EngineError(.fileUnreadable, "`\(path)` cannot be opened by SQLite")
        }
        pointer = opened
        // Another program's short write is waited for.
        sqlite3_busy_timeout(pointer, 2000)
        sqlite3_progress_handler(
            pointer,
            4000,
            { context in
                guard let context else { return 0 }
                let cancellation = Unmanaged<Cancellation>.fromOpaque(context).takeUnretainedValue()
                return cancellation.isCancelled ? 1 : 0
            },
            Unmanaged.passUnretained(work.cancellation).toOpaque()
        )
    }

    deinit { sqlite3_close_v2(pointer) }

    func prepare(_ sql: String) throws(EngineError) -> SQLiteStatement {
        var statement: OpaquePointer?
        var rest: UnsafePointer<CChar>?
        let state = sql.withCString { text in
            let state = sqlite3_prepare_v2(pointer, text, -1, &statement, &rest)
            // What follows the first statement must be nothing.
            if state == SQLITE_OK, let rest, !String(cString: rest).allSatisfy(\.isWhitespace) {
                sqlite3_finalize(statement)
                statement = nil
            }
            return state
        }
        guard state == SQLITE_OK else { throw fault }
        guard let statement else {
            throw EngineError(.sqlRefused, "the query is not one statement")
        }
        return SQLiteStatement(statement, self)
    }

    /// Runs a statement that gives no rows.
    func execute(_ sql: String) throws(EngineError) {
        let statement = try prepare(sql)
        while try statement.step() {}
    }

    /// What SQLite says is wrong, in our words.
    var fault: EngineError {
        let said = String(cString: sqlite3_errmsg(pointer))
        switch sqlite3_errcode(pointer) & 0xFF {
        case SQLITE_INTERRUPT: return EngineError(.cancelled, "stopped")
        case SQLITE_NOTADB, SQLITE_CORRUPT:
            return EngineError(
                .fileMalformed,
                "`\(path)` is not a whole SQLite database",
                hints: ["`sqlite3 \(path) .recover` saves what it can"],
                underlying: said
            )
        case SQLITE_BUSY, SQLITE_LOCKED:
            return EngineError(
                .fileUnreadable,
                "another program is writing to `\(path)`",
                hints: ["close it there, then try again"],
                underlying: said
            )
        case SQLITE_FULL:
            return EngineError(.fileUnwritable, "no space is left on the disk", underlying: said)
        case SQLITE_READONLY, SQLITE_CANTOPEN, SQLITE_PERM:
            return EngineError(.fileUnwritable, "`\(path)` may not be written", underlying: said)
        case SQLITE_NOMEM:
            return EngineError(.memoryExhausted, "SQLite needs more memory than there is")
        case SQLITE_ERROR: return EngineError(.sqlRefused, said, underlying: said)
        default: return EngineError(.engineFailed, "SQLite failed: \(said)", underlying: said)
        }
    }
}

/// A prepared statement.
final class SQLiteStatement {
    private let pointer: OpaquePointer
    private let connection: SQLiteConnection

    fileprivate init(_ pointer: OpaquePointer, _ connection: SQLiteConnection) {
        self.pointer = pointer
        self.connection = connection
    }

    deinit { sqlite3_finalize(pointer) }

    /// Whether it gives rows, and changes nothing.
    var isQuery: Bool { sqlite3_stmt_readonly(pointer) != 0 && columnCount > 0 }
    var columnCount: Int { Int(sqlite3_column_count(pointer)) }
    func name(_ column: Int) -> String {
        sqlite3_column_name(pointer, Int32(column)).map { String(cString: $0) } ?? ""
    }
    /// The type that the table's declaration gives a column, if it is one of a table.
    func declaredType(_ column: Int) -> String {
        sqlite3_column_decltype(pointer, Int32(column)).map { String(cString: $0) } ?? ""
    }

    /// Goes to the next row; false after the last.
    func step() throws(EngineError) -> Bool {
        switch sqlite3_step(pointer) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        default: throw connection.fault
        }
    }

    func reset() { sqlite3_reset(pointer) }

    /// How SQLite stores a cell of the row.
    enum Storage: Int32 {
        case integer = 1
        case real = 2
        case text = 3
        case blob = 4
        case null = 5
    }

    func storage(_ column: Int) -> Storage {
        Storage(rawValue: sqlite3_column_type(pointer, Int32(column))) ?? .null
    }
    func integer(_ column: Int) -> Int64 { sqlite3_column_int64(pointer, Int32(column)) }
    func real(_ column: Int) -> Double { sqlite3_column_double(pointer, Int32(column)) }

    /// A cell's text, or nil where its bytes are no UTF-8.
    func text(_ column: Int) -> String? {
        guard let bytes = sqlite3_column_text(pointer, Int32(column)) else { return "" }
        let count = Int(sqlite3_column_bytes(pointer, Int32(column)))
        return String(validating: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
    }

    /// A blob's bytes as hexadecimal digits.
    func digits(_ column: Int) -> String {
        let count = Int(sqlite3_column_bytes(pointer, Int32(column)))
        guard count > 0, let bytes = sqlite3_column_blob(pointer, Int32(column)) else { return "" }
        let alphabet = Array("0123456789ABCDEF".utf8)
        return String(unsafeUninitializedCapacity: 2 * count) { output in
            for (index, byte) in UnsafeRawBufferPointer(start: bytes, count: count).enumerated() {
                output[2 * index] = alphabet[Int(byte >> 4)]
                output[2 * index + 1] = alphabet[Int(byte & 15)]
            }
            return 2 * count
        }
    }

    func bind(_ cell: SQLiteCell, at index: Int) {
        let place = Int32(index + 1)
        switch cell {
        case .null: sqlite3_bind_null(pointer, place)
        case .integer(let value): sqlite3_bind_int64(pointer, place, value)
        case .real(let value): sqlite3_bind_double(pointer, place, value)
        case .text(var value):
            value.withUTF8 { bytes in
                bytes.withMemoryRebound(to: CChar.self) {
                    _ = sqlite_bind_copied_text(pointer, place, $0.baseAddress, Int32($0.count))
                }
            }
        }
    }
}

/// A value as SQLite stores it.
enum SQLiteCell {
    case null
    case integer(Int64)
    case real(Double)
    case text(String)
}
