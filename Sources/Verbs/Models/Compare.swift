import Catalog
import Diagnostics
import Learning
import Relations
import Values

extension Function {
    static let compare = Function(
        "compare",
        "Models on the same rows, or learners on the same folds: ranked, and told apart.",
        family: .models,
        effect: .runs,
        takes: Parameter<[Contender]>.rest("model", "models of one target, or learners"),
        Parameter<JudgingGround>(
            "on",
            "for models rows that none of them learned from, for learners folds"
        ),
        Parameter<[MetricChoice]>(
            "metric",
            default: [],
            "one metric or a list, a `def` of truth and prediction among them, less of which is"
                + " better; the first of the usual ones if absent",
            in: MetricChoice.domain
        ),
        Parameter<RowExpression?>(
            "weight",
            "how much each row counts, for models; to intervals it is one row all the same"
        ),
        examples: [
            Example(
                "compare(linear(body_mass_g ~ species) | fit(penguins),"
                    + " linear(body_mass_g ~ sex) | fit(penguins), on: penguins)"
            ),
            Example(
                "compare(linear(body_mass_g ~ species), linear(body_mass_g ~ sex),"
                    + " on: penguins | folds(5))"
            ),
        ]
    ) { context, contenders, ground, metrics, weight -> ModelComparison in
        let names = Contender.names(contenders, context)
        switch ground {
        case .rows(let frame):
            return try compared(
                try Contender.models(contenders, context),
                names,
                on: frame,
                by: metrics,
                weight,
                context
            )
        case .folds(let folds):
            if let weight { throw Diagnostic.weightOfFolds(weight, context) }
            let learners = try Contender.learners(contenders, context)
            return try compared(Array(zip(names, learners)), on: folds, by: metrics, context)
        }
    }

    private static func compared(
        _ models: [FittedPipeline],
        _ names: [String],
        on frame: Frame,
        by metrics: [MetricChoice],
        _ weight: RowExpression?,
        _ context: CallContext
    ) throws -> ModelComparison {
        let judging = Judging(context: context, frame: frame, parameter: "on")
        let first = models[0]
        let scores = try context.scores(metrics, for: first.task, weight: weight)
        var candidates: [ModelComparison.Candidate] = []
        let few = judging.fewRows()
        for (name, model) in zip(names, models) {
            judging.warmUp(model, on: few)
            let clock = ContinuousClock()
            let start = clock.now
            let scored = try judging.scored(model, weight: weight)
            let seconds = (clock.now - start) / .seconds(1)
            let cost = try ModelCost(of: model, scoring: scored.count, took: seconds)
            candidates.append(.init(name: name, scored: scored, cost: cost))
        }
        for (model, candidate) in zip(models, candidates) {
            try judging.warn(of: model, candidate.scored)
            try judging.warn(ofChoicesOf: model, candidate.scored)
        }
        if !models.contains(where: { $0.learner.name == Baseline.name }) {
            if let known = models.first(where: { $0.training.origin == nil }) {
                let scored = known.baseline(on: candidates[0].scored)
                candidates.append(.init(name: Baseline.name, scored: scored))
            } else {
                context.notes.note("no baseline: these models learned from rows that are not known")
            }
        }
        return try ModelComparison(
            candidates,
            scores: metrics.isEmpty ? Array(scores.prefix(1)) : scores,
            weight: weight,
            looks: judging.look(models),
            in: context.work
        )
    }

    private static func compared(
        _ learners: [(name: String, learner: LearnerValue)],
        on folds: Learning.Folds,
        by metrics: [MetricChoice],
        _ context: CallContext
    ) throws -> ModelComparison {
        let judging = FoldJudging(context: context, folds: folds, parameter: "on")
        let found = try judging.found(learners)
        for other in found where other.target != found[0].target {
            throw Diagnostic.otherTarget(found[0].target, other.target, context)
        }
        for other in found where other.task != found[0].task {
            throw Diagnostic.otherClasses(found[0].target, found[0].task, other.task, context)
        }
        let scores = try context.scores(metrics, for: found[0].task, weight: folds.weight)
        return ModelComparison(
            Array(zip(learners.map(\.name), found)),
            hasBaseline: learners.contains { $0.learner.description.name == Baseline.name },
            on: folds,
            scores: metrics.isEmpty ? Array(scores.prefix(1)) : scores
        )
    }
}

/// Who is compared.
enum Contender: ShellRepresentable {
    case model(FittedPipeline)
    case learner(LearnerValue)

    static var shellType: ValueType {
        .oneOf([.object(FittedPipeline.type), .object(LearnerValue.type)])
    }

