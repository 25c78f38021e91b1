import Diagnostics
package import Relations
package import Tables

/// A recipe with all that it learned: the same preparation for any rows.
package struct LearnedRecipe: Sendable {
    /// The recipe as typed.
    package let text: String
    package let formula: String
    /// What was to be learned, over the frame's columns; nil where there was nothing.
    package let target: NamedExpression?
    /// The features of the formula, over the frame's columns.
    package let inputs: [NamedExpression]
    package let steps: [LearnedStep]
    /// How many rows it learned from.
    package let rows: Int

    package init(
        text: String,
        formula: String,
        target: NamedExpression?,
        inputs: [NamedExpression],
        steps: [LearnedStep],
        rows: Int
    ) {
        self.text = text
        self.formula = formula
        self.target = target
        self.inputs = inputs
        self.steps = steps
        self.rows = rows
    }

    var stages: [RecipeStage] { steps.flatMap(\.stages) }

    /// The features that it gives.
    package var fields: [Field] { stages.last?.fields ?? inputs.map(\.field) }

    /// The columns of a frame that a feature comes from, in the order of the formula.
    package func sources(of feature: String) -> [String] {
        var names: Set = [feature]
        for stage in stages.reversed() {
            let before = stage.sources.filter { names.contains($0.name) }
            names = Set(before.flatMap(\.columns))
        }
        var found: [String] = []
        for input in inputs where names.contains(input.name) {
            for field in input.expression.fields where !found.contains(field.name) {
                found.append(field.name)
            }
        }
        return found
    }
}

/// A step with what it learned.
package struct LearnedStep: Sendable {
    package let name: String
    /// As it was typed.
    package let text: String
    package let stages: [RecipeStage]
    package let facts: [StepFact]

    package init(name: String, text: String, stages: [RecipeStage], facts: [StepFact]) {
        self.name = name
        self.text = text
        self.stages = stages
        self.facts = facts
    }
}
