import Catalog
import Diagnostics
import Relations
import Tables
import Values

extension Function {
    static let join = Function(
        "join",
        "The columns of another frame beside the rows with equal keys; the left order stays.",
        family: .frames,
        effect: .pure,
        takes: Parameter<Frame>("frame", "the left frame"),
        Parameter<Frame>("other", "the right frame"),
        Parameter(
            "on",
            default: JoinKeys(),
            "columns of both, or `left == right`; several in `[ ]`"
        ),
        Parameter(
            "kind",
            default: "inner",
            "which rows stay",
            in: .choice(JoinKind.allCases.map(\.rawValue))
        ),
        examples: [
            Example("flights | join(airlines, on: carrier) | select(carrier, name) | head(2)"),
            Example("flights | join(planes, on: tailnum, kind: \"anti\") | count()"),
        ]
    ) { context, frame, other, keys, word in
        let kind = JoinKind(rawValue: word) ?? .inner
        guard keys.all.isEmpty == (kind == .cross) else {
            let shared = frame.schema.names.filter { other.schema[$0] != nil }
            let hint = shared.isEmpty ? "on: left == right" : "on: \(shared[0])"
            throw Diagnostic(
                "join.key",
                kind == .cross ? "a cross join has no keys" : "`join` needs columns to join on",
                at: context.span,
                hints: kind == .cross ? [] : [hint]
            )
        }
        return frame.joined(other, on: keys.all, kind: kind)
    }

    static let append = Function(
        "append",
        "The rows of other frames below; columns go by name, absent ones are missing.",
        family: .frames,
        effect: .pure,
        takes: Parameter<Frame>("frame", "the frame above"),
        Parameter<[Frame]>.rest("other", "the frames below"),
        examples: [Example("penguins | head(1) | append(penguins | tail(1))")]
    ) { _, frame, others in
        try frame.appended(others)
    }
}
