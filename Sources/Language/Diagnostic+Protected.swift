import Diagnostics

extension Diagnostic {
    /// A value that would leave its frame, and the protection with it.
    static func protectedValue(of column: String, at span: SourceSpan) -> Diagnostic {
        Diagnostic(
            "column.protected",
            "`\(column)` is protected, and its values stay in frames",
            at: span,
            hints: ["join(…, on: \(column), kind: \"semi\") or `derive` use them unseen"]
        )
    }
}
