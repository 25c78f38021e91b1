import Assembly
import Catalog
package import Diagnostics
import Foundation
import Kernels
import Relations
import Sessions
package import Tables
import Values

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

    /// The last value of an input: a frame's rows, anything else as a cell of its own.
    package mutating func table(_ text: String) throws -> Table {
        let outcome = run(text)
        if let fault = outcome.diagnostics.first(where: { $0.severity == .error }) { throw fault }
        switch outcome.value {
        case .frame(let frame)?:
            let engine = try session.services[EngineKey.self]
            return try engine.collect(frame.plan, in: WorkContext(threads: threads))
        case let value?:
            let cell = value.cell ?? .missing
            return Table([Field("value", cell.type)], [Column(cell.type, cells: [cell])])
        case nil: return Table([], [])
        }
    }

    private mutating func run(_ text: String) -> Outcome {
        session.run(
            SourceText(text),
            Session.Running(work: WorkContext(threads: threads))
        )
    }
}
