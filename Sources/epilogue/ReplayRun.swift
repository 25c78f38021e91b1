import Assembly
import Console
import Diagnostics
import Foundation
import Glibc
import Kernels
import Sessions
import Synchronization

/// One replay on the command line: it prints as it goes, and ctrl-C ends it within a tenth of a
/// second.
struct ReplayRun: Sendable {
    let path: String
    let name: String
    let options: ReplayOptions
    /// A file for a report in JUnit's form.
    let junit: String?
    /// What earlier replays kept; nil where everything is computed.
    var kept: ResultFolder?

    /// The exit status, and the session as the replay left it.
    func run() -> (status: Int32, session: Session?) {
        Interrupts.install()
        let cancellation = Cancellation()
        let printed = PrintedResults(name: name, mode: options.mode)
        let outcome = Interrupts.whileWorking(
            cancel: { DispatchQueue.global().async { cancellation.cancel() } },
            work: { replay(cancellation, printed) }
        )
        switch outcome {
        case .finished(let ended): return ended
        case .abandoned:
            printed.end()
            // What still runs must not meet a program that is being taken down.
            _exit(130)
        }
    }

    private func replay(
        _ cancellation: Cancellation,
        _ printed: PrintedResults
    ) -> (status: Int32, session: Session?) {
        do throws(Faults) {
            let fresh = Program.factory.session(Surroundings.settings())
            var run = try TranscriptRun(path: path, name: name, fresh: fresh)
            if !run.notes.isEmpty {
                write(SourceExcerpt(SourceText("")).text(run.notes) + "\n", to: .error)
            }
            let report = try run.run(
                options,
                work: {
                    WorkContext(
                        threads: Surroundings.threads,
                        kept: kept,
                        cancellation: cancellation
                    )
                },
                cancellation: cancellation,
                report: { printed.add($0) }
            )
            write(report.summary + (kept?.remark ?? "") + "\n", to: .standard)
            kept?.trim()
            if let junit {
                try? report.junit.write(toFile: junit, atomically: true, encoding: .utf8)
            }
            return (report.exitStatus, report.isInterrupted ? nil : run.session)
        } catch {
            let source = (try? TranscriptFile.source(at: path)) ?? SourceText("", name: name)
            write(SourceExcerpt(source).text(error.all) + "\n", to: .error)
            return (1, nil)
        }
    }
}

extension ResultFolder {
    /// What a reader of the summary should know: that not all was computed now.
    fileprivate var remark: String {
        switch count {
        case 0: ""
        case 1: "; 1 result is an earlier replay's (--no-cache computes it)"
        default: "; \(count) results are an earlier replay's (--no-cache computes them)"
        }
    }
}

/// The results so far, each printed as it comes.
private final class PrintedResults: Sendable {
    private let name: String
    private let mode: ReplayOptions.Mode
    private let results = Mutex<[ReplayReport.Result]>([])

    init(name: String, mode: ReplayOptions.Mode) {
        self.name = name
        self.mode = mode
    }

    func add(_ result: ReplayReport.Result) {
        results.withLock { results in
            results.append(result)
            write(result.rendered(name: name, mode), to: .standard)
        }
    }

    /// Says how far a replay came whose last fence does not listen.
    func end() {
        let report = results.withLock { results in
            ReplayReport(name: name, results: results, isInterrupted: true)
        }
        write(report.summary + "\n", to: .standard)
    }
}

extension ReplayReport.Result {
    /// What a reader follows: each fence with its output, or only what differs.
    fileprivate func rendered(name: String, _ mode: ReplayOptions.Mode) -> String {
        if mode == .show {
            let difference = status.isGood ? "" : rendered(name: name) + "\n"
            return code.split(separator: "\n", omittingEmptySubsequences: false)
                .map { "> \($0)\n" }.joined() + text + "\n" + difference
        }
        return status.isGood ? "" : rendered(name: name) + "\n"
    }
}
