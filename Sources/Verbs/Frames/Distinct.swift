import Catalog
import Relations
import Values

extension Function {
    static let distinct = Function(
        "distinct",
        "One row for each combination of the columns, all columns if none is named.",
        family: .frames,
        effect: .pure,
        takes: Parameter<Frame>("frame", "the frame to read"),
        Parameter<ColumnNames>.rest(
            "cols",
            "the columns that tell rows apart",
            default: ColumnNames()
        ),
        Parameter(
            "keep",
            default: "first",
            "which of several rows stays",
            in: .choice(["first", "last"])
        ),
        Parameter("by", default: Grouping(), "more columns that tell rows apart"),
        Parameter("order", default: SortKeys(), "an order to put the rows in before"),
        examples: [Example("penguins | distinct(species, island) | select(species, island)")]
    ) { context, frame, columns, keep, by, order in
        let ordered = order.all.isEmpty ? frame : frame.sorted(by: order.all)
        let names = try by.columns(at: context.span(of: "by")) + columns.all
        return ordered.distinct(on: names, keep: keep == "last" ? .last : .first)
    }
}
