import Catalog
import Explaining
import Relations

extension Function {
    static let audit = Function(
        "audit",
        "Whether an explanation adds up, is what the definition gives, and has background enough.",
        family: .explain,
        effect: .runs,
        takes: Parameter<Explanation>("explanation", "an explanation"),
        examples: [
            Example(
                "lightgbm(body_mass_g ~ . - year, trees: 20) | fit(penguins)"
                    + " | explain(penguins | head(50), background: penguins) | audit"
            )
        ]
    ) { context, explanation in
        Frame(memory: try ExplanationAudit(explanation, in: context.work).table())
    }
}
