import Catalog
import Diagnostics
import Documents
import Learning
import Tables
import Values

/// What `fit` takes: what is to learn, or what learned once and is to learn anew.
enum Learnable: ShellRepresentable {
    case learner(LearnerValue)
    case recipe(Learning.Recipe)
    case model(FittedPipeline)
    case learnedRecipe(LearnedRecipe)
    /// The same without a target.
    case unsupervised(UnsupervisedLearnerValue)
    case unsupervisedModel(UnsupervisedPipeline)

    static var shellType: ValueType {
        .oneOf([
            .object(LearnerValue.type), .object(Learning.Recipe.type),
            .object(FittedPipeline.type), .object(LearnedRecipe.type),
        ])
    }

    init(shell value: Value) throws(Diagnostic) {
        guard case .object(let object) = value else { throw Self.refusal(of: value) }
        switch object {
        case let learner as LearnerValue: self = .learner(learner)
        case let recipe as Learning.Recipe: self = .recipe(recipe)
        case let model as FittedPipeline: self = .model(model)
        case let recipe as LearnedRecipe: self = .learnedRecipe(recipe)
        case let learner as UnsupervisedLearnerValue: self = .unsupervised(learner)
        case let model as UnsupervisedPipeline: self = .unsupervisedModel(model)
        case is Tuning: throw Self.refusal(of: value).hinting("tuned.best | fit(train)")
        default: throw Self.refusal(of: value)
        }
    }

    var shellValue: Value {
        switch self {
        case .learner(let learner): .object(learner)
        case .recipe(let recipe): .object(recipe)
        case .model(let model): .object(model)
        case .learnedRecipe(let recipe): .object(recipe)
        case .unsupervised(let learner): .object(learner)
        case .unsupervisedModel(let model): .object(model)
        }
    }

    /// The learner or the recipe that this came from, made anew from what is kept of it.
    func unlearned(_ context: CallContext) throws -> Learnable {
        let text: String
        switch self {
        case .learner, .recipe, .unsupervised: return self
        case .model(let model):
            text = model.learnerText
            context.note(leftBehind: model)
        case .unsupervisedModel(let model): text = model.learnerText
        case .learnedRecipe(let recipe): text = recipe.text
        }
        do {
            return try Learnable(shell: context.services[RecordedTextKey.self](text, context))
        } catch let fault as Diagnostic {
            throw fault.located(at: context.span(of: "learner"))
        }
    }
}

extension CallContext {
    /// Says what was set on a model and does not go to the one that learns anew: it was chosen for
    /// other probabilities.
    fileprivate func note(leftBehind model: FittedPipeline) {
        var (parts, hints): ([String], [String]) = ([], [])
        if model.calibration != nil {
            parts.append("calibration")
            hints.append("… | calibrate(valid)")
        }
        if model.threshold != FittedPipeline.plainThreshold {
            parts.append("threshold of \(NumberFormat(digits: 4).string(model.threshold))")
            hints.append("… | threshold(\(NumberFormat(digits: 4).string(model.threshold)))")
        }
        if let conformal = model.conformal {
            parts.append("bounds")
            hints.append("… | conformal(valid, coverage: \(conformal.coverage))")
        }
        guard !parts.isEmpty else { return }
        notes.note(
            "the model's \(parts.joined(separator: " and its ")) did not come along, as"
                + " \(parts.count == 1 ? "it was" : "they were") chosen for what it predicted before",
            hints: hints
        )
    }
}

extension FittedPipeline {
    /// The learner that it came from, as it would be typed; of a blend all learners, which keep
    /// their weights.
    fileprivate var learnerText: String {
        guard blended.isEmpty else {
            let parts = blended.map(\.pipeline.learnerText).joined(separator: ", ")
            let weights = Value.list(blended.map { .float($0.weight) }).words
            return "blend(\(parts), weights: \(weights))"
        }
        return learner.call([recipe?.text ?? formula] + (positiveText.map { [$0] } ?? []))
    }

    /// Of two classes the one that predictions are the probability of.
    private var positiveText: String? {
        guard case .binary(_, let positive) = task else { return nil }
        return "positive: " + (target.type.isTextual ? Value.text(positive).words : positive)
    }
}
