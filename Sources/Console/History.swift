package import Diagnostics
import Sessions

/// The entries typed so far, the oldest first: those of former sessions, and this shell's own.
///
/// Entries may have several lines. An entry typed again moves to the end. What other shells add
/// meanwhile is seen after a restart.
package struct History {
    /// What an added entry did to those before it.
    package enum Addition: Sendable {
        case dropped
        case appended
        /// Earlier entries went away.
        case reordered
    }

    package private(set) var entries: [String] = []
    private let file: HistoryFile?
    private let limit: Int
    private var fault: Diagnostic?
    private var hasReported = false

    /// Without a path, nothing is kept for the next session.
    package init(path: String? = nil, limit: Int = 10_000) {
        file = path.map { HistoryFile(path: $0) }
        self.limit = limit
        do throws(Diagnostic) {
            entries = try file?.read(limit: limit) ?? []
        } catch {
            fault = error
        }
    }

    /// `$XDG_STATE_HOME/epilogue/history`, by default in `~/.local/state`.
    package static func standardPath(environment: [String: String]) -> String? {
        if let state = environment["XDG_STATE_HOME"], state.hasPrefix("/") {
            return state + "/epilogue/history"
        }
        guard let home = environment["HOME"], home.hasPrefix("/") else { return nil }
        return home + "/.local/state/epilogue/history"
    }

    /// Keeps an entry, in the file as well: it is there even if the line then brings all down.
    ///
    /// Blank entries are not kept, nor one that is there as the last already.
    @discardableResult
    package mutating func add(_ entry: String) -> Addition {
        guard entry.contains(where: { !$0.isWhitespace }) else { return .dropped }
        guard entries.last != entry else { return .dropped }
        let former = entries.lastIndex(of: entry)
        if let former { entries.remove(at: former) }
        entries.append(entry)
        let excess = entries.count - limit
        if excess > 0 { entries.removeFirst(excess) }
        do throws(Diagnostic) {
            try file?.append(Secrets.masked(entry))
        } catch {
            fault = error
        }
        return former != nil || excess > 0 ? .reordered : .appended
    }

    /// What is wrong with the file, once.
    package mutating func takeFault() -> Diagnostic? {
        guard let fault, !hasReported else { return nil }
        hasReported = true
        return fault
    }

    /// What the newest entry beginning with `text` says after it.
    package func continuation(of text: String) -> String? {
        guard !text.isEmpty else { return nil }
        let entry = entries.last {
            $0.utf8.count > text.utf8.count && $0.utf8.starts(with: text.utf8)
        }
        return entry.flatMap { String($0.utf8.dropFirst(text.utf8.count)) }
    }
}
