import Catalog
import Diagnostics
import Relations
import Tables
import Values

extension Function {
    static let fill = Function(
        "fill",
        "What is missing becomes the nearest value before it, or behind it.",
        family: .frames,
        effect: .pure,
        takes: Parameter<Frame>("frame", "the frame to read"),
        Parameter<ColumnNames>.rest("cols", "names, `first..last` or `columns(…)`"),
        Parameter(
            "direction",
            default: "down",
            "where values go: to later rows or to earlier ones",
            in: .choice(["down", "up"])
        ),
        Parameter("by", default: Grouping(), "groups that values do not leave"),
        Parameter("order", default: SortKeys(), "the order of the rows, if they were not sorted"),
        examples: [
            Example("flights | fill(dep_delay, by: tailnum, order: time_hour) | head(3)"),
            Example("penguins | sort(year) | fill(sex, direction: \"up\") | head(3)"),
        ]
    ) { context, frame, columns, direction, by, order in
        guard frame.plan.isSorted || !order.all.isEmpty else {
            let moment = frame.schema.fields.first { [.timestamp, .date].contains($0.type) }
            let name = (moment ?? frame.schema.fields.first)?.name ?? "x"
            throw Diagnostic(
                "window.order",
                "`fill` needs an order of the rows",
                at: context.span,
                hints: ["fill(\(columns.all.joined(separator: ", ")), order: \(name))"]
            )
        }
        let function = direction == "up" ? Shaping.filledUp : Shaping.filledDown
        let window = Window(partition: by.all.map(\.expression), order: order.all)
        return frame.derived(
            try columns.all.compactMap { frame.schema[$0] }.map { field in
                let value = try RowExpression.calling(function, [.column(field.name, field.type)])
                return NamedExpression(field.name, value.over(window))
            }
        )
    }
}
