import Tables

/// Columns whose values are not to be seen.
///
/// An engine gives their cells as missing to whoever asks; work that shows none, such as learning,
/// asks for the plan as `unseen`.
extension Plan {
    /// The columns that hold protected values, or what was computed of such.
    package var protectedColumns: Set<String> {
        guard holdsProtected else { return [] }
        return Set(columnPasts.filter { $0.value.isProtected }.keys)
    }

    /// Whether anything in it is protected, though it may not reach the columns.
    package var holdsProtected: Bool {
        if case .marked(_, let marks) = self,
            marks.contains(where: { $0.value.contains(.protected) })
        {
            return true
        }
        return inputs.contains { $0.holdsProtected }
    }

    /// The plan for work that shows none of its cells.
    package var unseen: Plan {
        let names = protectedColumns
        if names.isEmpty { return self }
        return .marked(self, Dictionary(uniqueKeysWithValues: names.map { ($0, [.unseen]) }))
    }

    /// The rows with nothing in the place of protected values, unless they stay unseen.
    package var guarded: Plan {
        let names = protectedColumns
        if names.isEmpty { return self }
        return .project(
            self,
            schema.fields.map { field in
                let column = RowExpression.column(field)
                return NamedExpression(
                    field.name,
                    names.contains(field.name) ? column.blank : column
                )
            }
        )
    }
}

extension Frame {
    /// The columns whose values are not to be seen.
    package var protectedColumns: Set<String> { plan.protectedColumns }

    /// Whether a computation over the columns would show protected values.
    package func isProtected(_ expression: RowExpression) -> Bool {
        let names = protectedColumns
        guard !names.isEmpty else { return false }
        return expression.past(over: plan.columnPasts, rows: plan.rowsIdentity).isProtected
    }
}

extension ColumnPast {
    /// Whether its values are not to be seen.
    package var isProtected: Bool { marks.contains(.protected) && !marks.contains(.unseen) }
}

extension RowExpression {
    /// Missing, with the type of this.
    fileprivate var blank: RowExpression {
        let parts: [RowExpression] = [.literal(.bool(false)), self, .literal(.missing)]
        guard let blank = try? RowExpression.calling(named: "if", parts) else {
            preconditionFailure("anything may be missing")
        }
        return blank
    }
}
