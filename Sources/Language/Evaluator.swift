package import Catalog
package import Diagnostics
package import Values

/// Runs what the checker left to run; it looks no name up.
package struct Evaluator {
    private let registry: Registry
    private let scope: Scope
    private let context: CallContext

    package init(registry: Registry, scope: Scope, context: CallContext) {
        self.registry = registry
        self.scope = scope
        self.context = context
    }

    package func run(_ step: Step) throws(Faults) -> Value {
        switch step {
        case .value(let value): return value
        case .call(let call): return try run(call)
        case .later: return try run(try ready(step))
        }
    }

    /// The step that is left when all that an expression hangs on has run.
    package func ready(_ step: Step) throws(Faults) -> Step {
        var step = step
        while case .later(let later) = step { step = try checked(later) }
        return step
    }

    private func run(_ call: BoundCall) throws(Faults) -> Value {
        var values: [Value] = []
        for argument in call.arguments { values.append(try run(argument)) }
        let inner = context.calling(at: call.span, arguments: call.spans, names: call.names)
        return try call.function.call(values, in: inner)
    }

    /// Runs what the expression hangs on, then checks it with those values.
    private func checked(_ later: Later) throws(Faults) -> Step {
        var holes: [String: Step] = [:]
        for (name, step) in later.holes.sorted(by: { $0.key < $1.key }) {
            holes[name] = .value(try run(step))
        }
        let checker = Checker(
            registry: registry,
            scope: scope,
            context: context,
            mode: .run,
            holes: holes
        )
        guard let step = checker.check(later.syntax), checker.faults.isEmpty else {
            throw Faults(checker.faults)
        }
        return step
    }
}
