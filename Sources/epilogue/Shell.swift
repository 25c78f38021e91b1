import Assembly
import Catalog
import Console
import Diagnostics
import Foundation
import Kernels
import Language
import Rendering
import Sessions
import Tables

/// The shell at a terminal: reads, runs, prints, until the end of input.
///
/// Runs on the main thread, where alone a terminal's signals arrive reliably.
struct Shell {
    var session: Session
    var lesson = Shell.lessons
    private let journal: Journal?
    private let terminal = Terminal.current
    private var editor: LineEditor

    init(_ given: Session? = nil) {
        session = given ?? SessionFactory().session(Surroundings.settings())
        let environment = ProcessInfo.processInfo.environment
        let history = History(path: History.standardPath(environment: environment))
        editor = LineEditor(terminal: terminal, history: history)
        if let folder = JournalFolder(environment: environment) {
            let header = JournalHeader(
                folder: session.settings.folder,
                start: Int(session.settings.now.microseconds / 1_000_000),
                pid: Int(getpid()),
                seed: session.settings.seed,
                zone: session.settings.zone
            )
            let (journal, trouble) = Journal.begin(header, in: folder)
            self.journal = journal
            if let trouble { say([trouble], of: SourceText("")) }
        } else {
            journal = nil
        }
        session.settings.plain = terminal.isPlain
    }

    /// Reads and runs lines; the exit status of the program.
    mutating func run(given first: String? = nil) -> Int32 {
        Interrupts.install()
        editor.assistance = assistance()
        var given = first ?? ""
        while true {
            let read = editor.read(prompt: prompt, continuation: continuation, given: given)
            given = ""
            if let fault = editor.takeHistoryFault() { say([fault], of: SourceText("")) }
            switch read {
            case .endOfInput:
                write("\n", to: .standard)
                journal?.finish()
                return 0
            case .interrupted: continue
            case .line(let line):
                let before = session
                let request = run(line)
                if let text = teach(line, before: before) { given = text }
                switch request {
                case .quit:
                    journal?.finish()
                    return 0
                case .type(let text): given = text
                case .lesson(let request): given = answer(request) ?? ""
                case .page, nil: break
                }
            }
        }
    }

    private var prompt: String {
        terminal.allowsColor && session.settings.color ? "\u{1B}[1;36m›\u{1B}[0m " : "> "
    }
    private var continuation: String { "… " }

    /// Runs a line on a thread of its own; ctrl-C gives the prompt back whether or not it ends.
    private mutating func run(_ line: String) -> Outcome.Request? {
        let cancellation = Cancellation()
        let progress = Progress()
        var context = Surroundings.work()
        context = WorkContext(
            threads: context.threads,
            progress: progress,
            cancellation: cancellation
        )
        let journal = journal
        let running = Session.Running(work: context) { text in
            journal?.accept(text).number
        }
        let start = session
        var shown = ProgressLine(terminal: terminal)
        let result = Interrupts.whileWorking(
            cancel: { DispatchQueue.global().async { cancellation.cancel() } },
            tick: { elapsed in
                let reading = progress.reading
                shown.update(label: reading.label, fraction: reading.fraction, elapsed: elapsed)
            },
            work: {
                var session = start
                let outcome = session.run(SourceText(line), running)
                return (session, outcome)
            }
        )
        shown.erase()
        switch result {
        case .abandoned:
            say([Diagnostic("work.cancelled", "the work was stopped")], of: SourceText(line))
            return nil
        case .finished(let (after, outcome)):
            session = after
            editor.assistance = assistance()
            show(outcome)
            return outcome.request
        }
    }

    func show(_ outcome: Outcome) {
        let isColoured = terminal.allowsColor && session.settings.color
        let renderer = TerminalRenderer(
            width: terminal.size.columns,
            colour: isColoured,
            plain: session.settings.plain,
            digits: session.settings.digits
        )
        let text = session.text(
            of: outcome,
            by: renderer,
            palette: isColoured ? .ansi : .plain,
            width: terminal.size.columns
        )
        if session.settings.pager {
            Pager(terminal: terminal, environment: ProcessInfo.processInfo.environment).show(text)
        } else {
            write(text, to: .standard)
        }
    }

    private func say(_ diagnostics: [Diagnostic], of source: SourceText) {
        let palette: SourceExcerpt.Palette =
            terminal.allowsColor && session.settings.color ? .ansi : .plain
        write(SourceExcerpt(source, palette: palette).text(diagnostics) + "\n", to: .standard)
    }

    private func assistance() -> LineAssistance {
        LineAssistance(
            isComplete: { line in
                line.hasPrefix("#") || !Parser.parse(SourceText(line)).isIncomplete
            },
            complete: { _, _ in Completions() },
            highlight: { _ in [] },
            hint: { _ in nil }
        )
    }
}
