import Catalog
import Relations
import Tables
import Values

extension Function {
    static let count = Function(
        "count",
        "How many rows there are: an int, or a row a group.",
        family: .frames,
        effect: .runs,
        takes: Parameter<Frame>("frame", "the frame to read"),
        Parameter<Grouping>.rest(
            "x",
            "columns, or `name = expression`, to count by",
            default: Grouping()
        ),
        Parameter("sort", default: false, "whether the largest groups come first"),
        examples: [
            Example("penguins | count()", shows: "an int"),
            Example("penguins | count(species, sort: true)", shows: "a row a species"),
        ]
    ) { context, frame, keys, sort -> Value in
        guard !keys.all.isEmpty else {
            let rows = try context.engine.count(frame.plan, in: context.work)
            try RowLedger.noteMultiplied(frame.plan, rows: rows, context)
            return .int(rows)
        }
        var name = "count"
        while keys.all.contains(where: { $0.name == name }) { name += "_" }
        let counted = try RowExpression.calling("count")
        let groups = frame.summarized([NamedExpression(name, counted)], by: keys.all)
        guard sort else { return .frame(groups) }
        return .frame(groups.sorted(by: [SortKey(.column(name, .int), true)]))
    }
    .effect { values in
        guard values.count > 1, case .quoted(.grouping(let keys)) = values[1] else { return .runs }
        return keys.isEmpty ? .runs : .pure
    }
}
