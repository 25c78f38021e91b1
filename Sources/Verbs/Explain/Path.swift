import Catalog
import Diagnostics
import Documents
import Explaining
import Learning
import Relations
import Tables
import Values

extension Function {
    static let path = Function(
        "path",
        "The way of one row through each tree of a model: at every split the condition that it meets, "
            + "its value, and where it went; in the last row of a tree what its leaf adds.",
        family: .explain,
        effect: .runs,
        takes: Parameter<FittedPipeline>("model", "a model of trees"),
        Parameter<Frame>("frame", "rows, of which one is taken"),
        Parameter<Int?>(
            "row",
            "which row, from 1, or from the end if negative; the only one if absent"
        ),
        examples: [
            Example(
                "tree(species ~ . - year, depth: 3) | fit(penguins) | path(penguins, row: 1)"
            ),
            Example(
                "lightgbm(body_mass_g ~ . - year, trees: 5) | fit(penguins)"
                    + " | path(penguins, row: 4) | filter(leaf is not missing)"
            ),
        ]
    ) { context, model, frame, row -> Frame in
        let request = ExplainRequest(context: context, model: model)
        _ = try request.located("model") { try TreePaths.trees(of: model) }
        let builder = ExplanationBuilder(
            model,
            try request.players(NamedValues()),
            in: context.work
        )
        let count = try Int(context.engine.count(frame.plan, in: context.work))
        // A frame without rows is refused by who reads it.
        let place =
            count == 0
            ? 0
            : try request.located("row") {
                try RowChoice.position(of: row, among: count, of: "the frame")
            }
        let presentation = Presentation(context)
        let paths = try request.located("frame") {
            try TreePaths(
                through: model,
                builder.features(of: frame, row: place, by: context.engine),
                words: CellWords { presentation.cell($0) },
                in: context.work
            )
        }
        paths.remark(in: context, on: model)
        return Frame(memory: try paths.table())
    }
}

extension TreePaths {
    /// What the leaves add up to, and whose numbers stand in the conditions.
    fileprivate func remark(in context: CallContext, on model: FittedPipeline) {
        if margins.count == 1 {
            let sum = NumberFormat().string(margins[0])
            let quantity = OutputWords(ofMargin: model).quantity
            context.notes.note("the leaves add up to \(sum), \(quantity)")
        } else {
            context.notes.note("the leaves of a class add up to its margin")
        }
        if model.recipe != nil {
            context.notes.note("conditions and values are those that the recipe makes")
        }
    }
}
