import Catalog
import Diagnostics
import Relations
import Tables
import Values

extension Function {
    static let correlate = Function(
        "correlate",
        "Pearson's correlation of every two columns, the strongest first.",
        family: .frames,
        effect: .runs,
        takes: Parameter<Frame>("frame", "the frame to look at"),
        Parameter<ColumnNames>.rest(
            "cols",
            "the columns; all numbers if none is named",
            default: ColumnNames()
        ),
        examples: [
            Example("penguins | correlate"),
            Example("penguins | correlate(bill_length_mm, bill_depth_mm)"),
        ]
    ) { context, frame, names in
        let fields = try CorrelatedColumns.fields(of: frame, names.all, context)
        var pairs: [(Field, Field)] = []
        var columns: [NamedExpression] = []
        for (index, x) in fields.enumerated() {
            for y in fields[(index + 1)...] {
                let place = pairs.count
                pairs.append((x, y))
                let both = try RowExpression.calling(
                    "and",
                    .calling("not", .calling("is missing", .column(x))),
                    .calling("not", .calling("is missing", .column(y)))
                )
                columns += [
                    NamedExpression(
                        "\(place) r",
                        try .calling("corr", .column(x), .column(y))
                    ),
                    NamedExpression("\(place) rows", try .calling("sum", both)),
                ]
            }
        }
        try context.refuseProtected(
            pairs.flatMap { [$0, $1] }.map { NamedExpression($0.name, .column($0)) },
            of: frame,
            at: "cols",
            because: "`correlate` would show how its values lie"
        )
        let row = try context.engine.collect(
            frame.summarized(columns, by: []).plan,
            in: context.work
        )
        return Frame(memory: CorrelatedColumns.table(pairs, row))
    }
}

private enum CorrelatedColumns {
    /// The columns that are named, or all that are numbers; at least two.
    static func fields(
        of frame: Frame,
        _ names: [String],
        _ context: CallContext
    ) throws(Diagnostic) -> [Field] {
        let chosen =
            names.isEmpty
            ? frame.schema.fields.filter(\.type.isNumber) : names.compactMap { frame.schema[$0] }
        if let other = chosen.first(where: { !$0.type.isNumber && $0.type != .bool }) {
            throw Diagnostic(
                "correlate.type",
                "`\(other.name)` is \(other.type.described), not a number",
                at: context.span(of: "cols"),
                hints: ["correlate(columns(type: \"numeric\"))"]
            )
        }
        guard chosen.count > 1 else {
            throw Diagnostic(
                "correlate.columns",
                "two columns of numbers or more were expected, \(chosen.count) found",
                at: context.span(of: "cols")
            )
        }
        return chosen
    }

    /// A row a pair, the strongest first, in both directions.
    static func table(_ pairs: [(Field, Field)], _ row: Table) -> Table {
        let values = pairs.indices.map { row["\($0) r"]?[0] ?? .missing }
        let order = pairs.indices.sorted { a, b in
            let (x, y) = (values[a].number?.magnitude ?? -1, values[b].number?.magnitude ?? -1)
            return x == y ? a < b : x > y
        }
        return Table(
            [Field("x", .text), Field("y", .text), Field("r", .float), Field("rows", .int)],
            [
                Column(.text, .texts(order.map { pairs[$0].0.name })),
                Column(.text, .texts(order.map { pairs[$0].1.name })),
                Column(.float, cells: order.map { values[$0] }),
                Column(.int, cells: order.map { row["\($0) rows"]?[0] ?? .missing }),
            ],
            count: pairs.count
        )
    }
}
