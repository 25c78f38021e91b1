import Catalog
import Diagnostics
import Language
import OrderedCollections

/// Finds calls of names that nothing answers to.
///
/// An input of several statements runs one by one; this finds the plainest mistake of a later one
/// before the first has run.
struct UnknownNames {
    let registry: Registry
    let scope: Scope

    func find(in statements: [Syntax.Statement]) -> [Diagnostic] {
        guard statements.count > 1 else { return [] }
        var defined = Set(scope.definitions.keys)
        var found: [Diagnostic] = []
        for statement in statements {
            if case .definition(let definition) = statement.kind {
                defined.insert(definition.name.text)
            }
            for call in statement.calls where !isKnown(call.name.text, defined) {
                found.append(
                    Diagnostic(
                        "function.unknown",
                        "no function `\(call.name.text)`",
                        at: call.name.span,
                        "not a name of the language",
                        hints: hints(call.name.text, defined)
                    )
                )
            }
        }
        return found
    }

    private func isKnown(_ name: String, _ defined: Set<String>) -> Bool {
        defined.contains(name) || registry.function(name) != nil
            || registry.rowFunction(name) != nil
    }

    private func hints(_ name: String, _ defined: Set<String>) -> [String] {
        if let own = ForeignNames.functions[name] {
            return ["`\(own)` is what other tools call `\(name)`"]
        }
        return Suggestion.hint(for: name, among: registry.callableNames + defined).map { [$0] }
            ?? ["?\(name)"]
    }
}

extension Syntax.Statement {
    /// All calls in it, stages of pipes included.
    fileprivate var calls: [Syntax.Call] {
        switch kind {
        case .expression(let syntax), .binding(_, let syntax): syntax.calls
        case .definition(let definition): definition.body.calls
        case .continuation(let stages): stages.flatMap(\.allCalls)
        case .command, .help, .shell: []
        }
    }
}

extension Syntax {
    fileprivate var calls: [Syntax.Call] {
        var found: [Syntax.Call] = []
        switch kind {
        case .call(let call): return call.allCalls
        case .pipe(let source, let stages): return source.calls + stages.flatMap(\.allCalls)
        default: break
        }
        kind.forEachChild { found += $0.calls }
        return found
    }
}

extension Syntax.Call {
    fileprivate var allCalls: [Syntax.Call] { [self] + arguments.flatMap(\.value.calls) }
}
