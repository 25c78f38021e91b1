import Catalog
import Relations
import Tables
import Values

extension Function {
    static let missingPatterns = Function(
        "missing_patterns",
        "Which columns are missing together, and in how many rows.",
        family: .frames,
        effect: .runs,
        takes: Parameter<Frame>("frame", "the frame to look at"),
        Parameter<ColumnNames>.rest(
            "cols",
            "the columns; all if none is named",
            default: ColumnNames()
        ),
        examples: [Example("penguins | missing_patterns")]
    ) { context, frame, names in
        let fields = (names.all.isEmpty ? frame.schema.names : names.all).compactMap {
            frame.schema[$0]
        }
        let flags = try fields.enumerated().map { position, field in
            NamedExpression("\(position)", try .calling("is missing", .column(field)))
        }
        let counted = frame.summarized(
            [NamedExpression("n", try .calling("count"))],
            by: flags
        )
        let table = try context.engine.collect(counted.plan, in: context.work)
        let patterns = (0..<table.count).map { row -> (rows: Int64, missing: [String]) in
            let missing = fields.indices.filter { table.columns[$0][row] == .bool(true) }
            guard case .int(let rows) = table.columns[fields.count][row] else { return (0, []) }
            return (rows, missing.map { fields[$0].name })
        }
        let ordered = patterns.enumerated().sorted { a, b in
            a.element.rows == b.element.rows
                ? a.offset < b.offset : a.element.rows > b.element.rows
        }.map(\.element)
        let total = Double(patterns.reduce(0) { $0 + $1.rows })
        return Frame(
            memory: Table(
                [
                    Field("rows", .int), Field("share", .float), Field("n", .int),
                    Field("columns", .text),
                ],
                [
                    Column(.int, .ints(ordered.map(\.rows))),
                    Column(.float, .floats(ordered.map { Double($0.rows) / total })),
                    Column(.int, .ints(ordered.map { Int64($0.missing.count) })),
                    Column(
                        .text,
                        .texts(
                            ordered.map {
                                $0.missing.isEmpty ? "none" : $0.missing.joined(separator: ", ")
                            }
                        )
                    ),
                ],
                count: ordered.count
            )
        )
    }
}
