import Catalog
import Learning
import Values

extension Function {
    static let recipe = Function(
        "recipe",
        "A formula to which steps are piped; `fit` learns them from training rows.",
        family: .recipes,
        effect: .pure,
        takes: Parameter<Formula>("formula", "the target and the columns to prepare"),
        examples: [
            Example("recipe(species ~ . - year) | impute(columns(\"bill_*\")) | scale()"),
            Example("lightgbm(recipe(species ~ .) | scale(), trees: 20) | fit(penguins)"),
        ]
    ) { _, formula in
        Learning.Recipe(formula)
    }
}
