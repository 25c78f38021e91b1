import Catalog
import Diagnostics
import Relations
import Tables
import Values

/// `across(cols, x of it)` among the columns that `derive` and `summarize` make.
extension Checker {
    /// The arguments, each `across` as one for every column that it makes.
    func spreading(_ arguments: [Syntax.Argument], _ scope: QuotedScope) -> [Syntax.Argument] {
        arguments.flatMap { argument -> [Syntax.Argument] in
            guard case .call(let call) = argument.value.unwrapped.kind,
                registry.function(call.name.text)?.signature.result == .derivations
            else { return [argument] }
            if case .named(let word) = argument.label {
                fault(
                    Diagnostic(
                        "argument.named",
                        "`\(call.name.text)` names its columns itself",
                        at: word.span,
                        "no new name was expected",
                        hints: [SyntaxPrinter.text(argument.value)]
                    )
                )
                return []
            }
            return spread(call, argument, scope)
        }
    }

    private func spread(
        _ call: Syntax.Call,
        _ argument: Syntax.Argument,
        _ scope: QuotedScope
    ) -> [Syntax.Argument] {
        guard let function = registry.function(call.name.text) else { return [] }
        let before = faults.count
        let binding = function.signature.bind(
            call.arguments.map(\.place),
            piped: true,
            call: call.name.span,
            mended: call.mended
        )
        for diagnostic in binding.faults { fault(diagnostic) }
        joinFaults(from: before)
        guard binding.faults.isEmpty else { return [] }
        let given = binding.arguments.map { $0.map { call.arguments[$0].value } }
        guard let columns = given[1].first, let expression = given[2].first else { return [] }
        return readNames(columns, scope).flatMap { name in
            parts(of: expression).map { suffix, part in
                let title = suffix.map { "\(name)_\($0)" } ?? name
                let column = ["it": Syntax(.name(name), part.span)]
                return Syntax.Argument(
                    label: .named(Syntax.Word(title, part.span)),
                    value: part.replacing(column),
                    span: argument.span
                )
            }
        }
    }

    /// What is made of each column, by suffix where there are several.
    private func parts(of expression: Syntax) -> [(suffix: String?, Syntax)] {
        guard case .record(let fields) = expression.unwrapped.kind else {
            return [(nil, expression)]
        }
        return fields.map { ($0.key.text, $0.value) }
    }
}

extension Syntax {
    /// With other forms in the place of some names; everything keeps its place in the source.
    fileprivate func replacing(_ names: [String: Syntax]) -> Syntax {
        if case .name(let name) = kind, let other = names[name] { return Syntax(other.kind, span) }
        return Syntax(kind.mapped { $0.replacing(names) }, span)
    }
}
