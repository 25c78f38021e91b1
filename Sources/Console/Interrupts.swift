import Glibc
import Kernels
import Synchronization

/// What ctrl-C does while a line runs: it asks the work to stop, and gives the prompt back soon
/// whether or not the work has stopped.
///
/// The main thread waits here and never leaves: only there do a terminal's signals arrive reliably.
package enum Interrupts {
    package enum Outcome<Result: Sendable>: Sendable {
        case finished(Result)
        /// The work goes on by itself; what it returns is dropped.
        case abandoned(Leftover)
    }

    /// Work that goes on although nobody waits for what it gives.
    package struct Leftover: Sendable {
        fileprivate let hasEnded: @Sendable () -> Bool

        package var isDone: Bool { hasEnded() }
    }

    /// Takes ctrl-C over for good, even if the process was started with it ignored or blocked.
    package static func install() {
        var set = sigset_t()
        sigemptyset(&set)
        sigaddset(&set, SIGINT)
        pthread_sigmask(SIG_UNBLOCK, &set, nil)
        _ = SignalPipe.capture([SIGINT])
    }

    /// Runs `work` on a thread of its own, with a deep stack, and waits for it.
    ///
    /// The first ctrl-C calls `cancel`; when the work has not ended within `grace` after that, or
    /// at a second ctrl-C, it is abandoned. `tick` is called ten times a second with the time
    /// since the start.
    @available(*, noasync)
    package static func whileWorking<Result: Sendable>(
        grace: Duration = .milliseconds(50),
        signals: SignalPipe = .shared,
        cancel: @Sendable () -> Void,
        tick: (Duration) -> Void = { _ in },
        work: @escaping @Sendable () -> Result
    ) -> Outcome<Result> {
        signals.drain()
        let finish = Finish<Result>()
        let start = ContinuousClock.now
        DeepThread.start {
            let result = work()
            finish.value.withLock { $0 = result }
            signals.note(wake)
        }
        let leftover = Leftover { finish.result != nil }
        var deadline: ContinuousClock.Instant?
        while true {
            if let result = finish.result { return .finished(result) }
            let now = ContinuousClock.now
            if let deadline, now >= deadline { return .abandoned(leftover) }
            wait(on: signals.readEnd, until: deadline, from: now)
            while let signal = signals.next() {
                guard signal == SIGINT else { continue }
                if deadline != nil {
                    return finish.result.map { .finished($0) } ?? .abandoned(leftover)
                }
                deadline = .now + grace
                cancel()
            }
            if finish.result == nil { tick(ContinuousClock.now - start) }
        }
    }

    /// No signal has this number; it only ends the wait.
    private static let wake: Int32 = 0

    /// Waits until the descriptor can be read, at most a tenth of a second.
    private static func wait(
        on descriptor: Int32,
        until deadline: ContinuousClock.Instant?,
        from now: ContinuousClock.Instant
    ) {
        var patience = Duration.milliseconds(100)
        if let deadline { patience = min(patience, deadline - now) }
        let milliseconds = Int32(max(1, patience / .milliseconds(1)))
        var polled = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        _ = poll(&polled, 1, milliseconds)
    }
}

/// The place where work leaves its result.
private final class Finish<Result: Sendable>: Sendable {
    let value = Mutex<Result?>(nil)

    var result: Result? { value.withLock { $0 } }
}
