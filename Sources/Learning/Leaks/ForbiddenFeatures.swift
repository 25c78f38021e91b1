import Diagnostics
import Relations

/// The rule that no model is made of a forbidden column.
enum ForbiddenFeatures {
    /// Refuses features that are made of a forbidden column of the frame.
    static func check(
        _ features: [(name: String, columns: [String])],
        of plan: Plan,
        formula: String
    ) throws(Diagnostic) {
        let pasts = plan.columnPasts
        var refused: [(feature: String, column: String, because: String)] = []
        for feature in features {
            let marks = feature.columns.reduce(into: Set<ColumnMark>()) {
                $0.formUnion(pasts[$1]?.marks ?? [])
            }
            let forbidden = marks.compactMap { mark -> (column: String, because: String)? in
                guard case .forbidden(let column, let because) = mark else { return nil }
                return (column, because)
            }
            if let first = forbidden.min(by: { $0 < $1 }) {
                refused.append((feature.name, first.column, first.because))
            }
        }
        guard let first = refused.first else { return }
        let made = first.feature == first.column ? "" : ", made of `\(first.column)`,"
        throw Diagnostic(
            "feature.forbidden",
            "`\(first.feature)`\(made) is forbidden as a feature: \(first.because)",
            hints: FormulaText.text(formula, without: refused.map(\.feature)).map { [$0] } ?? []
        )
    }
}
