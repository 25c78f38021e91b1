import Catalog
package import Diagnostics
import Digests
import Documents
import Language
import Tables

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
            let transcript = try session.transcript(savedAt: path, keepingFailures: isAll)
            try TranscriptFile.write(transcript, to: path)
            outcome.documents.append(
                Document(.note("saved \(transcript.fences.count) fences to `\(typed)`"))
            )
        } catch {
            throw Faults(error.located(at: rest.span))
        }
    }
}

extension Session {
    /// The session as a transcript whose paths are relative to where it is saved.
    package func transcript(
        savedAt path: String,
        keepingFailures: Bool = false
    )
        throws(Diagnostic) -> Transcript
    {
        var transcript = Transcript(header: try header(savedAt: path))
        var code: [String] = []
        func close(_ output: String, failed: Bool = false) {
            guard !code.isEmpty else { return }
            var attributes = Transcript.Attributes()
            attributes.expectsError = failed
            let masked = Secrets.masked(code.joined(separator: "\n"))
            transcript.append(
                Transcript.Fence(
                    masked,
                    attributes: attributes,
                    output: output.isEmpty ? nil : Session.stored.output(of: output)
                )
            )
            code = []
        }
        for entry in entries {
            switch entry.kind {
            case .aside: continue
            case .prose(let level):
                close("")
                let marks = level > 0 ? String(repeating: "#", count: level) + " " : ""
                transcript.append(paragraph: marks + Secrets.masked(entry.text))
            case .failure:
                guard keepingFailures else { continue }
                close("")
                code = [entry.text]
                close(entry.output, failed: true)
            case .statement:
                code.append(entry.text)
                if !entry.output.isEmpty { close(entry.output) }
            }
        }
        close("")
        return transcript
    }

    private func header(savedAt path: String) throws(Diagnostic) -> Transcript.Header {
        var header = Transcript.Header()
        header.seed = settings.seed
        header.zone = settings.zone
        header.clock = settings.now.clockText
        header.versions["epilogue"] = Version.current
        let folder = Paths.relative(settings.folder, to: Paths.parent(of: path))
        if folder != "." { header.settings["folder"] = folder }
        for input in inputs {
            header.inputs[input.typed] = try Session.pin(input.path)
        }
        return header
    }

    /// The pin of a file's content: `sha256:…`.
    package static func pin(_ path: String) throws(Diagnostic) -> String {
        do {
            return "sha256:" + (try SHA256Digest(ofFile: path)).hexadecimal
        } catch let error as UnreadableFile {
            throw Diagnostic("file.unreadable", "`\(path)` cannot be read: \(error.reason)")
        } catch {
            throw Diagnostic("file.unreadable", "`\(path)` cannot be read")
        }
    }

    /// How outputs are kept in transcripts.
    package static let stored = StoredOutput { bytes in
        SHA256Digest(of: bytes).hexadecimal
    }
}

extension Instant {
    /// `2026-01-05T09:00:00Z`.
    package var clockText: String {
        let (day, time) = parts
        return "\(day.text)T\(time.text.prefix(8))Z"
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
