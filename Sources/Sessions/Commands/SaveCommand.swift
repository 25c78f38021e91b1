import Catalog
import Diagnostics
import Digests
import Documents
import Glibc
import Language

extension SessionCommand {
    static let save = SessionCommand(
        Command(
            "save",
            "Writes the session as a transcript: what was accepted, prose among it.",
            usage: "FILE [--all] [--replace]",
            takes: .path(optional: false),
            examples: [Example(":save sessions/flights.md")]
        )
    ) { session, rest, _, outcome in
        let (typed, options) = try Self.file(rest)
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
            if !options.contains(.replace) { try session.refuseReplacing(path, typed) }
            let transcript = session.transcript(
                savedAt: path,
                keepingFailures: options.contains(.all)
            )
            try TranscriptFile.write(transcript, to: path)
            session.transcripts[path] = try? SHA256Digest(ofFile: path)
            outcome.documents.append(
                Document(.note("saved \(Self.counted(transcript.fences.count)) to `\(typed)`"))
            )
        } catch {
            throw Faults(error.located(at: rest.span))
        }
    }

    private enum Option: String, CaseIterable {
        case all = "--all"
        case replace = "--replace"
    }

    /// The file's name, in which there may be spaces, and the options after it.
    private static func file(_ rest: Syntax.Rest) throws -> (String, Set<Option>) {
        var words = rest.text.split(separator: " ", omittingEmptySubsequences: false)
        var options: Set<Option> = []
        while let word = words.last, word.isEmpty || word.hasPrefix("--") {
            words.removeLast()
            guard !word.isEmpty else { continue }
            guard let option = Option(rawValue: String(word)) else {
                let known = Option.allCases.map { "`\($0.rawValue)`" }.joined(separator: " and ")
                throw Faults(
                    Diagnostic(
                        "command.argument",
                        "`:save` has \(known), and no `\(word)`",
                        at: rest.span,
                        hints: [":save session.md --replace"]
                    )
                )
            }
            options.insert(option)
        }
        return (words.joined(separator: " ").trimmingSpaces, options)
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

extension Session {
    /// Refuses a file that is there and is not as this session wrote it: what it holds, or what was
    /// written into it since, would be lost.
    fileprivate func refuseReplacing(_ path: String, _ typed: String) throws(Diagnostic) {
        guard access(path, F_OK) == 0 else { return }
        let written = transcripts[path]
        guard written == nil || written != (try? SHA256Digest(ofFile: path)) else { return }
        throw Diagnostic(
            "file.exists",
            written == nil
                ? "`\(typed)` is there already" : "`\(typed)` was changed since it was saved",
            hints: [":save \(typed) --replace"]
        )
    }
}
