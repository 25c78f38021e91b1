package import Diagnostics
import Kernels
package import Tables

extension Explanation {
    /// How the mean of what is explained came from one explanation to another: of two models, or of
    /// one model and two periods.
    ///
    /// A row for all together, one for the base, and one a feature, the largest change first: class (where
    /// there are several), feature, before, after, change. Both means are their base and the mean
    /// contributions, so that the changes of these add up to the change of the mean exactly.
    package func changes(to other: Explanation) throws(Diagnostic) -> Table {
        let units = [self, other].map { one in one.outputs.map { $0.unit(of: one.target) } }
        guard units[0] == units[1] else { throw .otherUnits(units[0], units[1]) }
        let rows = zip(outputs, other.outputs).flatMap { output, later in
            changes(of: output, other, later)
        }
        let fields = [
            Field("class", .text), Field("feature", .text), Field("before", .float),
            Field("after", .float), Field("change", .float),
        ]
        let columns = [
            Column(.text, cells: rows.map { $0.label.map { .text($0) } ?? .missing }),
            Column(.text, .texts(rows.map(\.name))),
            Column(.float, cells: rows.map { $0.before.map { .float($0) } ?? .missing }),
            Column(.float, cells: rows.map { $0.after.map { .float($0) } ?? .missing }),
            Column(.float, .floats(rows.map(\.change))),
        ]
        let first = outputs.count > 1 ? 0 : 1
        return Table(Array(fields[first...]), Array(columns[first...]), count: rows.count)
    }

    /// A mean before and after; nil where a model has no such feature.
    private struct Change {
        var label: String?
        var name: String
        var before: Double?
        var after: Double?

        var change: Double { (after ?? 0) - (before ?? 0) }
    }

    private func changes(
        of output: ExplainedOutput,
        _ other: Explanation,
        _ later: ExplainedOutput
    ) -> [Change] {
        let (before, after) = (means(of: output), other.means(of: later))
        var names = features.map(\.name)
        names += other.features.map(\.name).filter { !names.contains($0) }
        let changes = names.map { name in
            Change(label: output.label, name: name, before: before[name], after: after[name])
        }
        let order = changes.indices.sorted { a, b in
            let (first, second) = (changes[a].change.magnitude, changes[b].change.magnitude)
            return first == second ? a < b : first > second
        }
        let totals = [(output.base, before), (later.base, after)].map { base, means in
            base + Sums.sum(Array(means.values.sorted()))
        }
        return [
            Change(label: output.label, name: "all", before: totals[0], after: totals[1]),
            Change(label: output.label, name: "base", before: output.base, after: later.base),
        ] + order.map { changes[$0] }
    }

    /// The mean contribution of each feature.
    private func means(of output: ExplainedOutput) -> [String: Double] {
        var means: [String: Double] = [:]
        for (place, feature) in features.enumerated() {
            means[feature.name, default: 0] += Sums.mean(Array(output.contributions.column(place)))
        }
        return means
    }
}

extension Diagnostic {
    fileprivate static func otherUnits(_ before: [String], _ after: [String]) -> Diagnostic {
        let words = [before, after].map { $0.map { "`\($0)`" }.joined(separator: ", ") }
        return Diagnostic(
            "changes.units",
            "an explanation of \(words[0]) is not compared with one of \(words[1])",
            hints: ["explain both with the same `output:` and `class:`"]
        )
    }
}
