import Synchronization

/// What everything that may last is given: its budget, its seed, and ways to say how far it is and
/// to be told to stop.
package struct WorkContext: Sendable {
    /// How many threads a library or a kernel may use.
    package var threads: Int
    /// How many bytes the engine may hold before it spills, or nil for its own choice.
    package var memoryLimit: Int?
    /// Where all chance begins.
    package var seed: UInt64
    /// What earlier runs left; nil where everything is computed.
    package var kept: (any KeptResults)?
    package let progress: Progress
    package let cancellation: Cancellation

    package init(
        threads: Int = 1,
        memoryLimit: Int? = nil,
        seed: UInt64 = 0,
        kept: (any KeptResults)? = nil,
        progress: Progress = Progress(),
        cancellation: Cancellation = Cancellation()
    ) {
        self.threads = threads
        self.memoryLimit = memoryLimit
        self.seed = seed
        self.kept = kept
        self.progress = progress
        self.cancellation = cancellation
    }
}

/// How far some work has come; written by the work, read by whoever shows it.
package final class Progress: Sendable {
    package struct Reading: Sendable, Equatable {
        /// What is being done, in a word or two: "fitting".
        package var label = ""
        /// From 0 to 1, or nil while it cannot be known.
        package var fraction: Double?
    }

    private let state = Mutex(Reading())

    package init() {}

    package var reading: Reading { state.withLock { $0 } }

    package func report(_ label: String, fraction: Double? = nil) {
        state.withLock { $0 = Reading(label: label, fraction: fraction) }
    }
}

/// A request to stop, which both loops and foreign libraries can hear.
package final class Cancellation: Sendable {
    private struct State {
        var isCancelled = false
        var next = 0
        var actions: [Int: @Sendable () -> Void] = [:]
    }

    private let state = Mutex(State())

    package init() {}

    package var isCancelled: Bool { state.withLock(\.isCancelled) }

    /// Asks the work to stop; the actions run on the caller's thread, once.
    package func cancel() {
        let actions = state.withLock { state in
            state.isCancelled = true
            defer { state.actions = [:] }
            return state.actions.sorted { $0.key < $1.key }.map(\.value)
        }
        for action in actions { action() }
    }

    /// Throws `CancellationError` once the request has been made.
    package func check() throws(CancellationError) {
        if isCancelled { throw CancellationError() }
    }

    /// Runs `body` with an action that stops it from another thread, such as an engine's interrupt.
    package func withAction<Result, Failure: Error>(
        _ action: @escaping @Sendable () -> Void,
        _ body: () throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let (token, late) = state.withLock { state -> (Int, Bool) in
            state.next += 1
            if !state.isCancelled { state.actions[state.next] = action }
            return (state.next, state.isCancelled)
        }
        if late { action() }
        defer { state.withLock { _ = $0.actions.removeValue(forKey: token) } }
        return try body()
    }
}
