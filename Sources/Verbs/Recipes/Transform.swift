import Catalog
import Diagnostics
import Learning
import Relations
import Values

extension Function {
    static let transform = Function(
        "transform",
        "The rows as a learned recipe prepares them, with the target where the frame has it.",
        family: .recipes,
        effect: .pure,
        takes: Parameter<LearnedRecipe>("recipe", "a recipe that `fit` gave"),
        Parameter<Frame>("frame", "the rows to prepare"),
        examples: [
            Example("recipe(species ~ .) | scale() | fit(penguins) | transform(penguins) | head(3)")
        ]
    ) { context, recipe, frame in
        do throws(Diagnostic) {
            return try recipe.transformed(frame)
        } catch {
            throw error.located(at: context.span(of: "frame"))
        }
    }
}
