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
        // A single value stands in every row, a list of one only in a frame of one.
        let lists = columns.all.compactMapValues { value -> [Value]? in
            if case .list(let values) = value { values } else { nil }
        }
        let count = lists.values.map(\.count).max() ?? min(1, columns.all.count)
        var fields: [Field] = []
        var made: [Column] = []
        for (name, value) in columns.all {
            let values = lists[name] ?? Array(repeating: value, count: count)
            guard values.count == count else {
                throw Diagnostic(
                    "frame.length",
                    "`\(name)` has \(values.count == 1 ? "1 value" : "\(values.count) values"), "
                        + "others have \(count)",
                    at: context.span(of: "columns"),
                    hints: values.count == 1 ? ["\(name) = x stands in every row"] : []
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
            made.append(Column(type, cells: cells))
        }
        return Frame(memory: Table(fields, made, count: count))
    }
}
