package import Diagnostics
package import Kernels
import Relations
import Tables
package import Values

/// Someone who is judged by a gate: what it made of the rows, and what it costs.
package struct GateEntrant: Sendable {
    package var scored: Scored
    /// Nil for a baseline, which costs nothing.
    package var cost: ModelCost?

    package init(scored: Scored, cost: ModelCost? = nil) {
        self.scored = scored
        self.cost = cost
    }
}

/// Conditions on a model's metrics, judged on the same rows as those it is held against.
///
/// A condition holds for the values as measured; its interval, paired where it is a difference,
/// tells what chance may account for. `not_worse` counts the uncertainty: the interval has to lie
/// above minus the margin. All conditions have to hold, so that none is corrected for the others
/// (an intersection-union test, Berger 1982).
package struct Gate: Sendable {
    let entrants: [MetricReference.Subject: GateEntrant]
    let task: LearningTask
    /// The part of the rows on which the model does worst, by measure.
    let worst: [String: RowSlice]
    let level: Double
    let work: WorkContext

    package init(
        _ entrants: [MetricReference.Subject: GateEntrant],
        task: LearningTask,
        looks: Int?,
        worst: [String: RowSlice] = [:],
        in work: WorkContext
    ) {
        self.entrants = entrants
        self.worst = worst
        self.task = task
        self.work = work
        level = ReusedRows.level(looks)
    }

    package func judged(_ requirement: Requirement) throws -> GateLine {
        switch requirement.demand {
        case .notWorse(let metric, let margin): try notWorse(requirement, metric, margin)
        case .condition(let condition):
            if let plain = MetricComparison(condition) {
                try compared(requirement, condition, plain)
            } else {
                try line(requirement, condition)
            }
        }
    }

    /// A condition of a form that has no interval.
    private func line(_ requirement: Requirement, _ condition: RowExpression) throws -> GateLine {
        let values = try condition.metrics.map { ($0.text, try value($0)) }
        let words = values.map { "`\($0)` is \(Rounded.text($1))" }.joined(separator: ", ")
        return GateLine(
            requirement: requirement,
            isMet: try holds(condition),
            reason: words.isEmpty ? "it hangs on no metric" : words
        )
    }

    private func compared(
        _ requirement: Requirement,
        _ condition: RowExpression,
        _ plain: MetricComparison
    ) throws -> GateLine {
        let (estimate, method) = try estimate(plain)
        var line = GateLine(
            requirement: requirement,
            isMet: try holds(condition),
            reason: "",
            estimate: estimate,
            asked: "\(plain.sign) \(Rounded.text(plain.bound))",
            method: method.map { (plain.first.name, $0) },
            unit: plain.first.unit
        )
        line.reason = reason(of: line, plain)
        return line
    }

    private func reason(of line: GateLine, _ plain: MetricComparison) -> String {
        let value = line.estimate.value
        guard value.isFinite else { return "\(plain.subject) has no value on these rows" }
        let slice = plain.first.subject == .worstSlice ? worst[plain.first.name] : nil
        let place = slice.map { " on the \($0.rows) rows of \($0.conditions)" } ?? ""
        let seen = "\(plain.subject) is \(line.number(value))\(place)"
        let bound =
            plain.first.unit == .bytes ? line.number(plain.bound) : Rounded.text(plain.bound)
        let asked = "\(plain.demand) \(bound) was asked"
        guard line.estimate.low.isFinite else { return "\(seen), \(asked)" }
        let ends = [line.estimate.low, line.estimate.high]
        let range = "from \(Rounded.text(ends[0])) to \(Rounded.text(ends[1]))"
        let isOpen = (ends[0]...ends[1]).contains(plain.bound) && ends[0] < ends[1]
        let chance = isOpen ? ": its interval holds both answers" : ""
        return "\(seen), \(range), \(asked)\(chance)"
    }

    /// Whether the other is not better by more than the margin, at the lower end of the interval.
    private func notWorse(
        _ requirement: Requirement,
        _ metric: RowExpression,
        _ margin: Double
    ) throws -> GateLine {
        guard var other = MetricReference(metric), !other.isCost else {
            throw Diagnostic.noMetricOfOther(requirement.span)
        }
        if other.subject == .model { other.subject = .champion }
        let score = try score(other.name)
        let (mine, theirs) = try (entrant(.model), entrant(other.subject))
        let pair = score.isLoss ? (theirs.scored, mine.scored) : (mine.scored, theirs.scored)
        let gain = try score.difference(pair.0, pair.1, level: level, in: work).estimate
        let words =
            gain.value.isFinite
            ? "`\(other.name)` gains \(Rounded.text(gain.value)) on `\(other.text)`, at the worst "
                + "\(Rounded.text(gain.low)), and \(Rounded.text(0 - margin)) was allowed"
            : "`\(other.text)` has no value on these rows"
        return GateLine(
            requirement: requirement,
            isMet: gain.low >= -margin,
            reason: words,
            estimate: gain,
            asked: "low >= \(Rounded.text(0 - margin))",
            method: (other.name, score.gapMethod)
        )
    }

    private func entrant(_ subject: MetricReference.Subject) throws(Diagnostic) -> GateEntrant {
        guard let entrant = entrants[subject] else { throw .noChampion }
        return entrant
    }

    private func score(_ name: String) throws(Diagnostic) -> Score {
        try Score.named([name], for: task)[0]
    }

    private func value(_ metric: MetricReference) throws -> Double {
        guard metric.subject != .worstSlice else {
            return worst[metric.name]?.estimate.value ?? .nan
        }
        let entrant = try entrant(metric.subject)
        switch metric.name {
        case MetricReference.latency: return entrant.cost?.score ?? .nan
        case MetricReference.size: return entrant.cost.map { Double($0.size) } ?? .nan
        default: return try score(metric.name).value(entrant.scored)
        }
    }

    private func estimate(
        _ plain: MetricComparison
    ) throws -> (IntervalEstimate, method: String?) {
        let none = IntervalEstimate(value: .nan, standardError: .nan, low: .nan, high: .nan)
        guard !plain.first.isCost else {
            let cost = try value(plain.first)
            return (IntervalEstimate(value: cost, standardError: .nan, low: .nan, high: .nan), nil)
        }
        let score = try score(plain.first.name)
        guard plain.first.subject != .worstSlice else {
            return (worst[score.name]?.estimate ?? none, score.method)
        }
        let first = try entrant(plain.first.subject).scored
        guard let other = plain.second else {
            return (try score.estimate(first, level: level, in: work), score.method)
        }
        let second = try entrant(other.subject).scored
        let gap = try score.difference(first, second, level: level, in: work)
        return (gap.estimate, score.gapMethod)
    }

    /// What the condition is when each metric has its value.
    private func holds(_ condition: RowExpression) throws -> Bool {
        var values: [MetricReference: Scalar] = [:]
        for metric in condition.metrics { values[metric] = Scalar(finite: try value(metric)) }
        let filled = condition.replacing { part in
            MetricReference(part).flatMap { values[$0] }.map { .literal($0, .float) }
        }
        return filled.constant == .bool(true)
    }
}

extension Diagnostic {
    package static var noChampion: Diagnostic {
        Diagnostic(
            "gate.champion",
            "there is no champion to be held against",
            hints: ["gate(auc >= champion.auc, on: test, champion: plain)"]
        )
    }

    package static func noMetricOfOther(_ span: SourceSpan) -> Diagnostic {
        Diagnostic(
            "gate.metric",
            "`not_worse` takes a metric of another model, by itself",
            at: span,
            hints: ["not_worse(champion.auc, margin: 0.01)", "not_worse(baseline.rmse)"]
        )
    }
}
