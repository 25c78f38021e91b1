import Catalog
import Diagnostics
import Learning
import Relations
import Tables
import Values

extension Function {
    static let select = Function(
        "select",
        "Only these columns, in this order; new ones may be among them.",
        family: .frames,
        effect: .pure,
        takes: Parameter<Frame>("frame", "a frame, or a recipe that it becomes a step of"),
        Parameter<Selection>.rest(
            "cols",
            "names, `first..last`, `columns(…)`, or `new = expression`"
        ),
        examples: [
            Example("penguins | select(species, bill_length_mm..body_mass_g) | head(2)"),
            Example("penguins | select(species, kg = body_mass_g / 1000) | head(2)"),
        ]
    ) { context, frame, columns in
        try Uniqueness.check(columns.all.map(\.name), at: context.span(of: "cols"))
        let window = Window()
        return frame.projected(
            columns.all.map { NamedExpression($0.name, $0.expression.over(window)) }
        )
    }.inRecipes()

    static let drop = Function(
        "drop",
        "All columns but these.",
        family: .frames,
        effect: .pure,
        takes: Parameter<Frame>("frame", "a frame, or a recipe that it becomes a step of"),
        Parameter<ColumnNames>.rest("cols", "names, `first..last` or `columns(…)`"),
        examples: [Example("penguins | drop(year, sex) | head(2)")]
    ) { context, frame, columns in
        let dropped = Set(columns.all)
        let kept = frame.schema.names.filter { !dropped.contains($0) }
        guard !kept.isEmpty else {
            throw Diagnostic(
                "frame.empty",
                "no column is left",
                at: context.span(of: "cols"),
                "all of them"
            )
        }
        return frame.keeping(kept)
    }.inRecipes()

    static let rename = Function(
        "rename",
        "The same columns, some under new names.",
        family: .frames,
        effect: .pure,
        takes: Parameter<Frame>("frame", "a frame, or a recipe that it becomes a step of"),
        Parameter<Renamings>.rest("columns", "`new = old`"),
        examples: [Example("penguins | rename(mass = body_mass_g) | head(2)")]
    ) { context, frame, renamings in
        let columns = frame.schema.fields.map { field in
            let new = renamings.all.last { $0.old == field.name }?.new ?? field.name
            return NamedExpression(new, .column(field.name, field.type))
        }
        do throws(Diagnostic) {
            try Uniqueness.check(columns.map(\.name), at: context.span(of: "columns"))
        } catch var error {
            if let taken = renamings.all.first(where: { frame.schema[$0.new] != nil }) {
                error.hints = [
                    "drop(\(taken.new)) before it, or rename(\(taken.new)_2 = \(taken.old))"
                ]
            }
            throw error
        }
        return frame.projected(columns)
    }.inRecipes()
}

/// Column names are unique in a frame.
enum Uniqueness {
    static func check(_ names: [String], at span: SourceSpan) throws(Diagnostic) {
        var seen: Set<String> = []
        for name in names where !seen.insert(name).inserted {
            throw Diagnostic("column.repeated", "`\(name)` is a column twice", at: span)
        }
    }
}
