import Documents
import Tables
import Values

extension UnsupervisedPipeline {
    /// What differs in another model that came after this one; nothing where they are equal.
    package func changes(to other: UnsupervisedPipeline) -> [ModelChange] {
        ModelFact.changes(facts, other.facts)
    }

    private var facts: [ModelFact] {
        var facts = [
            ModelFact("model", "learner", learner.name), ModelFact("model", "formula", formula),
        ]
        facts += recipe.map { [ModelFact("model", "recipe", $0.text)] } ?? []
        facts.append(ModelFact("model", "predictions", String(fingerprint.prefix(12))))
        facts += learner.settings.filter { !$0.value.isMissing }
            .map { ModelFact("setting", $0.name, $0.value.words) }
        facts += model.features.map { ModelFact("feature", $0.name, $0.factWords) }
        facts.append(ModelFact("training", "rows", String(training.rows)))
        facts += training.digest.map { [ModelFact("training", "fingerprint", $0)] } ?? []
        facts += training.seed.map { [ModelFact("training", "seed", String($0))] } ?? []
        let format = NumberFormat(digits: 7)
        return facts
            + model.summary.facts.map { name, value in
                ModelFact(
                    "learned",
                    name,
                    value.number.map { format.string($0) } ?? value.factWords
                )
            }
    }
}
