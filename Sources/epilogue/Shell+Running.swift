import Console
import Diagnostics
import Foundation
import Kernels
import Language
import Sessions
import Synchronization

/// One line: run on a thread of its own, put on disk before, marked after.
extension Shell {
    /// Runs a line and shows what it gives; ctrl-C gives the prompt back whether or not it ends.
    mutating func run(_ line: String) -> Outcome.Request? {
        let cancellation = Cancellation()
        let accepted = Accepted(journal)
        let before = session
        let awaited = leftoversToAwait(line)
        let result = working(cancellation) { work in
            while awaited.contains(where: { !$0.isDone }) {
                if cancellation.isCancelled { return (before, Outcome.stopped(line)) }
                usleep(5_000)
            }
            var session = before
            let running = Session.Running(work: work) { accepted.accept($0) }
            let outcome = session.run(SourceText(line), running)
            return (session, outcome)
        }
        if let trouble = accepted.trouble { say([trouble]) }
        switch result {
        case .abandoned(let leftover):
            leftovers.append(leftover)
            for number in accepted.numbers { mark(number, .failed) }
            say([.abandoned])
            return nil
        case .finished(let (after, outcome)):
            session = after
            markWhatBecame(of: accepted.numbers, since: before)
            show(outcome)
            return outcome.request
        }
    }

    /// Runs work with the progress line and ctrl-C.
    func working<Result: Sendable>(
        _ cancellation: Cancellation,
        _ body: @escaping @Sendable (WorkContext) -> Result
    ) -> Interrupts.Outcome<Result> {
        let progress = Progress()
        let work = WorkContext(
            threads: Surroundings.threads,
            progress: progress,
            cancellation: cancellation
        )
        var shown = ProgressLine(terminal: terminal)
        let result = terminal.withoutEcho {
            Interrupts.whileWorking(
                cancel: { DispatchQueue.global().async { cancellation.cancel() } },
                tick: { elapsed in
                    let reading = progress.reading
                    shown.update(
                        label: reading.label,
                        fraction: reading.fraction,
                        elapsed: elapsed
                    )
                },
                work: { body(work) }
            )
        }
        shown.erase()
        if cancellation.isCancelled { write("^C\n", to: .standard) }
        return result
    }

    /// Work left to itself that a line has to wait for, which is said.
    private mutating func leftoversToAwait(_ line: String) -> [Interrupts.Leftover] {
        leftovers.removeAll(where: \.isDone)
        guard !leftovers.isEmpty, session.mayRun(SourceText(line)) else { return [] }
        say([.waiting])
        return leftovers
    }

    /// Tells the journal which inputs failed, and which `:undo` and `:redo` took back or did again.
    private func markWhatBecame(of accepted: [Int], since before: Session) {
        let former = Set(before.entries.compactMap(\.number))
        let entries = session.entries.filter { $0.kind != .failure }
        let present = Set(entries.compactMap(\.number))
        for number in accepted where !present.contains(number) { mark(number, .failed) }
        for number in former.subtracting(present).sorted() { mark(number, .undone) }
        for number in present.subtracting(former).subtracting(accepted).sorted() {
            mark(number, .redone)
        }
    }

    private func mark(_ number: Int, _ mark: Journal.Mark) {
        if let trouble = journal?.mark(number, mark) { say([trouble]) }
    }
}

/// What the journal says about the inputs of a line, from the thread that runs it.
private final class Accepted: Sendable {
    private struct State {
        var numbers: [Int] = []
        var trouble: Diagnostic?
    }

    private let journal: Journal?
    private let state = Mutex(State())

    init(_ journal: Journal?) { self.journal = journal }

    var numbers: [Int] { state.withLock(\.numbers) }
    var trouble: Diagnostic? { state.withLock(\.trouble) }

    func accept(_ text: String) -> Int? {
        guard let receipt = journal?.accept(text) else { return nil }
        state.withLock { state in
            state.numbers.append(receipt.number)
            state.trouble = state.trouble ?? receipt.trouble
        }
        return receipt.number
    }
}

extension Outcome {
    /// The outcome of a line that ctrl-C kept from beginning.
    fileprivate static func stopped(_ line: String) -> Outcome {
        var outcome = Outcome(source: SourceText(line))
        outcome.diagnostics = [Diagnostic("work.cancelled", "the work was stopped")]
        return outcome
    }
}

extension Diagnostic {
    fileprivate static var abandoned: Diagnostic {
        Diagnostic(
            "work.abandoned",
            "the work was stopped; a call in it ends by itself and gives nothing",
            severity: .warning
        )
    }

    fileprivate static var waiting: Diagnostic {
        Diagnostic(
            "work.waiting",
            "waits until the call that was stopped has ended",
            severity: .note
        )
    }
}
