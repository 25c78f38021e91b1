import Catalog
import Console
import Diagnostics
import Foundation
import Kernels
import Language
import Sessions
import Tables

/// The journal of the session: begun, or taken over from a session that died.
extension Shell {
    /// Begins the journal; with `mayAsk`, offers first to go on with what was left unfinished here.
    mutating func beginJournal(in folder: JournalFolder?, mayAsk: Bool) {
        guard let folder else { return }
        if mayAsk, let found = folder.unfinished(in: session.settings.folder).first {
            switch ask(about: found) {
            case true:
                guard let taken = found.goOn() else { break }
                journal = taken
                return goOn(with: found.content)
            case false: found.discard()
            default: break
            }
        }
        let (begun, trouble) = Journal.begin(header, in: folder)
        journal = begun
        if let trouble { say([trouble]) }
        for index in session.entries.indices where session.entries[index].kind.stands {
            session.entries[index].number = begun.accept(session.entries[index].text).number
        }
    }

    private var header: JournalHeader {
        JournalHeader(
            folder: session.settings.folder,
            start: Int(session.settings.now.microseconds / 1_000_000),
            pid: Int(getpid()),
            seed: session.settings.seed,
            zone: session.settings.zone
        )
    }

    /// True to go on, false to throw the journal away, nil to leave it for another time.
    ///
    /// An answer is a key that comes alone: `y = 3`, pasted or typed ahead, is a line like any other.
    private func ask(about found: UnfinishedJournal) -> Bool? {
        let standing = found.content.standing
        let count = standing.count == 1 ? "1 statement" : "\(standing.count) statements"
        let last = standing.last?.text.split(separator: "\n").first ?? ""
        let began = Instant(microseconds: Int64(found.content.header.start) * 1_000_000).clockText
        write(
            """
            a session of this folder, begun \(began), ended without `:quit`
              \(count), the last: \(last.prefix(60))
            go on with it? y goes on, n drops it, other keys are typed and leave it: 
            """,
            to: .standard
        )
        let keys = terminal.readKeys()
        switch String(decoding: keys, as: UTF8.self).trimmingCharacters(in: .newlines) {
        case "y", "Y":
            write("y\n", to: .standard)
            return true
        case "n", "N":
            write("n\n", to: .standard)
            return false
        default:
            write("\n", to: .standard)
            // ctrl-C only declines to answer.
            if keys.first != 3 { editor.typeAhead(keys) }
            return nil
        }
    }

    /// Runs the statements of a session that died, without showing what they print.
    private mutating func goOn(with content: JournalContent) {
        session.settings.seed = content.header.seed
        session.settings.zone = content.header.zone
        session.settings.now = Instant(microseconds: Int64(content.header.start) * 1_000_000)
        let fresh = session
        let cancellation = Cancellation()
        let result = working(cancellation) { work in
            Self.rerun(content.standing, in: fresh, work)
        }
        guard case .finished(let again) = result, !cancellation.isCancelled else {
            journal = nil
            say([
                Diagnostic(
                    "journal.stopped",
                    "stopped; the session starts empty, and its journal is kept",
                    severity: .warning
                )
            ])
            return
        }
        session = again.session
        say(again.faults)
        write(again.summary, to: .standard)
    }

    private static func rerun(
        _ statements: [JournalContent.Statement],
        in fresh: Session,
        _ work: WorkContext
    ) -> Rerun {
        var again = Rerun(session: fresh)
        for (index, statement) in statements.enumerated() {
            guard !work.cancellation.isCancelled else { break }
            if again.session.keepsUnrun(statement) {
                again.kept += 1
                continue
            }
            let inner = WorkContext(threads: work.threads, cancellation: work.cancellation)
            work.progress.report("going on", fraction: Double(index) / Double(statements.count))
            var running = Session.Running(work: inner) { _ in statement.number }
            running.standingFiles = .kept
            let outcome = again.session.run(SourceText(statement.text), running)
            again.ran += 1
            guard let fault = outcome.diagnostics.first(where: { $0.severity == .error }) else {
                continue
            }
            again.faults.append(
                Diagnostic(
                    "journal.failed",
                    "`\(statement.text.prefix(60))` failed: \(fault.message)",
                    severity: .warning
                )
            )
        }
        return again
    }
}

/// A session that died, brought back.
private struct Rerun: Sendable {
    var session: Session
    var faults: [Diagnostic] = []
    var ran = 0
    /// Commands of the system's shell, which are part of the session and do not run twice.
    var kept = 0

    var summary: String {
        let statements = ran == 1 ? "1 statement" : "\(ran) statements"
        let commands = kept == 1 ? "1 command" : "\(kept) commands"
        return "\(ran - faults.count) of \(statements) ran again"
            + (kept == 0 ? "" : "; \(commands) of the system's shell did not") + "\n"
    }
}

extension Session {
    /// Takes up a command of the system's shell without running it: what it did outside stands.
    fileprivate mutating func keepsUnrun(_ statement: JournalContent.Statement) -> Bool {
        let statements = Parser.parse(SourceText(statement.text)).statements
        let isShell = statements.allSatisfy { if case .shell = $0.kind { true } else { false } }
        guard isShell, !statements.isEmpty else { return false }
        past.append(moment)
        entries.append(Entry(.statement, statement.text, number: statement.number))
        return true
    }
}

extension Entry.Kind {
    /// Whether it is part of the session, not only of its story.
    fileprivate var stands: Bool {
        switch self {
        case .statement, .prose: true
        case .failure, .aside: false
        }
    }
}
