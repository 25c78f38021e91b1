import Diagnostics
import Relations
import Tables

/// A learned recipe as JSON.
struct StoredRecipe: Codable {
    struct Step: Codable {
        var name: String
        var text: String
        var stages: [StoredStage]
        var facts: [StepFact]
    }

    var text: String
    var formula: String
    var target: StoredPipeline.Column?
    var inputs: [StoredPipeline.Column]
    var steps: [Step]
    var rows: Int

    init(_ recipe: LearnedRecipe) {
        text = recipe.text
        formula = recipe.formula
        target = recipe.target.map { StoredPipeline.Column($0) }
        inputs = recipe.inputs.map { StoredPipeline.Column($0) }
        steps = recipe.steps.map { step in
            Step(
                name: step.name,
                text: step.text,
                stages: step.stages.map { StoredStage($0) },
                facts: step.facts
            )
        }
        rows = recipe.rows
    }

    var recipe: LearnedRecipe {
        get throws {
            let recipe = LearnedRecipe(
                text: text,
                formula: formula,
                target: try target?.column,
                inputs: try inputs.map { try $0.column },
                steps: try steps.map { step in
                    LearnedStep(
                        name: step.name,
                        text: step.text,
                        stages: try step.stages.map { try $0.stage },
                        facts: step.facts
                    )
                },
                rows: rows
            )
            try recipe.checkStages()
            return recipe
        }
    }
}

extension LearnedRecipe {
    /// Refuses what no recipe that was learned has: a stage that reads what was not made before it.
    fileprivate func checkStages() throws(Diagnostic) {
        var known = inputs.map(\.field)
        for stage in stages {
            for column in stage.columns {
                let lost = column.expression.fields.first { !known.contains($0) }
                if let lost {
                    throw .modelCorrupt("a step reads `\(lost.name)`, which none before it makes")
                }
            }
            known = stage.fields
        }
    }
}

extension LearnedRecipe: Codable {
    package init(from decoder: any Decoder) throws {
        self = try StoredRecipe(from: decoder).recipe
    }

    package func encode(to encoder: any Encoder) throws {
        try StoredRecipe(self).encode(to: encoder)
    }
}

/// A stage of a recipe as JSON.
struct StoredStage: Codable {
    var project: [StoredPipeline.Column]

    init(_ stage: RecipeStage) {
        switch stage {
        case .project(let columns): project = columns.map { StoredPipeline.Column($0) }
        }
    }

    var stage: RecipeStage {
        get throws { .project(try project.map { try $0.column }) }
    }
}
