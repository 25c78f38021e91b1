package import Diagnostics
import Glibc
import Synchronization

/// The accepted lines of a living session, on disk before their output is shown.
///
/// Each session has a file of its own, locked while the session lives; a file without a lock belongs
/// to a session that died. What cannot be written is said once and kept to be written with the next
/// line: the session goes on.
package final class Journal: Sendable {
    private struct State: ~Copyable {
        var file: OpenFile?
        /// The size of what is whole on disk.
        var size = 0
        /// Bytes that could not be written so far.
        var pending: [UInt8] = []
        var statements = 0
        var hasComplained = false
    }

    /// The file; empty where none could be made.
    package let path: String
    private let state: Mutex<State>

    private init(path: String, state: consuming sending State) {
        self.path = path
        self.state = Mutex(state)
    }

    /// Begins the journal of a new session; the diagnostic tells why there is none on disk.
    package static func begin(
        _ header: JournalHeader,
        in folder: JournalFolder
    ) -> (journal: Journal, trouble: Diagnostic?) {
        let record = JournalRecord(.begin, header.payload).bytes
        do throws(SystemFailure) {
            let path = try folder.newPath(header)
            let file = try OpenFile(path, O_RDWR | O_CREAT | O_EXCL)
            // A shell that looks through the folder may hold the new file for a moment.
            try file.waitForLock()
            try file.write(record)
            try file.synchronize()
            try folder.synchronize()
            return (Journal(path: path, state: State(file: file, size: record.count)), nil)
        } catch {
            let journal = Journal(path: "", state: State(file: nil, hasComplained: true))
            return (journal, Self.trouble(folder.path, error))
        }
    }

    /// Goes on in the file of a session that died; its torn end is cut off.
    init(
        path: String,
        file: consuming sending OpenFile,
        size: Int,
        statements: Int
    ) throws(SystemFailure) {
        try file.truncate(to: size)
        self.path = path
        state = Mutex(State(file: file, size: size, statements: statements))
    }

    private static func trouble(_ path: String, _ failure: SystemFailure) -> Diagnostic {
        Diagnostic(
            "journal.unwritable",
            "the journal in `\(path)` cannot be written: \(failure.words)",
            hints: [":save session.md", "a crash would lose the lines of this session"],
            severity: .warning
        )
    }
}

// What a session tells its journal.
extension Journal {
    /// A statement's number from 1, and, once in a session, why it is not on disk.
    package struct Receipt: Sendable {
        package let number: Int
        package let trouble: Diagnostic?
    }

    /// Puts a statement on disk, secrets masked, before this returns.
    package func accept(_ statement: String) -> Receipt {
        let bytes = JournalRecord(.statement, Secrets.masked(statement)).bytes
        return state.withLock { state in
            state.statements += 1
            let trouble = Self.append(bytes, to: &state, path)
            return Receipt(number: state.statements, trouble: trouble)
        }
    }

    /// What became of a statement.
    package enum Mark: Sendable {
        case failed
        case undone
        case redone
    }

    /// Notes what became of a statement.
    package func mark(_ number: Int, _ mark: Mark) -> Diagnostic? {
        let kind: JournalRecord.Kind =
            switch mark {
            case .failed: .failed
            case .undone: .undone
            case .redone: .redone
            }
        let bytes = JournalRecord(kind, String(number)).bytes
        return state.withLock { state in Self.append(bytes, to: &state, path) }
    }

    /// Ends the session in order: the file goes; if it cannot, it is marked.
    package func finish() {
        state.withLock { state in
            guard state.file != nil else { return }
            if unlink(path) != 0 {
                // A file that stays is marked, so that nobody offers to go on with it. If even
                // that fails, the offer is made, and declining it is all that is lost.
                _ = Self.append(JournalRecord(.finished).bytes, to: &state, path)
            }
            state.file = nil
        }
    }

    private static func append(
        _ bytes: [UInt8],
        to state: inout State,
        _ path: String
    ) -> Diagnostic? {
        do throws(SystemFailure) {
            let pending = state.pending + bytes
            guard state.file != nil else { return nil }
            state.pending = pending
            try write(&state)
            return nil
        } catch {
            guard !state.hasComplained else { return nil }
            state.hasComplained = true
            return trouble(path, error)
        }
    }

    private static func write(_ state: inout State) throws(SystemFailure) {
        let size = state.size
        do throws(SystemFailure) {
            try state.file?.write(state.pending)
            try state.file?.synchronize()
        } catch {
            // Half a record must not stand before the next one.
            try? state.file?.truncate(to: size)
            throw error
        }
        state.size += state.pending.count
        state.pending = []
    }
}
