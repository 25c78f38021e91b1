package import Relations
import Tables

/// A condition in its plainest form: a metric, or its difference to another's, against a number.
///
/// `auc >= baseline.auc + 0.02` is the difference of two areas against 0.02.
package struct MetricComparison: Hashable, Sendable {
    package let first: MetricReference
    /// What is taken away from the first; nil where it stands alone.
    package let second: MetricReference?
    /// `>=` and its kin.
    package let sign: String
    package let bound: Double

    /// Nil for a condition of another form.
    package init?(_ condition: RowExpression) {
        guard case .call(let call) = condition, let turned = Self.turned[call.function.name],
            call.arguments.count == 2, let left = MetricSum(call.arguments[0]),
            let right = MetricSum(call.arguments[1])
        else { return nil }
        let gap = left.adding(right, times: -1)
        let parts = gap.terms.filter { $0.weight != 0 }
        guard let lead = parts.first(where: { $0.weight > 0 }) ?? parts.first else { return nil }
        let others = parts.filter { $0.metric != lead.metric }
        guard others.count <= 1 else { return nil }
        if let other = others.first {
            guard other.weight == -lead.weight, other.metric.name == lead.metric.name,
                !lead.metric.isCost,
                ![lead.metric.subject, other.metric.subject].contains(.worstSlice)
            else { return nil }
        }
        // Of two, the model's own stands first.
        let isTurned =
            others.first.map { $0.metric.subject == .model } ?? (lead.weight < 0)
        let own = isTurned ? others.first ?? lead : lead
        first = own.metric
        second = others.first.map { isTurned ? lead.metric : $0.metric }
        sign = own.weight < 0 ? turned : call.function.name
        bound = 0 - gap.constant / own.weight
    }

    /// The signs, and what they are when both sides change places.
    private static let turned = [
        ">=": "<=", ">": "<", "<=": ">=", "<": ">", "==": "==", "!=": "!=",
    ]

    /// What is measured, in words.
    package var subject: String {
        second.map { "`\(first.text)` less `\($0.text)`" } ?? "`\(first.text)`"
    }

    /// How the bound is asked for, in words.
    package var demand: String {
        switch sign {
        case ">=": "at least"
        case ">": "more than"
        case "<=": "at most"
        case "<": "less than"
        case "==": "just"
        default: "anything but"
        }
    }
}

/// A weighted sum of metrics and a number.
private struct MetricSum {
    var terms: [(metric: MetricReference, weight: Double)] = []
    var constant = 0.0

    init?(_ expression: RowExpression) {
        if let metric = MetricReference(expression) {
            terms = [(metric, 1)]
            return
        }
        if let value = expression.constant?.number {
            constant = value
            return
        }
        guard case .call(let call) = expression else { return nil }
        let parts = call.arguments.map { MetricSum($0) }
        guard let first = parts.first, let first else { return nil }
        if call.function.name == "negate" {
            self = first.times(-1)
            return
        }
        guard parts.count == 2, let second = parts[1] else { return nil }
        switch call.function.name {
        case "+": self = first.adding(second, times: 1)
        case "-": self = first.adding(second, times: -1)
        case "*" where second.terms.isEmpty: self = first.times(second.constant)
        case "*" where first.terms.isEmpty: self = second.times(first.constant)
        case "/" where second.terms.isEmpty: self = first.times(1 / second.constant)
        default: return nil
        }
    }

    func times(_ factor: Double) -> MetricSum {
        var copy = self
        copy.terms = terms.map { ($0.metric, $0.weight * factor) }
        copy.constant *= factor
        return copy
    }

    func adding(_ other: MetricSum, times factor: Double) -> MetricSum {
        var sum = self
        for term in other.terms {
            if let place = sum.terms.firstIndex(where: { $0.metric == term.metric }) {
                sum.terms[place].weight += term.weight * factor
            } else {
                sum.terms.append((term.metric, term.weight * factor))
            }
        }
        sum.constant += other.constant * factor
        return sum
    }
}
