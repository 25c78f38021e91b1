import Catalog
import Diagnostics
import Documents
import Language

extension SessionCommand {
    static let undo = SessionCommand(
        Command(
            "undo",
            "Takes back the last statement that was accepted.",
            examples: [Example(":undo")]
        )
    ) { session, rest, _, outcome in
        guard let before = session.past.popLast() else {
            throw Faults(
                Diagnostic("command.nothing", "there is nothing to undo", at: rest.span)
            )
        }
        let last = session.entries.last { $0.kind == .statement || $0.kind.isProse }
        session.future.append(session.moment)
        session.go(to: before)
        outcome.documents.append(Document(.note("undone: \(last?.text ?? "")")))
    }

    static let redo = SessionCommand(
        Command("redo", "Does again what `:undo` took back.", examples: [Example(":redo")])
    ) { session, rest, _, outcome in
        guard let after = session.future.popLast() else {
            throw Faults(
                Diagnostic("command.nothing", "there is nothing to redo", at: rest.span)
            )
        }
        session.past.append(session.moment)
        session.go(to: after)
        let last = session.entries.last { $0.kind == .statement || $0.kind.isProse }
        outcome.documents.append(Document(.note("done again: \(last?.text ?? "")")))
    }
}

extension Entry.Kind {
    var isProse: Bool { if case .prose = self { true } else { false } }
}
