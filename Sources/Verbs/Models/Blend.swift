import Catalog
import Diagnostics
import Kernels
import Learning
import Relations
import Values

extension Function {
    static let blend = Function(
        "blend",
        "Several models as one, which predicts their weighted mean; its weights given, or found on folds.",
        family: .models,
        effect: .pure,
        takes: Parameter<[Contender]>.rest("model", "models of one target, or learners"),
        Parameter<[Double]>(
            "weights",
            default: [],
            "how much each counts, whatever they add up to; all alike if absent"
        ),
        Parameter<JudgingGround?>(
            "on",
            "by which the weights are found: for learners folds, for models rows that none of them"
                + " learned from"
        ),
        examples: [
            Example(
                "blend(linear(body_mass_g ~ species + sex), tree(body_mass_g ~ . - year),"
                    + " on: penguins | folds(5))"
            ),
            Example(
                "blend(logistic(sex ~ body_mass_g), naive_bayes(sex ~ .), weights: [2, 1])"
                    + " | fit(penguins)"
            ),
        ]
    ) { context, contenders, weights, ground -> Contender in
        try BlendRequest(context: context, contenders: contenders, weights: weights).run(ground)
    }.effect { values in
        // Learners that are put together learn nothing yet.
        guard case .list(let all) = values[0], values[2].isMissing else { return .runs }
        return all.allSatisfy { $0.type == LearnerValue.shellType } ? .pure : .runs
    }
}

/// A call of `blend`: its arguments, held to each other before anything runs.
private struct BlendRequest {
    let context: CallContext
    let contenders: [Contender]
    /// None where all count alike, or the best are to be found.
    let weights: [Double]

    func run(_ ground: JudgingGround?) throws -> Contender {
        guard contenders.count > 1 else { throw Diagnostic.blendOfOne(context) }
        let (models, learners) = try sides()
        guard let ground else {
            let weights = try checkedWeights()
            guard learners.isEmpty else {
                return .learner(LearnerValue(blending: try parts(learners, weights)))
            }
            return .model(try located { try Blending(models).weighted(weights) }.looking(context))
        }
        guard weights.isEmpty else { throw Diagnostic.weightsTwice(context) }
        switch ground {
        case .folds(let folds):
            guard models.isEmpty else { throw Diagnostic.learnedBefore(models[0], context) }
            return .model(try stacked(learners, on: folds))
        case .rows(let frame):
            guard learners.isEmpty else { throw Diagnostic.notLearned(learners[0], context) }
            return .model(try weighted(models, on: frame))
        }
    }

    /// All as models, or all as learners, each under its name.
    private func sides() throws(Diagnostic) -> (
        models: [(name: String, pipeline: FittedPipeline)],
        learners: [(name: String, learner: LearnerValue)]
    ) {
        var models: [(name: String, pipeline: FittedPipeline)] = []
        var learners: [(name: String, learner: LearnerValue)] = []
        for (name, contender) in zip(Contender.names(contenders, context), contenders) {
            switch contender {
            case .model(let model): models.append((name, model))
            case .learner(let learner): learners.append((name, learner))
            }
        }
        if let model = models.first, let learner = learners.first {
            throw .blendOfBoth(model, learner, context)
        }
        return (models, learners)
    }

    private func checkedWeights() throws(Diagnostic) -> [Double] {
        guard !weights.isEmpty else { return contenders.map { _ in 1 } }
        let reason: String
        if weights.count != contenders.count {
            reason =
                "there are \(contenders.count) models, and \(weights.count) "
                + (weights.count == 1 ? "weight" : "weights")
        } else if let weight = weights.first(where: { !($0 >= 0 && $0.isFinite) }) {
            reason = "\(weight) is no weight: a number from 0 on was expected"
        } else if weights.allSatisfy({ $0 == 0 }) {
            reason = "every weight is zero, so that no model counts"
        } else {
            return weights
        }
        let equal = contenders.map { _ in "1" }.joined(separator: ", ")
        throw Diagnostic(
            "blend.weights",
            reason,
            at: context.span(of: "weights"),
            hints: ["weights: [\(equal)]"]
        )
    }

    private func parts(
        _ learners: [(name: String, learner: LearnerValue)],
        _ weights: [Double]
    ) throws -> [BlendPart] {
        zip(learners, weights).map { one, weight in
            BlendPart(name: one.name, weight: weight, learner: one.learner)
        }
    }

    /// Out-of-fold predictions of each learner give the weights; then those that count learn from all
    /// rows.
    private func stacked(
        _ learners: [(name: String, learner: LearnerValue)],
        on folds: Learning.Folds
    ) throws -> FittedPipeline {
        context.warnOfLearning(from: folds.rows)
        let found = try FoldJudging(context: context, folds: folds, parameter: "on").found(learners)
        for (one, other) in zip(learners, found)
        where other.target != found[0].target || other.task != found[0].task {
            throw Diagnostic.otherOutcome(
                (learners[0].name, found[0].target),
                (one.name, other.target),
                context
            )
        }
        return try located("on") {
            let search = try BlendSearch(
                SideBySide(found),
                "out of fold",
                learners.map(\.name),
                in: context.work
            )
            var models: [(name: String, pipeline: FittedPipeline)] = []
            for place in search.kept {
                let (name, learner) = learners[place]
                context.work.progress.report("fitting \(name)")
                let fitting = Fitting(engine: try context.engine, work: context.work)
                let result = try fitting.fit(
                    learner,
                    to: folds.rows,
                    weight: folds.weight,
                    settingApart: true
                )
                models.append((name, result.pipeline))
            }
            return try Blending(models).weighted(search)
        }
    }

