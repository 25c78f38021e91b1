import Catalog
import Diagnostics
import Relations
import Tables
import Values

extension Function {
    static let unnest = Function(
        "unnest",
        "A row for each element of lists, a column for each field of records; empty lists go.",
        family: .frames,
        effect: .pure,
        takes: Parameter<Frame>("frame", "the frame to read"),
        Parameter<ColumnNames>.rest("cols", "columns of lists or records"),
        examples: [
            Example(
                "penguins | summarize(years = list(year), by: island) | unnest(years) | head(2)"
            )
        ]
    ) { context, frame, columns in
        for name in columns.all {
            switch frame.schema[name]?.type {
            case .list, .record, nil: continue
            case .some(let type):
                throw Diagnostic(
                    "unnest.type",
                    "`\(name)` holds neither lists nor records",
                    at: context.span(of: "cols"),
                    type.described,
                    hints: type.isTextual
                        ? ["derive(\(name) = split_text(\(name), \",\")) before it"] : []
                )
            }
        }
        let lists = columns.all.filter { frame.schema[$0].map(\.type.isList) ?? false }
        let records = columns.all.filter { !lists.contains($0) }
        let rows = lists.isEmpty ? frame : frame.unnested(lists)
        return records.isEmpty ? rows : try rows.spreading(records)
    }

    static let unpivot = Function(
        "unpivot",
        "Columns as rows: each cell in a row of its own, beside its column's name.",
        family: .frames,
        effect: .pure,
        takes: Parameter<Frame>("frame", "the frame to read"),
        Parameter<ColumnNames>.rest("cols", "the columns that become rows"),
        Parameter("name", default: "name", "the new column of their names"),
        Parameter("value", default: "value", "the new column of their cells"),
        examples: [
            Example(
                "penguins | unpivot(columns(\"bill_*\"), name: \"part\", value: \"mm\") | head(4)"
            )
        ]
    ) { context, frame, columns, name, value in
        let kept = frame.schema.names.filter { !columns.all.contains($0) }
        try Uniqueness.check(columns.all, at: context.span(of: "cols"))
        do throws(Diagnostic) {
            try Uniqueness.check(kept + [name, value], at: context.span)
        } catch var error {
            let taken = [("name", name), ("value", value)].first { kept.contains($0.1) }
            error.hints = [taken.map { "unpivot(…, \($0.0): \"\($0.1)_2\")" }].compactMap(\.self)
            throw error
        }
        do {
            return try frame.unpivoted(columns.all, name: name, value: value)
        } catch {
            let types = columns.all.compactMap { column in
                frame.schema[column].map { "`\(column)` is \($0.type.described)" }
            }
            let clash = types.first { !$0.hasSuffix(types[0].split(separator: " is ")[1]) }
            throw Diagnostic(
                "unpivot.type",
                "columns of these types do not fit into one",
                at: context.span(of: "cols"),
                types[0] + (clash.map { ", " + $0 } ?? ""),
                hints: ["derive(x = text(x)) before it"]
            )
        }
    }
}

extension ColumnType {
    fileprivate var isList: Bool { if case .list = self { true } else { false } }
}

extension Frame {
    /// Records as a column for each of their fields, called by the field, or by both if that is taken.
    fileprivate func spreading(_ records: [String]) throws -> Frame {
        var taken = Set(schema.names).subtracting(records)
        var columns: [NamedExpression] = []
        for field in schema.fields {
            let whole = RowExpression.column(field.name, field.type)
            guard records.contains(field.name), case .record(let parts) = field.type else {
                columns.append(NamedExpression(field.name, whole))
                continue
            }
            for part in parts {
                var name = taken.contains(part.name) ? "\(field.name)_\(part.name)" : part.name
                while !taken.insert(name).inserted { name += "_" }
                let cell = try RowExpression.calling(
                    Shaping.field,
                    [whole, .literal(.text(part.name))]
                )
                columns.append(NamedExpression(name, cell))
            }
        }
        return projected(columns)
    }
}
