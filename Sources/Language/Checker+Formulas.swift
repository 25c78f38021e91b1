import Catalog
import Diagnostics
import Relations
import Tables
import Values

/// Formulas: they keep their names until they meet a frame, and are checked there.
extension Checker {
    func checkFormula(_ syntax: Syntax) -> Formula? {
        guard case .formula(let target, let features) = syntax.kind else { return nil }
        let (registry, scope, context, holes) = (registry, scope, context, holes)
        return Formula(text: SyntaxPrinter.text(syntax)) { schema in
            let checker = Checker(
                registry: registry,
                scope: scope,
                context: context,
                mode: .check,
                holes: holes
            )
            let resolved = checker.resolve(target, features, schema)
            guard let resolved, checker.faults.isEmpty else {
                return .failure(Faults(checker.faults))
            }
            return .success(resolved)
        }
    }

    private func resolve(
        _ target: Syntax?,
        _ features: Syntax,
        _ schema: Schema
    )
        -> ResolvedFormula?
    {
        let rows = RowScope(schema: schema)
        var named: NamedExpression?
        if let target {
            guard let expression = checkRow(target, rows) else { return nil }
            named = NamedExpression(target.columnTitle, expression)
        }
        let used = named?.expression.columns ?? []
        var list: [NamedExpression] = []
        for term in Checker.terms(of: features) {
            term.isTaken
                ? take(term.syntax, from: &list)
                : add(term.syntax, to: &list, schema: schema, used: used)
        }
        guard faults.isEmpty else { return nil }
        if list.isEmpty {
            fault(
                Diagnostic(
                    "formula.empty",
                    "the formula leaves no feature",
                    at: features.span,
                    hints: ["~ ."]
                )
            )
        }
        return ResolvedFormula(target: named, features: list)
    }

    private struct Term {
        var syntax: Syntax
        var isTaken: Bool
    }

    /// What `+` adds and `-` takes away, outside brackets.
    private static func terms(of features: Syntax) -> [Term] {
        guard case .chain(let first, let links) = features.kind,
            links.allSatisfy({ $0.operation == .plus || $0.operation == .minus })
        else { return [Term(syntax: features, isTaken: false)] }
        return terms(of: first)
            + links.map { Term(syntax: $0.operand, isTaken: $0.operation == .minus) }
    }

    private func add(
        _ syntax: Syntax,
        to list: inout [NamedExpression],
        schema: Schema,
        used: Set<String>
    ) {
        if case .everything = syntax.kind {
            for field in schema.fields
            where !used.contains(field.name) && !list.contains(where: { $0.name == field.name }) {
                list.append(NamedExpression(field.name, .column(field.name, field.type)))
            }
            return
        }
        guard let expression = checkRow(syntax, RowScope(schema: schema)) else { return }
        if expression.reduces {
            fault(
                Diagnostic(
                    "formula.reduction",
                    "a feature has a value a row",
                    at: syntax.span,
                    "a reduction",
                    hints: ["derive(x = \(SyntaxPrinter.text(syntax)))"]
                )
            )
            return
        }
        let name = syntax.columnTitle
        if !list.contains(where: { $0.name == name }) {
            list.append(NamedExpression(name, expression))
        }
    }

    private func take(_ syntax: Syntax, from list: inout [NamedExpression]) {
        let name = syntax.columnTitle
        guard list.contains(where: { $0.name == name }) else {
            fault(
                Diagnostic(
                    "formula.absent",
                    "`\(name)` is not among the features",
                    at: syntax.span,
                    "nothing to take away",
                    hints: Suggestion.hint(for: name, among: list.map(\.name)).map { [$0] } ?? []
                )
            )
            return
        }
        list.removeAll { $0.name == name }
    }
}