    init(shell value: Value) throws(Diagnostic) {
        if case .object(let object) = value, let learner = object as? LearnerValue {
            self = .learner(learner)
        } else if case .object(let object) = value, object is UnsupervisedLearnerValue {
            self = .learner(try LearnerValue(shell: value))
        } else if case .object(let object) = value,
            object is FittedPipeline || object is UnsupervisedPipeline
        {
            self = .model(try FittedPipeline(shell: value))
        } else {
            throw Self.refusal(of: value)
        }
    }

    var shellValue: Value {
        switch self {
        case .model(let model): .object(model)
        case .learner(let learner): .object(learner)
        }
    }

    private var learnerName: String {
        switch self {
        case .model(let model): model.learner.name
        case .learner(let learner): learner.description.name
        }
    }

    /// All as models of one target; learners have to be fitted first.
    static func models(
        _ contenders: [Contender],
        _ context: CallContext
    )
        throws(Diagnostic) -> [FittedPipeline]
    {
        var models: [FittedPipeline] = []
        for contender in contenders {
            guard case .model(let model) = contender else {
                throw Diagnostic(
                    "compare.learner",
                    "a learner is judged on folds, or by what it learned",
                    at: context.span(of: "model"),
                    hints: ["on: train | folds(5)", "\(contender.learnerName)(…) | fit(train)"]
                )
            }
            models.append(model)
        }
        guard let first = models.first else {
            throw .nobody(context, "compare(plain, boosted, on: test)")
        }
        for model in models.dropFirst() where model.target != first.target {
            guard model.target.column == first.target.column else {
                throw .otherTarget(first.target.name, model.target.name, context)
            }
            throw .otherClasses(first.target.name, first.task, model.task, context)
        }
        return models
    }

    /// All as learners; what a model learned may be from the test rows of folds.
    static func learners(
        _ contenders: [Contender],
        _ context: CallContext
    )
        throws(Diagnostic) -> [LearnerValue]
    {
        var learners: [LearnerValue] = []
        for contender in contenders {
            guard case .learner(let learner) = contender else {
                throw Diagnostic(
                    "compare.model",
                    "a model has learned already, and folds have each learner learn anew",
                    at: context.span(of: "model"),
                    hints: ["\(contender.learnerName)(…), without `| fit(…)`", "on: test"]
                )
            }
            learners.append(learner)
        }
        guard !learners.isEmpty else {
            throw .nobody(context, "compare(linear(y ~ x), lightgbm(y ~ x), on: train | folds(5))")
        }
        return learners
    }

    /// The variables that hold them, learners' names where there is none; repeated ones are
    /// numbered.
    static func names(_ contenders: [Contender], _ context: CallContext) -> [String] {
        let given = context.argumentNames["model"] ?? []
        var seen: [String: Int] = [:]
        return contenders.enumerated().map { index, contender in
            let variable = given.count == contenders.count ? given[index] : nil
            let name = variable ?? contender.learnerName
            seen[name, default: 0] += 1
            let count = seen[name, default: 1]
            return count == 1 ? name : "\(name)_\(count)"
        }
    }
}

extension Diagnostic {
    fileprivate static func nobody(_ context: CallContext, _ hint: String) -> Diagnostic {
        Diagnostic(
            "compare.models",
            "there is no model to compare",
            at: context.span,
            hints: [hint]
        )
    }

    /// Folds say themselves how much a row counts, so that learners learn by it, too.
    static func weightOfFolds(
        _ weight: RowExpression,
        _ context: CallContext
    ) -> Diagnostic {
        Diagnostic(
            "argument.surplus",
            "`weight` does not go with folds, which have their own",
            at: context.span(of: "weight"),
            hints: ["folds(5, weight: \(weight.text))"]
        )
    }

    /// Models of one column that do not know the same classes, or not in the same order.
    static func otherClasses(
        _ name: String,
        _ one: LearningTask,
        _ other: LearningTask,
        _ context: CallContext,
        _ parameter: String = "model"
    ) -> Diagnostic {
        let span = context.span(of: parameter)
        guard case .binary(_, let positive) = one, case .binary(_, let another) = other,
            Set(one.labels) == Set(other.labels)
        else {
            return Diagnostic(
                "compare.target",
                "the models know other classes of `\(name)`: \(one.listed), and \(other.listed)",
                at: span,
                hints: ["fit them on the same rows"]
            )
        }
        return Diagnostic(
            "compare.target",
            "of `\(name)` one model takes \(positive) for the positive class, and another "
                + "\(another)",
            at: span,
            hints: ["positive: \"\(positive)\" for both"]
        )
    }

    static func otherTarget(
        _ one: String,
        _ other: String,
        _ context: CallContext,
        _ parameter: String = "model"
    ) -> Diagnostic {
        Diagnostic(
            "compare.target",
            "one model predicts `\(one)` and another `\(other)`",
            at: context.span(of: parameter),
            hints: ["models of one target, and of the same classes, can be compared"]
        )
    }
}
