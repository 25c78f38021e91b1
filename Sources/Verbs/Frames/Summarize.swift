import Catalog
import Diagnostics
import Relations
import Values

extension Function {
    static let summarize = Function(
        "summarize",
        "One row a group, made of reductions; sorted by the groups' keys.",
        family: .frames,
        effect: .pure,
        takes: Parameter<Frame>("frame", "the frame to read"),
        Parameter<Reductions>.rest("columns", "`name = reduction`"),
        Parameter(
            "by",
            default: Grouping(),
            "columns, or `[name = expression]`, that make the groups"
        ),
        examples: [
            Example("penguins | summarize(n = count(), mass = mean(body_mass_g), by: species)"),
            Example("penguins | summarize(heaviest = max(body_mass_g))"),
        ]
    ) { context, frame, columns, by in
        let made = Set(columns.all.map(\.name))
        if let key = by.all.first(where: { made.contains($0.name) }) {
            throw Diagnostic(
                "column.repeated",
                "`\(key.name)` is a group and a column",
                at: context.span(of: "columns"),
                hints: ["another name for the column"]
            )
        }
        return frame.summarized(columns.all, by: by.all)
    }
}
