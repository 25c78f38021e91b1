package import Diagnostics
import Relations

/// A feature that may know the outcome, and what tells so.
package struct LeakSuspicion: Hashable, Sendable, Codable {
    package var feature: String
    /// The columns of the frame that it is made of.
    package var columns: [String]
    /// How it is told: `AUC 0.903 alone`.
    package var evidence: String
    /// Whether it holds the target's mean over the very rows that are learned from.
    package var isPooledTarget: Bool

    /// It as a warning; the reader's name for the frame stands in what to type.
    package func warning(of target: String, frame: String) -> Diagnostic {
        let names = columns.joined(separator: ", ")
        guard isPooledTarget else {
            return Diagnostic(
                "leak.feature",
                "`\(feature)` alone nearly tells `\(target)`: \(evidence)",
                hints: [
                    "\(frame) | drop(\(names))",
                    "\(frame) | forbid(\(names), because: \"known after the outcome\")",
                    "fit(\(frame), accept: \"known before the outcome\")",
                ],
                severity: .warning
            )
        }
        return Diagnostic(
            "leak.target",
            "`\(feature)` \(evidence)",
            hints: [
                "recipe(\(target) ~ .) | target_encode(column) | fit(\(frame))",
                "fit(\(frame), accept: \"of earlier rows alone\")",
            ],
            severity: .warning
        )
    }
}

/// What of a frame and a formula looks as if it knew the outcome.
struct LeakGuard {
    /// The rows' plan, as the user made them.
    let plan: Plan
    let target: NamedExpression
    /// The features, the columns of the frame that each is made of, and how it is made of them.
    let features: [(name: String, columns: [String], expression: RowExpression?)]

    /// Features that alone put the rows in the order of the target.
    func telling(_ strong: [LoneFeature], in data: Dataset) -> [LeakSuspicion] {
        strong.map { lone in
            let feature = features[lone.feature]
            return LeakSuspicion(
                feature: feature.name,
                columns: feature.columns,
                evidence: evidence(lone.figure, data),
                isPooledTarget: false
            )
        }
    }

    private func evidence(_ figure: Double, _ data: Dataset) -> String {
        let shown = Self.decimals(figure)
        let words =
            switch data.task {
            case .regression: "\(shown) of pairs of rows are in its order"
            case .binary: "AUC \(shown)"
            case .multiclass: "AUC \(shown) for the two classes it tells apart worst"
            }
        guard data.count > LeakSample.size else { return words }
        return "\(words), on \(LeakSample.size) of \(data.count) rows"
    }

    /// Cut after three decimals, so that what is not perfect does not look so.
    private static func decimals(_ figure: Double) -> String {
        let thousandths = Int(figure * 1000 + 1e-9)
        let rest = String(thousandths % 1000)
        return "\(thousandths / 1000)." + String(repeating: "0", count: 3 - rest.count) + rest
    }

    /// Features that hold a mean of the target over the rows that are learned from.
    func pooledTargets() -> [LeakSuspicion] {
        let (pasts, rows) = (plan.columnPasts, plan.rowsIdentity)
        let truth = target.expression.past(over: pasts, rows: rows)
        return features.compactMap { feature in
            var past = feature.expression?.past(over: pasts, rows: rows) ?? ColumnPast()
            for column in feature.columns { past.formUnion(pasts[column] ?? ColumnPast()) }
            let pooled = past.poolings.filter { pooling in
                !pooling.origins.isDisjoint(with: truth.origins)
                    && truth.rows.contains(pooling.rows)
            }
            guard let function = pooled.map(\.function).min() else { return nil }
            return LeakSuspicion(
                feature: feature.name,
                columns: feature.columns,
                evidence: "holds the \(function) of `\(target.name)` over the rows to learn from, "
                    + "each row its own among them",
                isPooledTarget: true
            )
        }
    }
}
