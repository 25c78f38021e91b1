import Catalog
import Console
import Diagnostics
import Foundation
import Kernels
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
    private func ask(about found: UnfinishedJournal) -> Bool? {
        let standing = found.content.standing
        let count = standing.count == 1 ? "1 statement" : "\(standing.count) statements"
        let last = standing.last?.text.split(separator: "\n").first ?? ""
        let began = Instant(microseconds: Int64(found.content.header.start) * 1_000_000).clockText
        write(
            """
            a session of this folder, begun \(began), ended without `:quit`
              \(count), the last: \(last.prefix(60))
            go on with it? y goes on, n drops it, any other key asks again next time: 
            """,
            to: .standard
        )
        let key = terminal.readKey()
        write((key.map { $0.isLetter ? String($0) : "" } ?? "") + "\n", to: .standard)
        switch key {
        case "y", "Y": return true
        case "n", "N": return false
        default: return nil
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
        guard case .finished(let (after, faults)) = result, !cancellation.isCancelled else {
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
        session = after
        say(faults)
        let count = content.standing.count - faults.count
        write("\(count) of \(content.standing.count) statements ran again\n", to: .standard)
    }

    private static func rerun(
        _ statements: [JournalContent.Statement],
        in fresh: Session,
        _ work: WorkContext
    ) -> (Session, [Diagnostic]) {
        var session = fresh
        var faults: [Diagnostic] = []
        for (index, statement) in statements.enumerated() {
            guard !work.cancellation.isCancelled else { break }
            let inner = WorkContext(threads: work.threads, cancellation: work.cancellation)
            work.progress.report("going on", fraction: Double(index) / Double(statements.count))
            let running = Session.Running(work: inner) { _ in statement.number }
            let outcome = session.run(SourceText(statement.text), running)
            guard let fault = outcome.diagnostics.first(where: { $0.severity == .error }) else {
                continue
            }
            faults.append(
                Diagnostic(
                    "journal.failed",
                    "`\(statement.text.prefix(60))` failed: \(fault.message)",
                    severity: .warning
                )
            )
        }
        return (session, faults)
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
