import Dispatch
import Synchronization

/// Runs tasks in their order on several threads, and waits for them no longer than until it is
/// told to stop.
///
/// Gives what each task gave, nil for those that had not ended. A task that is at work then ends by
/// itself, on a thread of its own, and what it gives is dropped: so a library that hears of the
/// stop late keeps nobody waiting.
package func abandonableTasks<Result: Sendable>(
    _ count: Int,
    threads: Int,
    cancellation: Cancellation,
    _ body: @escaping @Sendable (Int) -> Result
) -> [Result?] {
    guard count > 0 else { return [] }
    let tasks = AbandonableTasks<Result>(count: count)
    let workers = max(1, min(threads, count))
    for _ in 0..<workers {
        DeepThread.start { tasks.work(cancellation, body) }
    }
    let stop = { @Sendable in _ = tasks.ended.signal() }
    cancellation.withAction(stop) { tasks.ended.wait() }
    return tasks.results
}

private final class AbandonableTasks<Result: Sendable>: Sendable {
    private struct State {
        var next = 0
        var left: Int
        var results: [Result?]
    }

    let ended = DispatchSemaphore(value: 0)
    private let count: Int
    private let state: Mutex<State>

    init(count: Int) {
        self.count = count
        state = Mutex(State(left: count, results: Array(repeating: nil, count: count)))
    }

    var results: [Result?] { state.withLock(\.results) }

    func work(_ cancellation: Cancellation, _ body: (Int) -> Result) {
        while !cancellation.isCancelled, let task = take() {
            let result = body(task)
            let isLast = state.withLock { state in
                state.results[task] = result
                state.left -= 1
                return state.left == 0
            }
            if isLast { ended.signal() }
        }
    }

    private func take() -> Int? {
        state.withLock { state in
            guard state.next < count else { return nil }
            defer { state.next += 1 }
            return state.next
        }
    }
}
