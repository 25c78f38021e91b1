package import Catalog
package import Diagnostics
import Synchronization
import Values

/// What calls gave that only look at files, so that completion knows the columns of
/// `load("a.csv")` without touching a file itself.
package final class CompleterMemory: Sendable {
    private struct Call: Hashable {
        var name: String
        var arguments: [String]
        var folder: String

        init(_ name: String, _ values: [Value], _ context: CallContext) {
            self.name = name
            arguments = values.map(\.literal)
            folder = context.settings.folder
        }
    }

    private let results = Mutex<[Call: Value]>([:])

    package init() {}

    /// The same function; what it gives is kept.
    package func recording(_ function: Function) -> Function {
        guard function.signature.effect == .looks else { return function }
        return Function(function.signature) { values, context in
            let result = try function.call(values, in: context)
            self.results.withLock { $0[Call(function.name, values, context)] = result }
            return result
        }
        .effect { function.effect(of: $0) }
    }

    /// The same function; it looks nowhere, and knows only what was kept.
    func answering(_ function: Function) -> Function {
        guard function.signature.effect == .looks else { return function }
        return Function(function.signature) { values, context in
            let kept = self.results.withLock { $0[Call(function.name, values, context)] }
            guard let kept else {
                throw Diagnostic("completion.unknown", "`\(function.name)` has not been called")
            }
            return kept
        }
        .effect { _ in .pure }
    }
}

/// Where a session keeps what its calls saw.
package enum CompleterMemoryKey: ServiceKey {
    package typealias Service = CompleterMemory
    package static var missing: Diagnostic {
        Diagnostic("completion.absent", "nothing is remembered for completion here")
    }
}
