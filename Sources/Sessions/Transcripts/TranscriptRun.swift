import Catalog
package import Diagnostics
package import Kernels
import Language
import Tables

/// A transcript replayed in a session of its own.
package struct TranscriptRun {
    private let transcript: Transcript
    private let path: String
    private let name: String
    /// The session as the transcript's header sets it up, then as its fences leave it.
    package private(set) var session: Session

    /// Reads the transcript at `path` and prepares `fresh`, a new session, as its header says.
    package init(path: String, name: String, fresh: Session) throws(Faults) {
        transcript = try TranscriptFile.read(path)
        self.path = path
        self.name = name
        session = fresh
        let settings = try transcript.header.settings(
            savedAt: path,
            over: fresh.settings
        )
        session.begin(with: settings)
    }

    /// What else stands between the reader and the same output: other versions than wrote the file.
    package var notes: [Diagnostic] {
        transcript.header.versions.entries.compactMap { entry in
            guard let here = session.version(of: entry.name), here != entry.text else { return nil }
            return Diagnostic(
                "replay.version",
                "`\(entry.name)` \(entry.text) wrote the transcript, \(here) replays it",
                severity: .note
            )
        }
    }

    /// Runs the fences, compares and reports each as it ends; an update is written to the file.
    package mutating func run(
        _ options: ReplayOptions,
        work: @escaping @Sendable () -> WorkContext,
        cancellation: Cancellation,
        report: @escaping @Sendable (ReplayReport.Result) -> Void = { _ in }
    ) throws(Faults) -> ReplayReport {
        session.allowsShell = options.allowsShell
        let services = ReplayServices(
            pin: { [session] name throws(Diagnostic) in try session.pin(ofInput: name, in: work())
            },
            substitute: { code, name, value throws(Diagnostic) in
                try LiteralSubstitution.substitute(code, name: name, value: value)
            },
            store: Session.stored,
            report: report,
            isCancelled: { cancellation.isCancelled }
        )
        var replay = Replay(
            options,
            services: services,
            volatile: VolatileText(session.surroundings)
        )
        var replayed = ReplayedSession(session: session, work: work)
        let result = try replay.run(transcript, name: name, in: &replayed)
        session = replayed.session
        session.allowsShell = true
        guard var updated = result.updated else { return result }
        do throws(Diagnostic) {
            updated.header = repinned(updated.header)
            try TranscriptFile.write(updated, to: path)
        } catch {
            throw Faults(error)
        }
        return result
    }

    /// The header with the pins of what was loaded, as an update stores it.
    private func repinned(_ header: Transcript.Header) -> Transcript.Header {
        var header = header
        for entry in session.versions.entries { header.versions[entry.name] = entry.text }
        for (name, pin) in session.pins { header.inputs[name] = pin }
        return header
    }
}

/// A session as replays drive it.
private struct ReplayedSession: ReplaySession {
    var session: Session
    let work: @Sendable () -> WorkContext

    mutating func run(_ source: SourceText) -> PrintedOutput {
        var running = Session.Running(work: work())
        running.standingFiles = .keptIfEqual
        let outcome = session.run(source, running)
        return PrintedOutput(session.plainText(of: outcome), hasFailed: outcome.hasFailed)
    }
}
