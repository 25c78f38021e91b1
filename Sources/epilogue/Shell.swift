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
    var journal: Journal?
    /// The terminal as it is; settings may ask for less than it can do.
    private let screen = Terminal.current
    let editor: LineEditor
    private let environment = ProcessInfo.processInfo.environment
    /// Work that was left to itself and goes on.
    var leftovers: [Interrupts.Leftover] = []

    /// A shell that goes on from a session, or begins one.
    init(_ given: Session? = nil) {
        session = given ?? Program.factory.session(Surroundings.settings())
        let history = History(path: History.standardPath(environment: environment))
        editor = LineEditor(terminal: screen, history: history)
        session.settings.plain = screen.isPlain
    }

    /// Reads and runs lines; the exit status of the program.
    mutating func run(given first: String? = nil) -> Int32 {
        Interrupts.install()
        if session.entries.isEmpty {
            say(StartUp.run(in: &session))
            beginJournal(in: JournalFolder(environment: environment), mayAsk: true)
        } else {
            beginJournal(in: JournalFolder(environment: environment), mayAsk: false)
        }
        var given = first ?? ""
        while true {
            editor.terminal = terminal
            editor.assistance = Assistance(session).line
            let read = editor.read(prompt: prompt, continuation: "… ", given: given)
            given = ""
            if let fault = editor.takeHistoryFault() { say([fault]) }
            switch read {
            case .endOfInput: return end()
            case .interrupted: continue
            case .line(let line):
                let before = session
                let request = run(line)
                if request?.takesPrompt != true, let text = teach(line, before: before) {
                    given = text
                }
                switch request {
                case .quit: return end()
                case .type(let text): given = text
                case .edit(let text): given = edited(text)
                case .lesson(let request): given = answer(request) ?? ""
                case .copy(let text): copy(text)
                case .page, nil: break
                }
            }
        }
    }

    private func end() -> Int32 {
        journal?.finish()
        return 0
    }

    /// What may be shown now: `:set color`, `:set plain` and the like count at once.
    var terminal: Terminal {
        var terminal = screen
        terminal.isPlain = session.settings.plain
        terminal.permitsColor = screen.permitsColor && session.settings.color
        return terminal
    }

    private var prompt: String {
        terminal.allowsColor ? "\u{1B}[1;36m›\u{1B}[0m " : "> "
    }

    /// Prints an outcome, long ones by way of the pager.
    func show(_ outcome: Outcome) {
        let terminal = terminal
        let width = terminal.size.columns
        let renderer = TerminalRenderer(
            width: width,
            colour: terminal.allowsColor,
            plain: terminal.isPlain,
            digits: session.settings.digits
        )
        let palette: SourceExcerpt.Palette = terminal.allowsColor ? .ansi : .plain
        let text = session.text(
            of: outcome,
            by: renderer,
            palette: palette,
            width: width,
            wrapsMessages: true
        )
        if session.settings.pager || outcome.request == .page {
            Pager(terminal: terminal, environment: environment).show(text)
        } else {
            write(text, to: .standard)
        }
    }

    func say(_ diagnostics: [Diagnostic], of source: SourceText = SourceText("")) {
        guard !diagnostics.isEmpty else { return }
        let palette: SourceExcerpt.Palette = terminal.allowsColor ? .ansi : .plain
        let excerpt = SourceExcerpt(
            source,
            palette: palette,
            width: terminal.size.columns,
            wrapsMessages: true
        )
        write(excerpt.text(diagnostics) + "\n", to: .standard)
    }

    private func copy(_ text: String) {
        do throws(Diagnostic) {
            try terminal.copy(text)
            let count = text.split(separator: "\n", omittingEmptySubsequences: false).count - 1
            let lines = count == 1 ? "1 line" : "\(count) lines"
            write("\(lines) handed to the terminal's clipboard\n", to: .standard)
        } catch {
            say([error])
        }
    }

    /// The text as the reader's editor leaves it; as it was where there is none.
    private func edited(_ text: String) -> String {
        do throws(Diagnostic) {
            return try TextEditor(environment: environment).edited(text)
        } catch {
            say([error])
            return text
        }
    }
}
