import Catalog
import Diagnostics
import Learning
import Relations
import Values

extension Function {
    static let fit = Function(
        "fit",
        "A model or a learned recipe, learned from a frame's rows.",
        family: .models,
        effect: .runs,
        takes: Parameter<Learnable>("learner", "a learner with its formula or recipe, or a recipe"),
        Parameter<Frame>("frame", "the rows to learn from"),
        Parameter<RowExpression?>("weight", "how much each row counts"),
        Parameter<Frame?>("valid", "rows by which a learner with `patience:` stops"),
        examples: [
            Example("linear(body_mass_g ~ flipper_length_mm + species) | fit(penguins)"),
            Example("lightgbm(species ~ . - year, trees: 50, min_rows: 5) | fit(penguins)"),
            Example("recipe(species ~ .) | impute() | scale() | fit(penguins)"),
        ]
    ) { context, learnable, frame, weight, valid -> Learned in
        let engine = try context.engine
        do {
            switch learnable {
            case .learner(let learner):
                if let library = learner.learner.library { context.notes.uses(library) }
                let result = try Fitting(engine: engine, work: context.work)
                    .fit(learner, to: frame, weight: weight, stoppingBy: valid)
                for remark in result.remarks { context.notes.note(remark) }
                return .model(result.pipeline)
            case .recipe(let recipe):
                let result = try RecipeLearning(engine: engine, work: context.work)
                    .learn(recipe, from: frame, weight: weight)
                for remark in result.remarks { context.notes.note(remark) }
                return .recipe(result.recipe)
            }
        } catch let faults as Faults {
            // The formula was read where the learner stands, the frame where it is given.
            throw faults.all[0].located(at: context.span(of: "frame"))
        }
    }
}

/// What `fit` takes.
enum Learnable: ShellRepresentable {
    case learner(LearnerValue)
    case recipe(Learning.Recipe)

    static var shellType: ValueType {
        .oneOf([.object(LearnerValue.type), .object(Learning.Recipe.type)])
    }

    init(shell value: Value) throws(Diagnostic) {
        if case .object(let object) = value, let recipe = object as? Learning.Recipe {
            self = .recipe(recipe)
        } else if case .object(let object) = value, let learner = object as? LearnerValue {
            self = .learner(learner)
        } else {
            throw Self.refusal(of: value)
        }
    }

    var shellValue: Value {
        switch self {
        case .learner(let learner): .object(learner)
        case .recipe(let recipe): .object(recipe)
        }
    }
}

/// What `fit` gives.
enum Learned: ShellRepresentable {
    case model(FittedPipeline)
    case recipe(LearnedRecipe)

    static var shellType: ValueType {
        .oneOf([.object(FittedPipeline.type), .object(LearnedRecipe.type)])
    }

    init(shell value: Value) throws(Diagnostic) {
        if case .object(let object) = value, let recipe = object as? LearnedRecipe {
            self = .recipe(recipe)
        } else {
            self = .model(try FittedPipeline(shell: value))
        }
    }

    var shellValue: Value {
        switch self {
        case .model(let model): .object(model)
        case .recipe(let recipe): .object(recipe)
        }
    }
}
