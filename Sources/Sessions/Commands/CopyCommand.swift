import Catalog
import Diagnostics
import Language

extension SessionCommand {
    static let copy = SessionCommand(
        Command(
            "copy",
            "Puts what the last line printed on the clipboard, by way of the terminal.",
            examples: [Example(":copy")]
        )
    ) { session, rest, _, outcome in
        guard let entry = session.entries.last(where: { !$0.output.isEmpty }) else {
            throw Faults(
                Diagnostic("command.nothing", "nothing was printed yet", at: rest.span)
            )
        }
        outcome.request = .copy(entry.output)
    }
}
