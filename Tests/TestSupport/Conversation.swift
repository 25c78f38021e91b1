import Assembly
import Catalog
package import Diagnostics
import Foundation
import Kernels
import Sessions

/// A session for tests: a line goes in, what it prints comes out.
package struct Conversation {
    private var session: Session
    private let threads: Int

    /// Files are relative to `sessions`, unless a folder is given.
    package init(folder: String? = nil, threads: Int = 1) {
        var settings = Settings()
        settings.folder = folder ?? ProjectFolder.url.appendingPathComponent("sessions").path
        session = ExampleSession.factory.session(settings)
        self.threads = threads
    }

    /// Runs an input; what it prints, and what is said beside it, as transcripts have it.
    @discardableResult
    package mutating func callAsFunction(_ text: String) -> String {
        let outcome = run(text)
        return session.plainText(of: outcome)
    }

    /// What is wrong with an input, in order.
    package mutating func faults(_ text: String) -> [Diagnostic] {
        run(text).diagnostics.filter { $0.severity == .error }
    }

    private mutating func run(_ text: String) -> Outcome {
        session.run(
            SourceText(text),
            Session.Running(work: WorkContext(threads: threads))
        )
    }
}
