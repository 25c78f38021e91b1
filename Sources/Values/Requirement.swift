package import Diagnostics
package import Relations

/// A condition that metrics are held to, with the words and the place in which it was written.
package struct Requirement: Sendable, Hashable {
    /// What is asked.
    package enum Demand: Sendable, Hashable {
        /// A condition that holds for the values measured.
        case condition(RowExpression)
        /// That a metric is not worse than another's by more than a margin, its uncertainty counted.
        case notWorse(RowExpression, margin: Double)
    }

    package let demand: Demand
    package var text: String
    package var span: SourceSpan

    package init(_ demand: Demand, text: String, at span: SourceSpan) {
        self.demand = demand
        self.text = text
        self.span = span
    }
}

/// Several requirements, as an argument.
package struct Requirements: ShellRepresentable, Hashable {
    package var all: [Requirement]
    package init(_ all: [Requirement] = []) { self.all = all }
    package static var shellType: ValueType { .requirements }
    package init(shell value: Value) throws(Diagnostic) {
        guard case .quoted(.requirements(let found)) = value else {
            throw Self.refusal(of: value)
        }
        self.init(found)
    }
    package var shellValue: Value { .quoted(.requirements(all)) }
}

/// An object that can be judged: in the conditions of its gate names stand for its metrics.
package protocol MetricSubject: ShellObject {
    /// Metrics as columns, those of others as records of them.
    var metricSchema: Schema { get }
}