    /// Rows that none of the models learned from give the weights.
    private func weighted(
        _ models: [(name: String, pipeline: FittedPipeline)],
        on frame: Frame
    ) throws -> FittedPipeline {
        let blending = try located { try Blending(models) }
        let judging = Judging(context: context, frame: frame, parameter: "on")
        for (name, model) in models where try judging.knowsRows(model) {
            throw Diagnostic.learnedFrom(name, context)
        }
        let scored = try models.map { try judging.scored($0.pipeline) }
        for (one, rows) in zip(models, scored) { try judging.warn(of: one.pipeline, rows) }
        for one in models { judging.noteLook(one.pipeline) }
        guard scored[0].count > 0 else { throw Diagnostic.nothingToJudge }
        let blend = try located("on") {
            try blending.weighted(by: SideBySide(scored), "on rows apart", in: context.work)
        }
        // Digests are of the features of one model: of the first that has a weight.
        let first = blend.blended.first?.pipeline.learnedFingerprint
        let memory = zip(models, scored).first { $0.0.pipeline.learnedFingerprint == first }
        return blend.looking(context)
            .chosen(.weights, by: frame, memory.map { RowsMemory($0.1.digests) })
    }

    private func located<Result>(
        _ parameter: String = "model",
        _ body: () throws -> Result
    ) throws
        -> Result
    {
        do {
            return try body()
        } catch let fault as Diagnostic {
            throw fault.located(at: context.span(of: parameter))
        }
    }
}

extension Judging {
    /// Whether a model, or one that it blends, learned from some of the rows, as far as plans tell.
    fileprivate func knowsRows(_ model: FittedPipeline) throws -> Bool {
        try model.learnedApart.contains { try sides(of: $0)?.relation ?? .unknown != .unknown }
    }
}

extension FittedPipeline {
    /// The blend, which was looked at as often as the model that was looked at most.
    fileprivate func looking(_ context: CallContext) -> FittedPipeline {
        let counts = blended.map { context.looks.count(by: $0.pipeline.learnedFingerprint) }
        return looking(times: counts.max() ?? 0)
    }
}

extension Diagnostic {
    fileprivate static func blendOfOne(_ context: CallContext) -> Diagnostic {
        Diagnostic(
            "blend.models",
            "two models or more are blended",
            at: context.span(of: "model"),
            hints: ["blend(plain, boosted)", "blend(linear(y ~ .), lightgbm(y ~ .)) | fit(train)"]
        )
    }

    fileprivate static func blendOfBoth(
        _ model: (name: String, pipeline: FittedPipeline),
        _ learner: (name: String, learner: LearnerValue),
        _ context: CallContext
    ) -> Diagnostic {
        Diagnostic(
            "blend.models",
            "`\(model.name)` has learned, and `\(learner.name)` has not",
            at: context.span(of: "model"),
            hints: [
                "\(learner.learner.description.name)(…) | fit(train)",
                "\(model.pipeline.learner.name)(…), without `| fit(…)`",
            ]
        )
    }

    fileprivate static func weightsTwice(_ context: CallContext) -> Diagnostic {
        Diagnostic(
            "argument.surplus",
            "the weights are given, and `on` is there to find them",
            at: context.span(of: "on"),
            hints: ["blend(…, weights: …)", "blend(…, on: …)"]
        )
    }

    fileprivate static func learnedBefore(
        _ model: (name: String, pipeline: FittedPipeline),
        _ context: CallContext
    ) -> Diagnostic {
        Diagnostic(
            "blend.learned",
            "`\(model.name)` has learned already, perhaps from the test rows of the folds",
            at: context.span(of: "model"),
            hints: ["\(model.pipeline.learner.name)(…), without `| fit(…)`", "on: valid"]
        )
    }

    fileprivate static func notLearned(
        _ learner: (name: String, learner: LearnerValue),
        _ context: CallContext
    ) -> Diagnostic {
        Diagnostic(
            "blend.learned",
            "`\(learner.name)` has learned nothing yet: learners are blended on folds",
            at: context.span(of: "on"),
            hints: ["on: train | folds(5)", "\(learner.learner.description.name)(…) | fit(train)"]
        )
    }

    fileprivate static func learnedFrom(_ name: String, _ context: CallContext) -> Diagnostic {
        Diagnostic(
            "blend.training",
            "`\(name)` learned from rows of these: by them its weight would be too large",
            at: context.span(of: "on"),
            hints: [
                "train, valid = frame | split(0.8, 0.2)", "on: train | folds(5), with learners",
            ]
        )
    }

    fileprivate static func otherOutcome(
        _ first: (name: String, target: String),
        _ other: (name: String, target: String),
        _ context: CallContext
    ) -> Diagnostic {
        Diagnostic(
            "blend.target",
            "`\(first.name)` predicts `\(first.target)`, and `\(other.name)` predicts `\(other.target)`"
                + " or other classes of it: there is no mean of the two",
            at: context.span(of: "model"),
            hints: ["learners of one target, and of the same classes, can be blended"]
        )
    }
}
