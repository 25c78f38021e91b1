package import Catalog
import Diagnostics
import Tables
import Values

/// Every learner as a function: the formula or recipe first, then its settings by name.
extension Function {
    package init<L: Learner>(learner: L.Type) {
        let hasClasses = L.supports(.binary(negative: "a", positive: "b"))
        let signature = Signature(
            L.name,
            L.summary,
            family: .learners,
            parameters: [Function.formula] + L.settings.map(\.spec)
                + (hasClasses ? [Function.positive] : []),
            result: .object(LearnerValue.type),
            effect: .pure,
            examples: [
                Example(
                    hasClasses
                        ? "\(L.name)(species ~ bill_length_mm + body_mass_g) | fit(penguins)"
                        : "\(L.name)(body_mass_g ~ flipper_length_mm + species) | fit(penguins)"
                )
            ]
        )
        self.init(signature) { values, context in
            let learner = try L(settings: values.dropFirst(), context)
            let positive =
                hasClasses ? try Scalar?(shell: values[values.count - 1]) : nil
            if case .object(let object) = values[0], let recipe = object as? Recipe {
                return .object(LearnerValue(learner, recipe: recipe, positive: positive))
            }
            return .object(
                LearnerValue(learner, formula: try Formula(shell: values[0]), positive: positive)
            )
        }
    }

    private static let formula = ParameterSpec(
        "formula",
        "the target and the features, `late ~ . - id`, or a recipe",
        type: .oneOf([.formula, .object(Recipe.type)])
    )

    private static let positive = ParameterSpec(
        "positive",
        "the class that predictions are the probability of; the last in order if absent",
        type: .cell,
        standard: .missing
    )
}

extension Parameterized {
    /// With the values of a call in the order of its settings; a refusal is told where it stands.
    init(settings values: ArraySlice<Value>, _ context: CallContext) throws(Diagnostic) {
        self.init()
        for (setting, value) in zip(Self.settings, values) {
            do throws(Diagnostic) {
                try setting.write(value, to: &self)
            } catch {
                throw error.located(at: context.span(of: setting.spec.name))
            }
        }
    }
}
