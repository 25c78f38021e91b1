import Catalog
import Diagnostics
import Relations
import Tables
import Values

extension Function {
    static let intersect = Function(
        "intersect",
        "The different rows that another frame has too.",
        family: .frames,
        effect: .pure,
        takes: Parameter<Frame>("frame", "the frame to read"),
        Parameter<Frame>("other", "a frame of the same columns"),
        examples: [
            Example("penguins | select(island) | intersect(penguins | head(20) | select(island))")
        ]
    ) { context, frame, other in
        try Combining.check(frame, other, context)
        return frame.combined(with: other, keepsShared: true)
    }

    static let except = Function(
        "except",
        "The different rows that another frame has not.",
        family: .frames,
        effect: .pure,
        takes: Parameter<Frame>("frame", "the frame to read"),
        Parameter<Frame>("other", "a frame of the same columns"),
        examples: [
            Example("penguins | select(island) | except(penguins | head(20) | select(island))")
        ]
    ) { context, frame, other in
        try Combining.check(frame, other, context)
        return frame.combined(with: other, keepsShared: false)
    }
}

/// Rows are compared whole: both frames have the same columns.
private enum Combining {
    static func check(_ a: Frame, _ b: Frame, _ context: CallContext) throws(Diagnostic) {
        let alone = a.schema.names.filter { b.schema[$0] == nil }
        let more = b.schema.names.filter { a.schema[$0] == nil }
        guard alone.isEmpty, more.isEmpty else {
            throw Diagnostic(
                "combine.columns",
                "`\((alone + more)[0])` is a column of one frame only",
                at: context.span(of: "other"),
                hints: ["select(…) the same columns of both"]
            )
        }
        for field in a.schema.fields {
            guard let other = b.schema[field.name], field.type.unified(with: other.type) == nil
            else { continue }
            throw Diagnostic(
                "combine.columns",
                "`\(field.name)` is \(field.type.described) here and \(other.type.described) there",
                at: context.span(of: "other")
            )
        }
    }
}
