import Catalog
import Diagnostics
import Documents
import Language

extension SessionCommand {
    static let save = SessionCommand(
        Command(
            "save",
            "Writes the session as a transcript: what was accepted, prose among it.",
            usage: "FILE [--all]",
            takes: .path(optional: false),
            examples: [Example(":save sessions/flights.md")]
        )
    ) { session, rest, _, outcome in
        let isAll = rest.text.hasSuffix(" --all")
        let typed = String(isAll ? rest.text.dropLast(6) : rest.text[...])
            .trimmingSpaces
        guard !typed.isEmpty else {
            throw Faults(
                Diagnostic(
                    "command.argument",
                    "`:save` takes a file",
                    at: rest.span,
                    hints: [":save session.md"]
                )
            )
        }
        let path = session.resolved(typed)
        do throws(Diagnostic) {
            let transcript = session.transcript(savedAt: path, keepingFailures: isAll)
            try TranscriptFile.write(transcript, to: path)
            outcome.documents.append(
                Document(.note("saved \(Self.counted(transcript.fences.count)) to `\(typed)`"))
            )
        } catch {
            throw Faults(error.located(at: rest.span))
        }
    }

    private static func counted(_ fences: Int) -> String {
        fences == 1 ? "1 fence" : "\(fences) fences"
    }
}

extension String {
    /// Without spaces at its ends.
    var trimmingSpaces: String {
        var text = Substring(self)
        while text.first == " " { text.removeFirst() }
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}
