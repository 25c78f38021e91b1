import Catalog
import Relations
import Values

extension Function {
    static let pull = Function(
        "pull",
        "One column, to reduce it or to look for values in it.",
        family: .frames,
        effect: .pure,
        takes: Parameter<Frame>("frame", "the frame to read"),
        Parameter<ColumnName>("col", "the column"),
        examples: [
            Example("mean(penguins | filter(year == 2008) | pull(body_mass_g))", shows: "a float")
        ]
    ) { _, frame, column -> Value in
        .column(frame.keeping([column.name]))
    }
}
