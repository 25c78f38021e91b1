import Catalog
import Diagnostics
import Language

extension SessionCommand {
    static let edit = SessionCommand(
        Command(
            "edit",
            "Opens the last statement, or one by its number, in an editor, to be run again.",
            usage: "[NUMBER]",
            takes: .words(optional: true),
            examples: [Example(":edit")]
        )
    ) { session, rest, _, outcome in
        let statements = session.statements
        if rest.text.isEmpty {
            outcome.request = .edit(statements.last?.text ?? "")
            return
        }
        guard let number = Int(rest.text), statements.indices.contains(number - 1) else {
            throw Faults(
                Diagnostic(
                    "command.argument",
                    "`:edit` takes a number from 1 to \(statements.count)",
                    at: rest.span,
                    hints: [":history"]
                )
            )
        }
        outcome.request = .edit(statements[number - 1].text)
    }
}
