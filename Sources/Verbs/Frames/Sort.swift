import Catalog
import Relations
import Values

extension Function {
    static let sort = Function(
        "sort",
        "The rows in another order; equals keep theirs, missing is last.",
        family: .frames,
        effect: .pure,
        takes: Parameter<Frame>("frame", "the frame to read"),
        Parameter<SortKeys>.rest("x", "expressions, or `desc(x)` for the largest first"),
        Parameter("descending", default: false, "whether the largest come first"),
        examples: [
            Example("penguins | sort(desc(body_mass_g), species) | head(3)"),
            Example("penguins | sort(bill_length_mm, descending: true) | head(3)"),
        ]
    ) { _, frame, keys, descending in
        frame.sorted(
            by: keys.all.map { SortKey($0.expression, $0.descending != descending) }
        )
    }.keepingColumns()

    static let desc = Function(
        "desc",
        "A key to sort by, the largest first.",
        family: .columns,
        effect: .pure,
        takes: Parameter<Frame>("frame", "the frame whose rows are sorted"),
        Parameter<RowExpression>("x", "the key"),
        examples: [Example("penguins | sort(desc(body_mass_g)) | head(3)")]
    ) { _, _, expression in
        SortKeys([SortKey(expression, true)])
    }
}
