import Catalog
import Relations
import Tables
import Values

extension Function {
    static let glimpse = Function(
        "glimpse",
        "Every column on a line: its type and its first values.",
        family: .frames,
        effect: .runs,
        takes: Parameter<Frame>("frame", "the frame to look at"),
        Parameter("rows", default: 10, "how many values of each column", in: .range(1...1000)),
        examples: [Example("flights | glimpse")]
    ) { context, frame, rows in
        let table = try context.engine.collect(frame.plan, in: context.work, limit: rows)
        let presentation = Presentation(context)
        let hidden = frame.protectedColumns
        let values = zip(table.fields, table.columns).map { field, column in
            if hidden.contains(field.name) { return Presentation.blot }
            return (0..<column.count).map { row -> String in
                guard case .text(let text) = presentation.text(of: column[row]) else {
                    return "missing"
                }
                return text
            }
            .joined(separator: ", ")
        }
        return Frame(
            overview: Table(
                [Field("column", .text), Field("type", .text), Field("values", .text)],
                [
                    Column(.text, .texts(frame.schema.names)),
                    Column(.text, .texts(frame.schema.fields.map(\.type.word))),
                    Column(.text, .texts(values)),
                ]
            )
        )
    }
}
