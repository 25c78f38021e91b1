import Catalog
import Diagnostics
import Relations
import Values

extension Function {
    static let relocate = Function(
        "relocate",
        "The same columns, some moved to the front or beside another.",
        family: .frames,
        effect: .pure,
        takes: Parameter<Frame>("frame", "the frame to read"),
        Parameter<ColumnNames>.rest("cols", "names, `first..last` or `columns(…)`"),
        Parameter<ColumnName?>("before", "the column that is to follow them"),
        Parameter<ColumnName?>("after", "the column that is to stand before them"),
        examples: [
            Example("penguins | relocate(year) | head(2)"),
            Example("penguins | relocate(sex, after: species) | head(2)"),
        ]
    ) { context, frame, columns, before, after in
        if before != nil, after != nil {
            throw Diagnostic(
                "argument.repeated",
                "`relocate` takes either `before` or `after`",
                at: context.span,
                hints: ["relocate(…, after: \(frame.schema.names[0]))"]
            )
        }
        let moved = columns.all.reduce(into: [String]()) { names, name in
            if !names.contains(name) { names.append(name) }
        }
        var names = frame.schema.names.filter { !moved.contains($0) }
        let anchor = (before ?? after)?.name
        // Beside one of themselves they stand where that one stood.
        let place = anchor.map { anchor in
            let ahead = frame.schema.names.prefix { $0 != anchor }.filter { !moved.contains($0) }
            return ahead.count + (after != nil && !moved.contains(anchor) ? 1 : 0)
        }
        names.insert(contentsOf: moved, at: place ?? 0)
        return frame.keeping(names)
    }
}
