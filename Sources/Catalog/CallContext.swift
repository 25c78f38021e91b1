package import Diagnostics
package import Kernels
package import Relations
import Synchronization

/// What a function is given besides its arguments.
package struct CallContext: Sendable {
    package var services: Services
    package var work: WorkContext
    package var settings: Settings
    /// What becomes of a file that is there already and is not to be replaced.
    package var standingFiles = StandingFiles.refused
    /// Counted as long as the session lives.
    package var looks = HeldOutLooks()
    package let notes: Notes
    /// Whether data may be read to say something beside a result.
    package var mayRead = true
    /// The call in the source, and its arguments by parameter.
    package var span: SourceSpan
    package var argumentSpans: [String: SourceSpan]
    /// The variables that stood as arguments, by parameter; nil for what is no name.
    package var argumentNames: [String: [String?]] = [:]

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
        get throws(Diagnostic) {
            let engine = try services[EngineKey.self]
            notes.uses(.duckdb)
            return engine
        }
    }

    /// Where a parameter's argument stands, or the whole call.
    package func span(of parameter: String) -> SourceSpan { argumentSpans[parameter] ?? span }

    /// Where a field of a record stands that was given for a parameter, or the whole argument.
    package func span(of parameter: String, field: String) -> SourceSpan {
        argumentSpans["\(parameter).\(field)"] ?? span(of: parameter)
    }

    /// The same context for another call.
    package func calling(
        at span: SourceSpan,
        arguments: [String: SourceSpan],
        names: [String: [String?]] = [:]
    ) -> CallContext {
        var copy = self
        copy.span = span
        copy.argumentSpans = arguments
        copy.argumentNames = names
        return copy
    }
}

/// What is said beside a result, each once, and what was read for it.
package final class Notes: Sendable {
    /// A file that a line loaded: as typed, and where it lies.
    package struct Reading: Sendable, Hashable {
        package var typed: String
        package var path: String

        package init(typed: String, path: String) {
            self.typed = typed
            self.path = path
        }
    }

    private struct State {
        var said: [Diagnostic] = []
        var readings: [Reading] = []
        var writings: [String] = []
        var variables: Set<String> = []
        var libraries: Set<LibraryVersions.Name> = []
    }

    private let state = Mutex(State())

    package init() {}

    package var all: [Diagnostic] { state.withLock(\.said) }
    package var readings: [Reading] { state.withLock(\.readings) }
    /// Paths of the files that the line wrote.
    package var writings: [String] { state.withLock(\.writings) }

    /// Libraries that had a say in the result.
    package var libraries: Set<LibraryVersions.Name> { state.withLock(\.libraries) }

    package func add(_ diagnostic: Diagnostic) {
        state.withLock { if !$0.said.contains(diagnostic) { $0.said.append(diagnostic) } }
    }

    package func note(_ message: String, hints: [String] = []) {
        add(Diagnostic("note", message, hints: hints, severity: .note))
    }

    /// A note that a session says once and not again.
    package func noteOnce(_ message: String) {
        add(Diagnostic(Notes.once, message, severity: .note))
    }

    private static let once: Diagnostic.Code = "note.once"

    /// Whether a session says it once and not again: a leak that was spoken of is known.
    package static func isSaidOnce(_ note: Diagnostic) -> Bool {
        note.code == once || note.code.description.hasPrefix("leak.")
    }

    package func warn(_ code: Diagnostic.Code, _ message: String, hints: [String] = []) {
        add(Diagnostic(code, message, hints: hints, severity: .warning))
    }

    /// Records a file, so that a saved session pins its content.
    package func reads(_ path: String, typed: String) {
        let reading = Reading(typed: typed, path: path)
        state.withLock { if !$0.readings.contains(reading) { $0.readings.append(reading) } }
    }

    /// Records a library, so that a saved session tells its version.
    package func uses(_ library: LibraryVersions.Name) {
        state.withLock { _ = $0.libraries.insert(library) }
    }

    /// Variables that a line read; `_` is the value before it.
    package var variables: Set<String> { state.withLock(\.variables) }

    /// Records a variable, so that `:stale` knows what was made from it.
    package func reads(variable name: String) {
        state.withLock { _ = $0.variables.insert(name) }
    }

    /// Records a file that a line wrote: what a session made itself is none of its inputs.
    package func writes(_ path: String) {
        state.withLock { $0.writings.append(path) }
    }
}

/// What `save` makes of a file that is there, without `replace: true`.
package enum StandingFiles: Sendable {
    case refused
    /// It was written by this very call before: a session that died goes on.
    case kept
    /// It is well if it holds what would be written: a replay says so, and leaves it alone.
    case keptIfEqual
}
