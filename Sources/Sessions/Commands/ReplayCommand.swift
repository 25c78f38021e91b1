import Catalog
import Diagnostics
import Documents
import Language

extension SessionCommand {
    static let replay = SessionCommand(
        Command(
            "replay",
            "Runs a transcript's statements in this session and shows what they print.",
            usage: "FILE",
            takes: .path(optional: false),
            examples: [Example(":replay sessions/tour.md")]
        ),
        isAside: false
    ) { session, rest, running, outcome in
        guard !rest.text.isEmpty else {
            throw Faults(
                Diagnostic(
                    "command.argument",
                    "`:replay` takes a file",
                    at: rest.span,
                    hints: [":replay session.md"]
                )
            )
        }
        let path = session.resolved(rest.text)
        let transcript: Transcript
        do throws(Faults) {
            transcript = try TranscriptFile.read(path)
        } catch {
            throw Faults(error.all.map { $0.moved(to: rest.span) })
        }
        let folder = session.settings.folder
        session.settings.folder = Paths.joined(
            Paths.parent(of: path),
            transcript.header.settings["folder"] ?? "."
        )
        defer { session.settings.folder = folder }
        for fence in transcript.fences where fence.kind == .epilogue && !fence.attributes.isSkipped
        {
            let inner = session.run(SourceText(fence.code), running)
            outcome.documents.append(Document(.code(fence.code, language: "epilogue")))
            outcome.documents += inner.documents
            guard inner.hasFailed, !fence.attributes.expectsError else { continue }
            outcome.diagnostics += inner.diagnostics.map { $0.moved(to: rest.span) }
            return
        }
    }
}
