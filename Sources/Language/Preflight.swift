package import Catalog
package import Diagnostics
import OrderedCollections
import Values

/// The statements of one input, checked in order before the first of them runs.
///
/// What a statement binds is known to those after it, or known to be unknown. What was checked
/// without anything unknown need not be checked again.
package struct Preflight {
    private let registry: Registry
    private var scope: Scope
    /// Whether all that was bound so far has its value.
    private var isWhole = true
    package private(set) var faults: [Diagnostic] = []

    package init(registry: Registry, scope: Scope) {
        self.registry = registry
        self.scope = scope
    }

    /// Checks the next statement; nil when it has faults, or has to be checked again at its turn.
    package mutating func check(
        _ statement: Syntax.Statement,
        in context: CallContext
    ) -> CheckedStatement? {
        let wasWhole = isWhole
        // Files may change with what runs before, so that only what is sure is opened.
        let checker = Checker(
            registry: registry,
            scope: scope,
            context: context,
            mode: wasWhole ? .check : .look
        )
        let checked = checker.check(statement)
        faults += checker.faults
        note(checked, of: statement)
        return wasWhole ? checked : nil
    }

    private mutating func note(_ checked: CheckedStatement?, of statement: Syntax.Statement) {
        switch (checked, statement.kind) {
        case (.definition(let definition)?, _), (nil, .definition(let definition)):
            scope.definitions[definition.name.text] = definition
        case (.binding(let targets, let step)?, _):
            bind(targets, to: step)
            follow(step)
        case (nil, .binding(let targets, _)):
            bind(targets, to: .unknown)
            follow(.unknown)
        case (.expression(let step)?, _): follow(step)
        case (nil, _): follow(.unknown)
        }
    }

    private mutating func follow(_ step: Step) {
        scope.previous = step.known
        scope.pendingPrevious = step.known == nil ? step : nil
        if step.known == nil { isWhole = false }
    }

    private mutating func bind(_ targets: [Syntax.Target], to step: Step) {
        var parts = [step]
        if targets.count > 1 {
            if case .some(.list(let values)) = step.known, values.count == targets.count {
                parts = values.map { .value($0) }
            } else {
                parts = targets.map { _ in .unknown }
            }
        }
        for (target, part) in zip(targets, parts) {
            guard case .name(let word) = target else { continue }
            scope.pending[word.text] = part.known == nil ? part : nil
            if let value = part.known { scope.values[word.text] = value }
        }
    }
}
