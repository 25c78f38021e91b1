import Assembly
import Catalog
import Diagnostics
import Foundation
import Kernels
import Language
import Rendering
import Sessions

/// Statements that no one types: from `-c`, a file, or standard input.
struct Script {
    let format: OutputFormat
    private let factory = SessionFactory()

    init(format: OutputFormat) { self.format = format }

    /// Runs the statements of a text; the exit status is 1 after an error.
    func run(_ text: String, name: String?) -> Int32 {
        DeepThread.run { [self] in
            var session = factory.session(Surroundings.settings())
            return runAll(text, name: name, in: &session)
        }
    }

    func runFile(_ path: String) -> Int32 {
        guard let data = FileManager.default.contents(atPath: path) else {
            return fail(Diagnostic("file.missing", "no script `\(path)`"))
        }
        guard let text = String(data: data, encoding: .utf8) else {
            return fail(Diagnostic("file.encoding", "`\(path)` is not UTF-8 text"))
        }
        return run(text, name: path)
    }

    /// Runs statements as they come, each as soon as it is whole.
    func runStandardInput() -> Int32 {
        DeepThread.run { [self] in
            var session = factory.session(Surroundings.settings())
            var pending = ""
            var lines = InputLines()
            while let line = lines.next() {
                pending += line
                let parsed = Parser.parse(SourceText(pending))
                if parsed.isIncomplete || lines.continues { continue }
                let status = runAll(pending, name: nil, in: &session)
                if status != 0 { return status }
                pending = ""
            }
            return pending.isEmpty ? 0 : runAll(pending, name: nil, in: &session)
        }
    }

    private func runAll(_ text: String, name: String?, in session: inout Session) -> Int32 {
        let source = SourceText(text, name: name)
        let outcome = session.run(source, Session.Running(work: Surroundings.work()))
        show(outcome, in: session)
        return outcome.hasFailed ? 1 : 0
    }

    private func show(_ outcome: Outcome, in session: Session) {
        let terminal = TerminalRenderer(width: 80, colour: false, digits: session.settings.digits)
        let renderer = format.renderer(terminal: terminal)
        let isForPrograms = format.isForPrograms
        write(
            session.text(
                of: outcome,
                by: renderer,
                palette: .plain,
                width: 80,
                saying: isForPrograms ? [] : [.note, .warning]
            ),
            to: .standard
        )
        var errors = outcome
        errors.documents = []
        write(
            session.text(
                of: errors,
                by: renderer,
                palette: .plain,
                width: 80,
                saying: isForPrograms ? [.error, .warning, .note] : [.error]
            ),
            to: .error
        )
    }

    private func fail(_ diagnostic: Diagnostic) -> Int32 {
        write(SourceExcerpt(SourceText("")).text(diagnostic) + "\n", to: .error)
        return 1
    }
}

extension InputLines {
    /// Whether the next line may belong to the one before: it begins with `|`, or with a blank.
    fileprivate var continues: Bool {
        mutating get {
            switch peek() {
            case 0x7C, 0x20, 0x09: true
            default: false
            }
        }
    }
}
