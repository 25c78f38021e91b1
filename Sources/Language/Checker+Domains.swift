import Catalog
import Diagnostics
import Tables
import Values

extension Checker {
    /// What is said of a value beyond those that a parameter admits.
    func outside(
        _ parameter: ParameterSpec,
        _ value: Value,
        at span: SourceSpan
    ) -> Diagnostic {
        let expected = "\(parameter.domain) was expected"
        guard case .choice(let words) = parameter.domain, case .scalar(.text(let text)) = value
        else {
            let message = "`\(parameter.name)` is out of range"
            let positive = value.negatedInt.flatMap { parameter.domain.admits(.int($0)) ? $0 : nil }
            let hints = positive.map { ["\(parameter.name): \($0)"] }
            return Diagnostic("argument.domain", message, at: span, expected, hints: hints ?? [])
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
