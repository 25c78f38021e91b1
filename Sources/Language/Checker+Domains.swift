import Catalog
import Diagnostics
import OrderedCollections
import Tables
import Values

extension Checker {
    /// What is said of a value beyond those that a parameter admits.
    func outside(
        _ parameter: ParameterSpec,
        _ value: Value,
        at span: SourceSpan
    ) -> Diagnostic {
        if case .list(let values) = value,
            let refused = values.first(where: { !parameter.domain.admits($0) })
        {
            return outside(parameter, refused, at: span)
        }
        let expected = "\(parameter.domain) was expected"
        guard case .choice(let words) = parameter.domain, case .scalar(.text(let text)) = value
        else {
            let message = "`\(parameter.name)` is out of range"
            let positive = value.negatedInt.flatMap { parameter.domain.admits(.int($0)) ? $0 : nil }
            let hints = positive.map { ["\(parameter.name): \($0)"] }
            return Diagnostic("argument.domain", message, at: span, expected, hints: hints ?? [])
        }
        let isDefined =
            scope.definitions[text] != nil && parameter.type.admits(DefinedMetric.shellType)
        if isDefined {
            return Diagnostic(
                "argument.domain",
                "`\(parameter.name)` is never \"\(text)\"",
                at: span,
                "a definition is named without quotes",
                hints: ["\(parameter.name): \(text)"]
            )
        }
        let foreign = ForeignNames.choices[text].flatMap { words.contains($0) ? $0 : nil }
        let near = foreign ?? Suggestion.close(to: text, among: words).first
        return Diagnostic(
            "argument.domain",
            "`\(parameter.name)` is never \"\(text)\"",
            at: span,
            expected,
            hints: near.map { ["\(parameter.name): \"\($0)\""] } ?? []
        )
    }
}

extension Value {
    /// A negative whole number without its sign.
    fileprivate var negatedInt: Int64? {
        guard case .scalar(.int(let number)) = self, number != .min, number < 0 else { return nil }
        return -number
    }
}
