import Assembly
import Catalog
import Console
import Diagnostics
import Foundation
import Glibc
import Kernels
import Language
import Rendering
import Sessions

/// Statements that no one types: from `-c`, a file, or standard input.
///
/// What each statement prints appears as soon as it has run. ctrl-C stops the work, and the status
/// is 130.
struct Script {
    let format: OutputFormat
    private let factory = Program.factory

    init(format: OutputFormat) { self.format = format }

    /// Runs the statements of a text; the exit status is 1 after an error.
    func run(_ text: String, name: String?) -> Int32 {
        stoppable { [self] work in
            var session = begin()
            return runAll(SourceText(text, name: name), in: &session, work).status
        }
    }

    func runFile(_ path: String) -> Int32 {
        guard let data = FileManager.default.contents(atPath: path) else {
            return fail(Diagnostic("file.missing", "no script `\(path)` can be read"))
        }
        guard let text = String(data: data, encoding: .utf8) else {
            return fail(Diagnostic("file.encoding", "`\(path)` is not UTF-8 text"))
        }
        return run(text, name: path)
    }

    /// Runs statements as they come, each as soon as it is whole.
    func runStandardInput() -> Int32 {
        stoppable { [self] work in
            var session = begin()
            var statements = InputStatements(endsAtEnter: isatty(0) == 1)
            while let source = statements.next() {
                let (status, isLast) = runAll(source, in: &session, work)
                if status != 0 || isLast { return status }
            }
            return 0
        }
    }

    private func begin() -> Session {
        var settings = Surroundings.settings()
        settings.plain = Terminal.isPlain(ProcessInfo.processInfo.environment)
        var session = factory.session(settings)
        for trouble in StartUp.run(in: &session) { _ = fail(trouble) }
        return session
    }

    /// Runs work that ctrl-C stops, or leaves behind where it does not listen.
    private func stoppable(_ body: @escaping @Sendable (WorkContext) -> Int32) -> Int32 {
        Interrupts.install()
        let cancellation = Cancellation()
        let work = WorkContext(threads: Surroundings.threads, cancellation: cancellation)
        let result = Interrupts.whileWorking(
            grace: .seconds(2),
            cancel: { DispatchQueue.global().async { cancellation.cancel() } },
            work: { body(work) }
        )
        switch result {
        case .finished(let status): return cancellation.isCancelled ? 130 : status
        // What still runs must not meet a program that is being taken down.
        case .abandoned: _exit(130)
        }
    }

    /// The exit status so far, and whether `:quit` ends all.
    private func runAll(
        _ source: SourceText,
        in session: inout Session,
        _ work: WorkContext
    ) -> (status: Int32, isLast: Bool) {
        let printer = StatementPrinter(format: format, source: source)
        var running = Session.Running(work: work)
        running.report = { printer.show($0) }
        if format.isForPrograms {
            running.present = { value, context in try printer.stream(value, context) }
        }
        let outcome = session.run(source, running)
        printer.show(outcome)
        return (outcome.hasFailed || printer.hasFailed ? 1 : 0, outcome.request == .quit)
    }

    private func fail(_ diagnostic: Diagnostic) -> Int32 {
        write(SourceExcerpt(SourceText("")).text(diagnostic) + "\n", to: .error)
        return 1
    }
}
