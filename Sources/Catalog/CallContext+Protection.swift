package import Diagnostics
package import Relations

extension CallContext {
    /// Refuses columns that hold protected values, where a verb would make words or marks of them.
    package func refuseProtected(
        _ columns: [NamedExpression],
        of frame: Frame,
        at parameter: String,
        because reason: String
    ) throws(Diagnostic) {
        let hidden = frame.protectedColumns
        guard !hidden.isEmpty,
            let first = columns.first(where: { frame.isProtected($0.expression) })
        else { return }
        let reads = first.expression.columns.filter(hidden.contains).sorted()
        throw Diagnostic(
            "column.protected",
            "`\(first.name)` is protected, and \(reason)",
            at: span(of: parameter),
            hints: ["drop(\(reads.joined(separator: ", "))) before it"]
        )
    }
}
