import Catalog
import Diagnostics
import OrderedCollections
import Relations
import Tables
import Values

/// Definitions in the place of a metric's name: `evaluate(test, metric: wape)`.
extension Checker {
    /// Whether an argument names a definition where a metric is asked for.
    func namesMetric(_ syntax: Syntax, _ parameter: ParameterSpec) -> Bool {
        guard parameter.type.admits(DefinedMetric.shellType) else { return false }
        if case .list(let elements) = syntax.unwrapped.kind {
            return elements.contains { definition(named: $0.value) != nil }
        }
        return definition(named: syntax) != nil
    }

    /// The metrics of such an argument: one, or a list, perhaps with names in quotes among them.
    func checkMetrics(_ syntax: Syntax) -> Step? {
        guard case .list(let elements) = syntax.unwrapped.kind else {
            return metric(syntax).map { .value(.object($0)) }
        }
        var values: [Value] = []
        for element in elements {
            let isDefined = definition(named: element.value) != nil
            let value =
                isDefined
                ? metric(element.value).map { .object($0) } : check(element.value)?.known
            guard let value else { return nil }
            values.append(value)
        }
        return .value(.list(values))
    }

    /// What to type where a name is close to that of a metric.
    func nearMetric(_ syntax: Syntax, _ parameter: ParameterSpec) -> String? {
        guard parameter.type.admits(DefinedMetric.shellType),
            case .choice(let words) = parameter.domain,
            case .name(let name) = syntax.unwrapped.kind
        else { return nil }
        let defined = Array(scope.definitions.keys)
        if let near = Suggestion.close(to: name, among: defined).first {
            return "\(parameter.name): \(near)"
        }
        return Suggestion.close(to: name, among: words).first.map { "\(parameter.name): \"\($0)\"" }
    }

    private func definition(named syntax: Syntax) -> Syntax.Definition? {
        guard case .name(let name) = syntax.unwrapped.kind, scope.step(of: name) == nil else {
            return nil
        }
        return scope.definitions[name]
    }

    private func metric(_ syntax: Syntax) -> DefinedMetric? {
        guard let definition = definition(named: syntax) else { return nil }
        let name = definition.name.text
        let needed = definition.parameters.count { $0.fallback == nil }
        guard (2...3).contains(needed) else {
            fault(
                Diagnostic(
                    "metric.definition",
                    "`\(name)` is no metric: it takes \(needed == 0 ? "nothing" : definition.usage)",
                    at: syntax.span,
                    "a metric is made of truth and prediction",
                    hints: ["def \(name)(truth, prediction) = mean(abs(truth - prediction))"]
                )
            )
            return nil
        }
        let (registry, scope, context) = (registry, scope, context)
        let metric = DefinedMetric(name: name, text: SyntaxPrinter.text(definition)) { schema in
            let checker = Checker(
                registry: registry,
                scope: scope,
                context: context,
                mode: .check
            )
            let expression = checker.resolve(definition, needed, at: syntax.span, schema)
            guard let expression, checker.faults.isEmpty else {
                return .failure(Faults(checker.faults))
            }
            return .success(expression)
        }
        if let faults = faults(of: metric) {
            faults.forEach(fault)
            return nil
        }
        return metric
    }

    /// What is wrong with a definition whatever is predicted, or nil.
    private func faults(of metric: DefinedMetric) -> [Diagnostic]? {
        var first: [Diagnostic]?
        for schema in DefinedMetric.possible {
            do throws(Faults) {
                _ = try metric.resolved(in: schema)
                return nil
            } catch {
                first = first ?? error.all
            }
        }
        return first
    }

    /// The definition's body with the columns in the places of its parameters.
    private func resolve(
        _ definition: Syntax.Definition,
        _ needed: Int,
        at span: SourceSpan,
        _ schema: Schema
    ) -> RowExpression? {
        guard needed <= schema.names.count else {
            fault(
                Diagnostic(
                    "metric.definition",
                    "`\(definition.name.text)` takes a probability, and there is one of two classes only",
                    at: span,
                    hints: ["def \(definition.name.text)(truth, prediction) = …"]
                )
            )
            return nil
        }
        let arguments = schema.names.prefix(needed).map { name in
            Syntax.Argument(label: .positional, value: Syntax(.name(name), span), span: span)
        }
        let call = Syntax.Call(
            name: Syntax.Word(definition.name.text, span),
            arguments: arguments,
            pipe: nil,
            open: span,
            close: span,
            span: span
        )
        let syntax = Syntax(.call(call), span)
        guard let expression = checkRow(syntax, RowScope(schema: schema)) else { return nil }
        guard expression.reduces else { return expression }
        // A number of all rows has no single row's value beside its reductions.
        return checkRow(syntax, RowScope(schema: schema, isReducing: true))
    }
}

extension DefinedMetric {
    /// The columns of numbers, of classes in words, and of yes and no.
    fileprivate static let possible = [
        columns(of: .float, hasProbability: false), columns(of: .text, hasProbability: true),
        columns(of: .bool, hasProbability: true),
    ]
}
