import Foundation
import Synchronization
import Testing

@testable import Console

@Suite("ctrl-C during work")
struct InterruptsTests {
    @Test("does nothing to work that ends")
    func finishing() async {
        let outcome = await onThread {
            Interrupts.whileWorking(signals: SignalPipe(), cancel: {}, work: { 42 })
        }
        guard case .finished(42) = outcome else {
            Issue.record("\(outcome)")
            return
        }
    }

    @Test("stops work that listens")
    func stopping() {
        let signals = SignalPipe()
        let isCancelled = Mutex(false)
        let flag = SharedFlag()
        let outcome = Interrupts.whileWorking(
            grace: .seconds(5),
            signals: signals,
            cancel: {
                isCancelled.withLock { $0 = true }
                flag.raise()
            },
            work: {
                signals.note(SIGINT)
                while !flag.isRaised { usleep(1000) }
                return "stopped"
            }
        )
        guard case .finished("stopped") = outcome else {
            Issue.record("\(outcome)")
            return
        }
    }

    @Test("leaves work that does not listen after the grace, or at once when pressed again")
    func abandoning() async {
        for (presses, grace) in [(1, Duration.milliseconds(80)), (2, .seconds(60))] {
            let signals = SignalPipe()
            let end = SharedFlag()
            let start = ContinuousClock.now
            let outcome = await onThread {
                Interrupts.whileWorking(
                    grace: grace,
                    signals: signals,
                    cancel: {},
                    work: {
                        for _ in 0..<presses { signals.note(SIGINT) }
                        while !end.isRaised { usleep(1000) }
                    }
                )
            }
            let spent = ContinuousClock.now - start
            end.raise()
            guard case .abandoned = outcome else {
                Issue.record("\(outcome)")
                return
            }
            #expect(spent < .seconds(10))
        }
    }
}

/// Runs what blocks on a thread of its own, as the program does, not on one of the pool's.
func onThread<Result: Sendable>(_ body: @escaping @Sendable () -> Result) async -> Result {
    await withCheckedContinuation { continuation in
        Thread.detachNewThread { continuation.resume(returning: body()) }
    }
}

final class SharedFlag: Sendable {
    private let value = Mutex(false)

    var isRaised: Bool { value.withLock { $0 } }

    func raise() { value.withLock { $0 = true } }
}

@Suite("Progress")
struct ProgressEstimateTests {
    @Test("says how much time is left once it can be judged")
    func remaining() {
        var estimate = ProgressEstimate()
        estimate.update(label: "fitting", fraction: 0, elapsed: .seconds(10))
        #expect(estimate.text == "fitting 0 %")
        estimate.update(label: "fitting", fraction: 0.43, elapsed: .seconds(19))
        #expect(estimate.text == "fitting 43 % · 12 s left")
    }

    @Test("begins anew with each step, and is only a word where nothing is known")
    func steps() {
        var estimate = ProgressEstimate()
        estimate.update(label: "loading", fraction: 0.5, elapsed: .seconds(1))
        estimate.update(label: "loading", fraction: 0.9, elapsed: .seconds(9))
        estimate.update(label: "fitting", fraction: nil, elapsed: .seconds(10))
        #expect(estimate.text == "fitting")
        estimate.update(label: "fitting", fraction: 0.5, elapsed: .seconds(12))
        #expect(estimate.text == "fitting 50 %")
    }

    @Test("rounds time as people do")
    func spoken() {
        #expect(ProgressEstimate.spoken(.milliseconds(11_200)) == "12 s")
        #expect(ProgressEstimate.spoken(.seconds(170)) == "3 min")
        #expect(ProgressEstimate.spoken(.seconds(7_500)) == "2 h 5 min")
    }
}
