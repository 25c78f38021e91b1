import Catalog
import Relations
import Tables
import Values

extension Function {
    static let describe = Function(
        "describe",
        "What each column holds: type, missing, distinct values, centre and spread.",
        family: .frames,
        effect: .runs,
        takes: Parameter<Frame>("frame", "the frame to look at"),
        examples: [Example("penguins | describe")]
    ) { context, frame in
        var columns: [NamedExpression] = []
        for (position, field) in frame.schema.fields.enumerated() {
            columns += try Description.reductions(of: field, at: position)
        }
        let table = try context.engine.collect(
            frame.summarized(columns, by: []).plan,
            in: context.work
        )
        return Frame(memory: Description.table(of: frame.schema, from: table, context))
    }
}

/// One aggregate over all columns, and its row turned into a row a column.
private enum Description {
    static let facts = ["missing", "distinct", "mean", "sd", "min", "median", "max"]

    static func reductions(of field: Field, at position: Int) throws -> [NamedExpression] {
        let subject = RowExpression.column(field.name, field.type)
        var made: [NamedExpression] = []
        func add(_ fact: String, _ expression: RowExpression) {
            made.append(NamedExpression("\(position) \(fact)", expression))
        }
        let absent = try RowExpression.calling(Reduction.named("is missing"), [subject])
        add("missing", try RowExpression.calling(Reduction.named("sum"), [absent]))
        switch field.type {
        case .list, .record, .missing: return made
        default: break
        }
        add("distinct", try RowExpression.calling(Reduction.named("count_distinct"), [subject]))
        if field.type != .bool {
            add("min", try RowExpression.calling(Reduction.named("min"), [subject]))
            add("max", try RowExpression.calling(Reduction.named("max"), [subject]))
        }
        guard field.type.isNumber || field.type == .bool else { return made }
        add("mean", try Reduction.call("mean", subject))
        guard field.type.isNumber else { return made }
        add("sd", try Reduction.call("sd", subject))
        add("median", try Reduction.call("median", subject))
        return made
    }

    static func table(of schema: Schema, from row: Table, _ context: CallContext) -> Table {
        let presentation = Presentation(context)
        func cell(_ position: Int, _ fact: String) -> Scalar {
            row["\(position) \(fact)"]?[0] ?? .missing
        }
        func cells(_ fact: String) -> [Scalar] {
            schema.fields.indices.map { cell($0, fact) }
        }
        func texts(_ fact: String) -> Column {
            Column(.text, cells: cells(fact).map { presentation.text(of: $0) })
        }
        let fields =
            [Field("column", .text), Field("type", .text), Field("missing", .int)]
            + [Field("distinct", .int), Field("mean", .float), Field("sd", .float)]
            + [Field("min", .text), Field("median", .float), Field("max", .text)]
        return Table(
            fields,
            [
                Column(.text, .texts(schema.names)),
                Column(.text, .texts(schema.fields.map(\.type.word))),
                Column(.int, cells: cells("missing")), Column(.int, cells: cells("distinct")),
                Column(.float, cells: cells("mean")), Column(.float, cells: cells("sd")),
                texts("min"), Column(.float, cells: cells("median")), texts("max"),
            ]
        )
    }
}
