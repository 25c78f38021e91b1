import Diagnostics
import Foundation
import Kernels
import Sessions

/// The reader's own start-up script, `epilogue/config` in `XDG_CONFIG_HOME` or `~/.config`.
///
/// It runs in shells and scripts, never in a replay; what it binds becomes part of the session.
enum StartUp {
    static func path(environment: [String: String]) -> String? {
        if let folder = environment["XDG_CONFIG_HOME"], folder.hasPrefix("/") {
            return folder + "/epilogue/config"
        }
        guard let home = environment["HOME"], home.hasPrefix("/") else { return nil }
        return home + "/.config/epilogue/config"
    }

    /// Runs the script if there is one; says what is wrong with it.
    static func run(in session: inout Session) -> [Diagnostic] {
        guard let path = path(environment: ProcessInfo.processInfo.environment),
            let data = FileManager.default.contents(atPath: path)
        else { return [] }
        let source = SourceText(String(decoding: data, as: UTF8.self), name: path)
        let outcome = session.run(source, Session.Running(work: Surroundings.work()))
        session.past = []
        session.entries.removeAll { entry in
            [":set color", ":set pager", ":set plain"].contains { entry.text.hasPrefix($0) }
        }
        return outcome.diagnostics.map { diagnostic in
            Diagnostic(
                "config.failed",
                "`\(path)`: \(diagnostic.message)",
                hints: diagnostic.hints,
                severity: .warning
            )
        }
    }
}
