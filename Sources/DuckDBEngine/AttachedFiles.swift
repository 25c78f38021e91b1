import Kernels
import Relations
import Synchronization

/// DuckDB files that stand beside the session's own database, each under a name of its own.
///
/// A file is attached when it is first read, for reading alone, and again when it has changed.
final class AttachedFiles: Sendable {
    private struct State {
        /// Names once given stay, whether the file is attached or not.
        var names: [String: String] = [:]
        var attached: [String: [FileIdentity]] = [:]
    }

    /// What no file may be called: catalogs that are there, and the schemas of the session's own.
    private static let taken = [
        "session", "system", "temp", "memory", "main", TableStore.catalog, TableStore.schema,
    ]

    private let state = Mutex(State())

    /// The name of a file's catalog, not quoted.
    func name(of path: String) -> String {
        state.withLock { state in
            if let name = state.names[path] { return name }
            let wish = String(FileFacts.name(path).split(separator: ".").first ?? "file")
            let used = Self.taken + state.names.values.map { $0.lowercased() }
            var name = wish
            var number = 1
            while used.contains(name.lowercased()) {
                number += 1
                name = "\(wish)_\(number)"
            }
            state.names[path] = name
            return name
        }
    }

    /// Sees to it that a file is there to be read, as it is now.
    func attach(
        _ path: String,
        _ connection: borrowing ConnectionHandle,
        _ work: WorkContext
    ) throws(EngineError) {
        let name = SQLText.name(name(of: path))
        let now = FileFacts.withLog(path)
        try state.withLock { state throws(EngineError) in
            if state.attached[path] == now { return }
            if state.attached.removeValue(forKey: path) != nil {
                try connection.execute("DETACH \(name)", in: work)
            }
            try Self.attach(path, as: name, "READ_ONLY", connection, work)
            state.attached[path] = now
        }
    }

    /// Runs `body` while a file is there to be written; what is read of it then has the same name.
    func writing<Result>(
        _ path: String,
        _ connection: borrowing ConnectionHandle,
        _ work: WorkContext,
        _ body: () throws(EngineError) -> Result
    ) throws(EngineError) -> Result {
        let name = SQLText.name(name(of: path))
        try state.withLock { state throws(EngineError) in
            if state.attached.removeValue(forKey: path) != nil {
                try connection.execute("DETACH \(name)", in: work)
            }
            try Self.attach(path, as: name, "READ_WRITE", connection, work)
            state.attached[path] = FileFacts.withLog(path)
        }
        // After ctrl-C too: it must not stay locked for others.
        defer {
            state.withLock { state in
                state.attached[path] = nil
                _ = try? connection.execute("DETACH \(name)", in: WorkContext())
            }
        }
        let result = try body()
        // The session's database skips what DuckDB does by itself when a file is closed.
        try connection.execute("CHECKPOINT \(name)", in: work)
        return result
    }

    private static func attach(
        _ path: String,
        as name: String,
        _ mode: String,
        _ connection: borrowing ConnectionHandle,
        _ work: WorkContext
    ) throws(EngineError) {
        do {
            let options = "TYPE duckdb, \(mode)"
            let sql = "ATTACH \(SQLText.text(path)) AS \(name) (\(options))"
            try connection.execute(sql, in: work)
        } catch {
            throw error.attaching(path)
        }
    }
}

extension FileFacts {
    /// A database's file as it is now, and the log beside it that belongs to it.
    static func withLog(_ path: String) -> [FileIdentity] {
        let logs = [".wal", "-wal"].compactMap { identity(path + $0) }.filter { $0.size > 0 }
        return (identity(path).map { [$0] } ?? []) + logs
    }
}

extension EngineError {
    /// What is wrong with a DuckDB file that DuckDB does not attach.
    fileprivate func attaching(_ path: String) -> EngineError {
        let said = underlying ?? message
        if said.contains("lock") {
            return EngineError(
                .fileUnreadable,
                "another program is writing to `\(path)`",
                hints: ["close it there, then load(\"\(path)\")"],
                underlying: said
            )
        }
        if said.contains("not a valid DuckDB") || said.contains("newer version")
            || said.contains("magic bytes") || said.contains("Serialization")
        {
            let isNewer = said.contains("newer version")
            let what = isNewer ? "was written by a newer DuckDB" : "is not a whole DuckDB file"
            return EngineError(.fileMalformed, "`\(path)` \(what)", underlying: said)
        }
        return self
    }
}
