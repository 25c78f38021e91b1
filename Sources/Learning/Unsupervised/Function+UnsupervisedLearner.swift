package import Catalog
import Diagnostics
import Values

/// Every learner without a target as a function: the formula or recipe first, then its settings.
extension Function {
    package init<L: UnsupervisedLearner>(unsupervised: L.Type) {
        let signature = Signature(
            L.name,
            L.summary,
            family: .learners,
            parameters: [
                ParameterSpec(
                    "formula",
                    "the features without a target, `~ . - id`, or a recipe",
                    type: .oneOf([.formula, .object(Recipe.type)])
                )
            ] + L.settings.map(\.spec),
            result: .object(UnsupervisedLearnerValue.type),
            effect: .pure,
            examples: [
                Example("\(L.name)(~ bill_length_mm + body_mass_g + species) | fit(penguins)")
            ]
        )
        self.init(signature) { values, context in
            let learner = try L(settings: values.dropFirst(), context)
            if case .object(let object) = values[0], let recipe = object as? Recipe {
                return .object(
                    UnsupervisedLearnerValue(learner, formula: recipe.formula, recipe: recipe)
                )
            }
            let formula = try Formula(shell: values[0])
            return .object(UnsupervisedLearnerValue(learner, formula: formula))
        }
    }
}
