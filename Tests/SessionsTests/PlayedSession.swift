import Assembly
import Catalog
import Diagnostics
import Foundation
import Kernels
import Sessions
import Tables
import Values

/// A session that tests type into.
struct PlayedSession {
    static let factory = SessionFactory()

    var session: Session
    /// What `running` is told of, by number.
    static let running = Session.Running(work: WorkContext(threads: 2))

    init(in folder: String) {
        var settings = Settings()
        settings.folder = folder
        settings.home = "/home/reader"
        settings.seed = 7
        settings.now = Instant(microseconds: 1_767_603_600_000_000)
        session = Self.factory.session(settings)
    }

    /// Types a line and answers what is printed.
    @discardableResult
    mutating func type(_ line: String) -> String {
        let outcome = session.run(SourceText(line), Self.running)
        return session.plainText(of: outcome)
    }

    /// Replays a transcript in a session of its own.
    static func replay(
        _ path: String,
        _ options: ReplayOptions = ReplayOptions()
    ) throws(Faults) -> ReplayReport {
        var run = try TranscriptRun(path: path, name: "story.md", fresh: fresh(in: "/"))
        return try run.run(
            options,
            work: { WorkContext(threads: 2) },
            cancellation: Cancellation()
        )
    }

    static func fresh(in folder: String) -> Session {
        var settings = Settings()
        settings.folder = folder
        return factory.session(settings)
    }
}
