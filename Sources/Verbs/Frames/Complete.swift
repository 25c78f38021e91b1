import Catalog
import Diagnostics
import Relations
import Tables
import Values

extension Function {
    static let complete = Function(
        "complete",
        "A row for every combination of some columns' values; the other cells of new rows are missing.",
        family: .frames,
        effect: .pure,
        takes: Parameter<Frame>("frame", "the frame to read"),
        Parameter<ColumnNames>.rest("cols", "the columns to combine; the rows are sorted by them"),
        Parameter<Scalar?>("every", "a step that makes the moments, or the ints, regular"),
        examples: [
            Example("penguins | count(species, island) | complete(species, island)"),
            Example(
                "flights | count(date = date(time_hour)) | complete(date, every: days(1)) | head(3)"
            ),
        ]
    ) { context, frame, columns, every in
        try Uniqueness.check(columns.all, at: context.span(of: "cols"))
        var steps: [String: Scalar] = [:]
        if let every { steps = try every.steps(of: columns.all, frame.schema, context) }
        return try frame.completed(columns.all, steps: steps, zone: context.settings.zone)
    }
}

extension Scalar {
    /// The columns that go by this step: the moments for a length of time, the ints for an int.
    fileprivate func steps(
        of names: [String],
        _ schema: Schema,
        _ context: CallContext
    ) throws(Diagnostic) -> [String: Scalar] {
        let (types, isForward): ([ColumnType], Bool) =
            switch self {
            case .int(let step): ([.int], step > 0)
            case .duration(let length): ([.date, .timestamp], length.totalMicroseconds > 0)
            default: ([], true)
            }
        guard isForward, !types.isEmpty else {
            throw Diagnostic(
                "argument.domain",
                "`every` is out of range",
                at: context.span(of: "every"),
                "a length of time, or 1 or more, was expected",
                hints: ["every: days(1)", "every: 1"]
            )
        }
        let stepped = names.filter { name in schema[name].map { types.contains($0.type) } ?? false }
        guard !stepped.isEmpty else {
            throw Diagnostic(
                "complete.step",
                "none of the columns goes by \(type.described)",
                at: context.span(of: "every"),
                hints: types == [.int] ? ["every: days(1)"] : ["every: 1"]
            )
        }
        if case .duration(let length) = self, length.microseconds != 0,
            let day = stepped.first(where: { schema[$0]?.type == .date })
        {
            throw Diagnostic(
                "complete.step",
                "`\(day)` holds dates, which go by whole days",
                at: context.span(of: "every"),
                hints: ["every: days(1)"]
            )
        }
        return Dictionary(uniqueKeysWithValues: stepped.map { ($0, self) })
    }
}
