package import Diagnostics
package import Kernels
package import Relations
import Synchronization

/// What a function is given besides its arguments.
package struct CallContext: Sendable {
    package var services: Services
    package var work: WorkContext
    package var settings: Settings
    package let notes: Notes
    /// The call in the source, and its arguments by parameter.
    package var span: SourceSpan
    package var argumentSpans: [String: SourceSpan]

    package init(
        services: Services,
        work: WorkContext,
        settings: Settings,
        notes: Notes = Notes(),
        span: SourceSpan = .at(0),
        argumentSpans: [String: SourceSpan] = [:]
    ) {
        self.services = services
        self.work = work
        self.settings = settings
        self.notes = notes
        self.span = span
        self.argumentSpans = argumentSpans
    }

    package var engine: any Engine {
        get throws(Diagnostic) { try services[EngineKey.self] }
    }

    /// Where a parameter's argument stands, or the whole call.
    package func span(of parameter: String) -> SourceSpan { argumentSpans[parameter] ?? span }

    /// The same context for another call.
    package func calling(at span: SourceSpan, arguments: [String: SourceSpan]) -> CallContext {
        var copy = self
        copy.span = span
        copy.argumentSpans = arguments
        return copy
    }
}

/// What is said beside a result: notes and warnings, each once.
package final class Notes: Sendable {
    private let said = Mutex<[Diagnostic]>([])

    package init() {}

    package var all: [Diagnostic] { said.withLock { $0 } }

    package func add(_ diagnostic: Diagnostic) {
        said.withLock { if !$0.contains(diagnostic) { $0.append(diagnostic) } }
    }

    package func note(_ message: String, hints: [String] = []) {
        add(Diagnostic("note", message, hints: hints, severity: .note))
    }

    package func warn(_ code: Diagnostic.Code, _ message: String, hints: [String] = []) {
        add(Diagnostic(code, message, hints: hints, severity: .warning))
    }
}
