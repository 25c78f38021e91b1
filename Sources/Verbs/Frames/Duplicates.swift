import Catalog
import Relations
import Tables
import Values

extension Function {
    static let duplicates = Function(
        "duplicates",
        "The rows that are there more than once, those alike together; `copies` says how often.",
        family: .frames,
        effect: .pure,
        takes: Parameter<Frame>("frame", "the frame to look at"),
        Parameter<ColumnNames>.rest(
            "cols",
            "the columns in which rows are alike; all if none is named",
            default: ColumnNames()
        ),
        examples: [
            Example("penguins | duplicates(island, bill_length_mm, flipper_length_mm)"),
            Example("penguins | duplicates | count()"),
        ]
    ) { _, frame, names in
        let keys = (names.all.isEmpty ? frame.schema.names : names.all).compactMap { name in
            frame.schema[name].map { RowExpression.column($0) }
        }
        let first = names.all
        var copies = "copies"
        while frame.schema[copies] != nil { copies += "_" }
        let counted = try RowExpression.calling("count").over(Window(partition: keys))
        let several = try RowExpression.calling(">", .column(copies, .int), .literal(.int(1)))
        return frame.derived([NamedExpression(copies, counted)])
            .filtered(where: [several])
            .sorted(by: keys.map { SortKey($0) })
            .keeping([copies] + first + frame.schema.names.filter { !first.contains($0) })
    }
}
