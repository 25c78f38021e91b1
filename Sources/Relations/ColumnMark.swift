/// What is known of a column besides its cells; it goes wherever the column's values go.
package enum ColumnMark: Hashable, Sendable {
    /// The column, under the name it had then, is no feature, and why.
    case forbidden(column: String, because: String)
    /// A step, as typed, that learned from all rows that were there.
    case learned(step: String)
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
        switch self {
        case .scan: self
        case .marked(let input, _): input.withoutMarks
        case .filter(let input, let condition): .filter(input.withoutMarks, where: condition)
        case .project(let input, let columns): .project(input.withoutMarks, columns)
        case .aggregate(let input, let keys, let columns):
            .aggregate(input.withoutMarks, by: keys, columns)
        case .distinct(let input, let names, let keep):
            .distinct(input.withoutMarks, on: names, keep: keep)
        case .sort(let input, let keys): .sort(input.withoutMarks, by: keys)
        case .slice(let input, let slice, let groups):
            .slice(input.withoutMarks, slice, by: groups)
        case .sample(let input, let sampling): .sample(input.withoutMarks, sampling)
        case .join(let left, let right, let kind, let keys, let suffix):
            .join(left.withoutMarks, right.withoutMarks, kind, on: keys, suffix: suffix)
        case .unnest(let input, let names): .unnest(input.withoutMarks, names)
        case .append(let inputs): .append(inputs.map(\.withoutMarks))
        case .part(let input, let splitting, let index):
            .part(input.withoutMarks, splitting, index: index)
        case .sql(let frames, let text, let schema):
            .sql(frames.map { NamedPlan($0.name, $0.plan.withoutMarks) }, text, schema)
        case .map(let input, let transform): .map(input.withoutMarks, transform)
        }
    }
}
