import Catalog
import Diagnostics
import Documents
import Kernels
import Language

extension Diagnostic {
    fileprivate static func stopped(
        at fence: Transcript.Fence,
        _ rest: Syntax.Rest
    ) -> Diagnostic {
        Diagnostic(
            "work.cancelled",
            "the replay was stopped in line \(fence.line) of `\(rest.text)`",
            at: rest.span
        )
    }
}

extension SessionCommand {
    static let replay = SessionCommand(
        Command(
            "replay",
            "Runs a transcript's statements in this session and shows what they print.",
            usage: "FILE",
            takes: .path(optional: false),
            examples: [Example(":replay sessions/tour.md")]
        ),
        isAside: true
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
            transcript = try TranscriptFile.read(path, named: rest.text)
        } catch {
            throw Faults(error.all.map { $0.moved(to: rest.span) })
        }
        guard !session.replaying.contains(path) else {
            throw Faults(
                Diagnostic(
                    "replay.circle",
                    "`\(rest.text)` replays itself",
                    at: rest.span,
                    "it is being replayed"
                )
            )
        }
        let outer = session
        session.replaying.append(path)
        // A transcript is other people's code.
        session.allowsShell = false
        session.settings.folder = Paths.joined(
            Paths.parent(of: path),
            transcript.header.settings["folder"] ?? "."
        )
        defer {
            session.replaying = outer.replaying
            session.allowsShell = outer.allowsShell
            session.settings.folder = outer.settings.folder
            session.entries = outer.entries
            session.past = outer.past
            session.inputs.append(Notes.Reading(typed: rest.text, path: path))
        }
        // The line itself is accepted, not what it runs.
        let silent = Session.Running(work: running.work)
        for fence in transcript.fences where fence.kind == .epilogue && !fence.attributes.isSkipped
        {
            let inner = session.run(SourceText(fence.code), silent)
            if running.work.cancellation.isCancelled { throw Faults(.stopped(at: fence, rest)) }
            outcome.documents.append(Document(.code(fence.code, language: "epilogue")))
            outcome.documents += inner.documents
            guard inner.hasFailed, !fence.attributes.expectsError else { continue }
            outcome.diagnostics += inner.diagnostics.map { $0.moved(to: rest.span) }
            return
        }
    }
}
