import Dispatch
import Kernels
import Relations
import Synchronization
import Tables

/// Tells the reader how far a statement is, and the statement when the reader has had enough.
///
/// Ends with its last reference.
final class Watch {
    private let timer: any DispatchSourceTimer
    private let remote: ConnectionRemote
    private let work: WorkContext
    private let activity = Activity()

    /// Whether the statement runs just now, and does not wait for its rows to be fetched.
    private final class Activity: Sendable {
        private let state = Mutex(false)
        var isRunning: Bool {
            get { state.withLock { $0 } }
            set { state.withLock { $0 = newValue } }
        }
    }

    init(_ remote: ConnectionRemote, _ label: String, in work: WorkContext) {
        self.remote = remote
        self.work = work
        timer = DispatchSource.makeTimerSource(queue: .global())
        timer.schedule(deadline: .now() + .milliseconds(40), repeating: .milliseconds(40))
        timer.setEventHandler { [activity] in
            guard activity.isRunning else { return }
            // An interrupt that came just before the statement began is lost: say it again.
            if work.cancellation.isCancelled { return remote.interrupt() }
            if !label.isEmpty { work.progress.report(label, fraction: remote.fraction) }
        }
        timer.resume()
    }

    deinit { timer.cancel() }

    /// Runs what blocks, in a way that the work's cancellation stops it.
    func during<Result>(
        _ body: () throws(EngineError) -> Result
    ) throws(EngineError) -> Result {
        if work.cancellation.isCancelled { throw .cancelledByReader }
        let remote = remote
        activity.isRunning = true
        defer { activity.isRunning = false }
        return try work.cancellation.withAction({ remote.interrupt() }, body)
    }
}

extension EngineError {
    static let cancelledByReader = EngineError(.cancelled, "stopped")
    static let unexplained = EngineError(.engineFailed, "DuckDB does not say why it failed")
}

extension ConnectionHandle {
    /// Runs a statement to its end; gives the number of rows that it changed.
    @discardableResult
    func execute(
        _ sql: String,
        _ label: String = "",
        in work: WorkContext
    ) throws(EngineError) -> Int64 {
        let watch = Watch(remote, label, in: work)
        let statement = try prepare(sql)
        return try watch.during { () throws(EngineError) in
            try statement.run(streaming: false).rowsChanged
        }
    }

    /// The rows of a small query, as scalars.
    func rows(_ sql: String, in work: WorkContext) throws(EngineError) -> [[Scalar]] {
        let watch = Watch(remote, "reading", in: work)
        let statement = try prepare(sql)
        return try watch.during { () throws(EngineError) in
            let result = try statement.run(streaming: false)
            let types = result.columnTypes
            var rows: [[Scalar]] = []
            while let chunk = try result.nextChunk() {
                var columns: [Column] = []
                for (index, type) in types.enumerated() {
                    columns.append(try chunk.column(index, type))
                }
                for row in 0..<chunk.count { rows.append(columns.map { $0[row] }) }
            }
            return rows
        }
    }
}
