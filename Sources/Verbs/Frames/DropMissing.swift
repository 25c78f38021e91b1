import Catalog
import Relations
import Tables
import Values

extension Function {
    static let dropMissing = Function(
        "drop_missing",
        "The rows in which nothing is missing, or nothing of some columns.",
        family: .frames,
        effect: .pure,
        takes: Parameter<Frame>("frame", "the frame to read"),
        Parameter<ColumnNames>.rest(
            "cols",
            "the columns to look at; all if none is named",
            default: ColumnNames()
        ),
        examples: [
            Example("penguins | drop_missing | count()"),
            Example("penguins | drop_missing(sex) | count()"),
        ]
    ) { _, frame, columns in
        let names = columns.all.isEmpty ? frame.schema.names : columns.all
        let conditions = try names.compactMap { frame.schema[$0] }.map { field in
            let absent = try RowExpression.calling(.isMissing, [.column(field.name, field.type)])
            return try RowExpression.calling(.not, [absent])
        }
        return frame.filtered(where: conditions)
    }.keepingColumns()
}
