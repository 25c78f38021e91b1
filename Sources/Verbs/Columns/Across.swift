import Catalog
import Relations
import Values

extension Function {
    /// The checker reads it where columns are made, and refuses it elsewhere.
    static let across = Function(
        "across",
        "The same expression for several columns, each being `it`; a record makes several of each.",
        family: .columns,
        effect: .pure,
        takes: Parameter<Frame>("frame", "the frame whose columns are read"),
        Parameter<ColumnNames>("cols", "a column, `first..last`, `columns(…)` or a list of these"),
        Parameter<Derivations>("x", "an expression of `it`, or `{suffix: x}` of several"),
        examples: [
            Example("penguins | summarize(across(columns(\"bill_*\"), mean(it)), by: species)"),
            Example(
                "penguins | derive(across(columns(type: \"float\"), {z: (it - mean(it)) / sd(it)})) | head(2)"
            ),
        ]
    ) { _, _, _, columns in columns }
}
