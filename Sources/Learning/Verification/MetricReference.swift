package import Relations
import Tables
import Values

/// A metric in a condition, and whose it is: `auc`, `champion.auc`.
package struct MetricReference: Hashable, Sendable {
    /// Who is measured.
    package enum Subject: String, CaseIterable, Sendable {
        case model
        case baseline
        case champion
        /// The part of the rows on which the model does worst.
        case worstSlice = "worst_slice"
    }

    package var subject: Subject
    package var name: String

    package init(_ subject: Subject, _ name: String) {
        self.subject = subject
        self.name = name
    }

    /// What the expression names, where it is a metric and nothing else.
    package init?(_ expression: RowExpression) {
        switch expression {
        case .column(let name, _) where Subject(rawValue: name) == nil: self.init(.model, name)
        case .call(let call):
            guard call.function.name == "field", case .column(let owner, _) = call.arguments[0],
                let subject = Subject(rawValue: owner),
                case .literal(.text(let name), _) = call.arguments[1]
            else { return nil }
            self.init(subject, name)
        default: return nil
        }
    }

    /// As it is typed.
    package var text: String { subject == .model ? name : "\(subject.rawValue).\(name)" }

    /// Seconds a row, and bytes: measured, not estimated from rows.
    package static let latency = "latency"
    package static let size = "size"
    package var isCost: Bool { unit != .none }

    /// What a metric is counted in.
    enum Unit: Sendable {
        case none
        case seconds
        case bytes
    }

    var unit: Unit { name == Self.latency ? .seconds : name == Self.size ? .bytes : .none }
}

extension FittedPipeline: MetricSubject {
    /// The task's metrics, what the model costs, and records of the same for those it is held
    /// against.
    package var metricSchema: Schema {
        let metrics = Score.all(for: task).map { Field($0.name, .float) }
        let costs = [MetricReference.latency, MetricReference.size].map { Field($0, .float) }
        return Schema(
            metrics + costs + [
                Field(MetricReference.Subject.baseline.rawValue, .record(metrics)),
                Field(MetricReference.Subject.champion.rawValue, .record(metrics + costs)),
                Field(MetricReference.Subject.worstSlice.rawValue, .record(metrics)),
            ]
        )
    }
}

extension RowExpression {
    /// The metrics that it reads, each once, in the order of the text.
    package var metrics: [MetricReference] {
        if let one = MetricReference(self) { return [one] }
        guard case .call(let call) = self else { return [] }
        var found: [MetricReference] = []
        for metric in call.arguments.flatMap(\.metrics) where !found.contains(metric) {
            found.append(metric)
        }
        return found
    }
}
