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
                return .failure(Faults(checker.faults + checker.unknownFeature(syntax)))
            }
            return .success(resolved)
        }
    }

    /// What is said where nothing is wrong but that a value is not known yet.
    private func unknownFeature(_ syntax: Syntax) -> [Diagnostic] {
        guard faults.isEmpty else { return [] }
        return [
            Diagnostic(
                "formula.unknown",
                "a value in the formula is known only after a run",
                at: syntax.span,
                hints: ["x = …", "bind it first"]
            )
        ]
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
            if case .text(let text) = target.unwrapped.kind, schema[text] != nil {
                fault(
                    Diagnostic(
                        "column.quoted",
                        "a column is named without quotes",
                        at: target.span,
                        "a text, the same in every row",
                        hints: ["\(Syntax.quotedName(text)) ~ \(SyntaxPrinter.text(features))"]
                    )
                )
                return nil
            }
            guard let expression = checkRow(target, rows) else { return nil }
            named = NamedExpression(target.columnTitle, expression)
        }
        let used = named?.expression.columns ?? []
        var list = FeatureList()
        for term in Checker.terms(of: features) {
            term.isTaken
                ? take(term.syntax, from: &list)
                : add(term.syntax, to: &list, schema: schema, used: used)
        }
        refuseTarget(named, among: list.all, features)
        guard faults.isEmpty, !meetsUnknown else { return nil }
        if list.all.isEmpty {
            fault(
                Diagnostic(
                    "formula.empty",
                    "the formula leaves no feature",
                    at: features.span,
                    hints: ["~ ."]
                )
            )
        }
        return ResolvedFormula(target: named, features: list.all)
    }

    /// Refuses a feature that is the target itself.
    private func refuseTarget(
        _ target: NamedExpression?,
        among all: [NamedExpression],
        _ features: Syntax
    ) {
        guard let target, all.contains(where: { $0.expression == target.expression }) else {
            return
        }
        let others = Checker.terms(of: features)
            .filter { !$0.isTaken && $0.syntax.columnTitle != target.name }
        let kept = others.map { SyntaxPrinter.text($0.syntax) }.joined(separator: " + ")
        fault(
            Diagnostic(
                "formula.target",
                "the target `\(target.name)` is among the features",
                at: features.span,
                "it would tell itself",
                hints: ["\(target.name) ~ \(kept.isEmpty ? "." : kept)"]
            )
        )
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
        to list: inout FeatureList,
        schema: Schema,
        used: Set<String>
    ) {
        if case .everything = syntax.kind {
            for field in schema.fields where !used.contains(field.name) {
                list.add(field.name, .column(field.name, field.type))
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
        list.add(syntax.columnTitle, expression)
    }

    private func take(_ syntax: Syntax, from list: inout FeatureList) {
        let name = syntax.columnTitle
        guard list.remove(name) else {
            fault(
                Diagnostic(
                    "formula.absent",
                    "`\(name)` is not among the features",
                    at: syntax.span,
                    "nothing to take away",
                    hints: Suggestion.hint(for: name, among: list.all.map(\.name)).map { [$0] }
                        ?? []
                )
            )
            return
        }
    }
}

/// Features in order, each name once.
private struct FeatureList {
    private(set) var all: [NamedExpression] = []
    private var names: Set<String> = []

    mutating func add(_ name: String, _ expression: RowExpression) {
        if names.insert(name).inserted { all.append(NamedExpression(name, expression)) }
    }

    /// Takes one away; false if it is not there.
    mutating func remove(_ name: String) -> Bool {
        guard names.remove(name) != nil else { return false }
        all.removeAll { $0.name == name }
        return true
    }
}
