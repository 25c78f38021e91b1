import Diagnostics
import Relations
import Values

/// What reductions and window functions ask of the verb that spreads them over rows.
enum WindowRules {
    private static let ordered: Set<String> = ["first", "last"]

    /// Refuses functions that hang on the order of rows where none is given.
    static func check(
        _ expressions: [RowExpression],
        order: SortKeys,
        frame: Frame,
        at span: SourceSpan
    ) throws(Diagnostic) {
        guard order.all.isEmpty, !frame.plan.isSorted else { return }
        for expression in expressions {
            let needy = expression.firstCall { call in
                call.window == nil
                    && (call.function.kind == .window || ordered.contains(call.function.name))
            }
            guard let needy else { continue }
            throw Diagnostic(
                "window.order",
                "`\(needy.function.name)` needs an order of the rows",
                at: span,
                hints: ["order: …", "sort(…) before it"]
            )
        }
    }
}

extension Plan {
    /// Whether its rows were put in an order by the user.
    fileprivate var isSorted: Bool {
        switch self {
        case .sort: true
        case .filter(let plan, _), .project(let plan, _), .slice(let plan, _, _),
            .map(let plan, _), .part(let plan, _, _):
            plan.isSorted
        default: false
        }
    }
}

extension RowExpression {
    fileprivate func firstCall(where test: (RowCall) -> Bool) -> RowCall? {
        guard case .call(let call) = self else { return nil }
        if test(call) { return call }
        for part in call.parts {
            if let found = part.firstCall(where: test) { return found }
        }
        return nil
    }
}
