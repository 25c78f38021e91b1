import Catalog
import Diagnostics
import Relations
import Values

extension Function {
    static let forbid = Function(
        "forbid",
        "The same frame, some columns of which are no features: a model made of them is refused.",
        family: .frames,
        effect: .pure,
        takes: Parameter<Frame>("frame", "the frame to read"),
        Parameter<ColumnNames>.rest(
            "cols",
            "names, `first..last` or `columns(…)`; what is made of them is forbidden too"
        ),
        Parameter<String>("because", "why, as the refusal will say"),
        examples: [
            Example("flights | forbid(dep_delay, because: \"known after departure\") | head(2)")
        ]
    ) { context, frame, columns, reason in
        guard !reason.allSatisfy(\.isWhitespace) else {
            throw Diagnostic(
                "forbid.reason",
                "`because` takes a reason, and this is none",
                at: context.span(of: "because"),
                hints: ["because: \"known after departure\""]
            )
        }
        return columns.all.reduce(frame) { frame, column in
            frame.marked([column], .forbidden(column: column, because: reason))
        }
    }
}
