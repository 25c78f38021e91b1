/// What is known of a column besides its cells; it goes wherever the column's values go.
package enum ColumnMark: Hashable, Sendable {
    /// The column, under the name it had then, is no feature, and why.
    case forbidden(column: String, because: String)
    /// A step, as typed, that learned from all rows that were there.
    case learned(step: String)
    /// Its values are not to be seen.
    case protected
    /// All rows were held to a rule that reads it under that name.
    case held(RowRule, column: String)
    /// It is of rows that were kept aside, to be looked at seldom; or of some of them.
    case heldOut(RowsIdentity)
    /// Work reads it that shows none of its cells; said of a plan on its way to an engine.
    case unseen
}

extension Frame {
    /// The same rows, with something known of some columns.
    package func marked(_ names: [String], _ mark: ColumnMark) -> Frame {
        marked(Dictionary(names.map { ($0, [mark]) }, uniquingKeysWith: { first, _ in first }))
    }

    package func marked(_ marks: [String: Set<ColumnMark>]) -> Frame {
        let marks = marks.filter { !$0.value.isEmpty }
        return marks.isEmpty ? self : Frame(.marked(plan, marks), schema)
    }

    /// The same rows, kept aside: whoever judges models by them, or by some of them, can tell.
    package func heldOut() -> Frame { marked(schema.names, .heldOut(plan.rowsIdentity)) }

    /// The rows kept aside that these are, or are made of.
    package var heldOutRows: Set<RowsIdentity> {
        var rows: Set<RowsIdentity> = []
        for mark in marks.values.joined() {
            if case .heldOut(let one) = mark { rows.insert(one) }
        }
        return rows
    }

    /// What is known of each of its columns.
    package var marks: [String: Set<ColumnMark>] { plan.columnPasts.mapValues(\.marks) }
}

extension Plan {
    /// The same rows without what is known of their columns, as engines run it.
    package var unmarked: Plan { hasMarks ? withoutMarks : self }

    private var hasMarks: Bool {
        if case .marked = self { return true }
        return inputs.contains { $0.hasMarks }
    }

    private var withoutMarks: Plan {
        if case .marked(let input, _) = self { return input.withoutMarks }
        return replacingInputs(\.withoutMarks)
    }
}
