import Diagnostics
import Relations
import Tables

/// The rule that no model names the values of a protected column.
enum ProtectedFeatures {
    /// Those of features and target whose categories a model would hold as words.
    static func written(_ columns: [NamedExpression], of frame: Frame) -> [String] {
        guard !frame.protectedColumns.isEmpty else { return [] }
        return columns.filter {
            $0.expression.type.isTextual && frame.isProtected($0.expression)
        }.map(\.name)
    }

    static func refuse(_ names: [String], formula: String) throws(Diagnostic) {
        guard let first = names.first else { return }
        throw Diagnostic(
            "column.protected",
            "`\(first)` is protected, and a model holds its values as words",
            hints: [FormulaText.text(formula, without: names)].compactMap { $0 }
                + ["fit(…, accept: \"why they may be seen\")"]
        )
    }
}
