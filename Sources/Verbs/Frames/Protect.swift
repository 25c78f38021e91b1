import Catalog
import Relations
import Values

extension Function {
    static let protect = Function(
        "protect",
        "The same frame, with columns whose values are shown nowhere: `***` stands for each.",
        family: .frames,
        effect: .pure,
        takes: Parameter<Frame>("frame", "the frame to read"),
        Parameter<ColumnNames>.rest(
            "cols",
            "names, `first..last` or `columns(…)`; what is computed of them is protected too"
        ),
        examples: [
            Example("penguins | protect(body_mass_g) | head(3)"),
            Example("penguins | protect(sex) | count(sex)"),
        ]
    ) { _, frame, columns in frame.marked(columns.all, .protected) }
}
