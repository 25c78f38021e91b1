import Catalog
import Diagnostics
import OrderedCollections
import Relations
import Tables
import Values

extension Function {
    static let frame = Function(
        "frame",
        "A frame from lists, one a column.",
        family: .data,
        effect: .pure,
        takes: Parameter<NamedValues>.rest("columns", "`name = list`, all of one length"),
        examples: [Example("frame(x = [1, 2, 3], y = [\"a\", \"b\", missing])")]
    ) { context, columns in
        let lists = columns.all.mapValues { value -> [Value] in
            if case .list(let values) = value { return values }
            return [value]
        }
        let count = lists.values.map(\.count).max() ?? 0
        var fields: [Field] = []
        var made: [Column] = []
        for (name, values) in lists {
            guard values.count == count || values.count == 1 else {
                throw Diagnostic(
                    "frame.length",
                    "`\(name)` has \(values.count) values, others have \(count)",
                    at: context.span(of: "columns")
                )
            }
            let cells = try values.map { value -> Scalar in
                guard let cell = value.cell else {
                    throw Diagnostic(
                        "argument.type",
                        "`\(name)` holds \(value.type.described)",
                        at: context.span(of: "columns"),
                        "single values were expected"
                    )
                }
                return cell
            }
            var type = ColumnType.missing
            for cell in cells {
                guard let next = type.unified(with: cell.type) else {
                    throw Diagnostic(
                        "frame.type",
                        "`\(name)` mixes \(type.described) and \(cell.type.described)",
                        at: context.span(of: "columns")
                    )
                }
                type = next
            }
            fields.append(Field(name, type))
            let whole = values.count == count ? cells : Array(repeating: cells[0], count: count)
            made.append(Column(type, cells: whole))
        }
        return Frame(memory: Table(fields, made, count: count))
    }
}
