import Catalog
import Diagnostics
import Relations
import Tables
import Values

extension Function {
    static let head = Function(
        "head",
        "The first rows, of the frame or of each group.",
        family: .frames,
        effect: .pure,
        takes: Parameter<Frame>("frame", "the frame to read"),
        Parameter("rows", default: 10, "how many rows to keep", in: .range(0...(.infinity))),
        Parameter("by", default: Grouping(), "groups, each with its own first rows"),
        Parameter("order", default: SortKeys(), "an order to put the rows in before"),
        examples: [Example("penguins | head(3)"), Example("penguins | head(1, by: species)")]
    ) { context, frame, rows, by, order in
        try frame.sliced(.head(Int64(rows)), by: by, order: order, at: context.span(of: "by"))
    }.keepingColumns()

    static let tail = Function(
        "tail",
        "The last rows, of the frame or of each group, in their order.",
        family: .frames,
        effect: .pure,
        takes: Parameter<Frame>("frame", "the frame to read"),
        Parameter("rows", default: 10, "how many rows to keep", in: .range(0...(.infinity))),
        Parameter("by", default: Grouping(), "groups, each with its own last rows"),
        Parameter("order", default: SortKeys(), "an order to put the rows in before"),
        examples: [Example("penguins | tail(3)")]
    ) { context, frame, rows, by, order in
        try frame.sliced(.tail(Int64(rows)), by: by, order: order, at: context.span(of: "by"))
    }.keepingColumns()

    static let slice = Function(
        "slice",
        "Rows by position, both ends in; rows count from 1.",
        family: .frames,
        effect: .pure,
        takes: Parameter<Frame>("frame", "the frame to read"),
        Parameter<Value>("rows", "a range such as `11..20`, or one position"),
        Parameter("by", default: Grouping(), "groups, each with its own positions"),
        Parameter("order", default: SortKeys(), "an order to put the rows in before"),
        examples: [Example("penguins | slice(11..13)")]
    ) { context, frame, rows, by, order in
        let positions: (Int64, Int64)
        switch rows {
        case .range(.int(let first), .int(let last)): positions = (first, last)
        case .scalar(.int(let row)): positions = (row, row)
        default:
            throw Diagnostic(
                "argument.type",
                "`slice` takes a range of rows",
                at: context.span(of: "rows"),
                rows.type.described,
                hints: ["slice(1..3)"]
            )
        }
        guard positions.0 >= 1, positions.1 >= positions.0 else {
            throw Diagnostic(
                "argument.domain",
                "rows count from 1, the first before the last",
                at: context.span(of: "rows"),
                hints: ["slice(1..3)", "tail(3)"]
            )
        }
        return try frame.sliced(
            .rows(positions.0, positions.1),
            by: by,
            order: order,
            at: context.span(of: "by")
        )
    }.keepingColumns()

    static let top = Function(
        "top",
        "The rows with the largest values, largest first.",
        family: .frames,
        effect: .pure,
        takes: Parameter<Frame>("frame", "the frame to read"),
        Parameter<RowExpression>("x", "what is compared; `-x` for the smallest"),
        Parameter("rows", default: 10, "how many rows to keep", in: .range(0...(.infinity))),
        Parameter("by", default: Grouping(), "groups, each with its own largest"),
        examples: [Example("penguins | top(body_mass_g, rows: 2, by: species)")]
    ) { context, frame, expression, rows, by in
        try frame.sorted(by: [SortKey(expression, true)])
            .sliced(.head(Int64(rows)), by: by, order: SortKeys(), at: context.span(of: "by"))
    }.keepingColumns()
}

extension Frame {
    /// Rows by position within groups, which must be columns, after sorting where an order is given.
    fileprivate func sliced(
        _ slice: Slice,
        by: Grouping,
        order: SortKeys,
        at span: SourceSpan
    )
        throws(Diagnostic) -> Frame
    {
        let ordered = order.all.isEmpty ? self : sorted(by: order.all)
        return ordered.sliced(slice, by: try by.columns(at: span))
    }
}

extension Grouping {
    /// The groups' columns; an expression has to be derived first.
    func columns(at span: SourceSpan) throws(Diagnostic) -> [String] {
        var names: [String] = []
        for key in all {
            guard case .column(let name, _) = key.expression else {
                throw Diagnostic(
                    "group.expression",
                    "groups are columns here",
                    at: span,
                    "an expression",
                    hints: ["derive(`\(key.name)` = \(key.name)) before it"]
                )
            }
            names.append(name)
        }
        return names
    }
}
