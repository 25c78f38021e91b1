package import Diagnostics
package import Relations

/// A condition that rows are held to, with the words and the place in which it was written.
package struct Rule: Sendable, Hashable {
    package let text: String
    package var condition: RowExpression
    /// What it asks of, as it was written: `mean(x)` of `mean(x) < 1`.
    package let subject: String?
    package let span: SourceSpan

    package init(_ text: String, _ condition: RowExpression, subject: String?, at span: SourceSpan)
    {
        self.text = text
        self.condition = condition
        self.subject = subject
        self.span = span
    }
}

/// Several rules, as an argument.
package struct Rules: ShellRepresentable, Hashable {
    package var all: [Rule]
    package init(_ all: [Rule] = []) { self.all = all }
    package static var shellType: ValueType { .rules }
    package init(shell value: Value) throws(Diagnostic) {
        guard case .quoted(.rules(let found)) = value else { throw Self.refusal(of: value) }
        self.init(found)
    }
    package var shellValue: Value { .quoted(.rules(all)) }
}
