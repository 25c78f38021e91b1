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
        takes: Parameter<Learnable>(
            "learner",
            "a learner with its formula or recipe, or a recipe; of a model or a learned recipe, that"
                + " which it came from"
        ),
        Parameter<Frame>("frame", "the rows to learn from"),
        Parameter<RowExpression?>("weight", "how much each row counts"),
        Parameter<Frame?>("valid", "rows by which a learner with `patience:` stops"),
        Parameter<String?>("accept", "why a feature that may know the outcome may be used"),
        examples: [
            Example("linear(body_mass_g ~ flipper_length_mm + species) | fit(penguins)"),
            Example("lightgbm(species ~ . - year, trees: 50, min_rows: 5) | fit(penguins)"),
            Example("recipe(species ~ .) | impute() | scale() | fit(penguins)"),
            Example(
                "logistic(dep_delay > 15 ~ distance + dep_time + hour)"
                    + " | fit(flights, accept: \"a test\")"
            ),
        ]
    ) { context, learnable, frame, weight, valid, reason -> Learned in
        let engine = try context.engine
        if let reason, reason.allSatisfy(\.isWhitespace) { throw Diagnostic.noReason(context) }
        context.warnOfLearning(from: frame)
        if let valid { Judging(context: context, frame: valid, parameter: "valid").noteLook(nil) }
        do {
            switch try learnable.unlearned(context) {
            case .learner(let learner):
                for library in learner.libraries { context.notes.uses(library) }
                let result = try Fitting(engine: engine, work: context.work)
                    .fit(
                        learner,
                        to: frame,
                        weight: weight,
                        stoppingBy: valid,
                        accepting: reason
                    )
                for remark in result.remarks { context.notes.note(remark) }
                for warning in result.warnings { context.notes.add(warning) }
                context.tell(suspicionsOf: result.pipeline)
                guard let valid, learner.stopsEarly else {
                    return .model(result.pipeline)
                }
                context.warn(of: valid, stoppingBy: frame, engine)
                return .model(result.pipeline.chosen(.stopping, by: valid, result.stopping))
            case .unsupervised(let learner):
                try context.refuseWithoutTarget(valid: valid != nil)
                let result = try Fitting(engine: engine, work: context.work)
                    .fit(learner, to: frame, weight: weight, accepting: reason)
                for remark in result.remarks { context.notes.note(remark) }
                return .unsupervised(result.pipeline)
            case .recipe(let recipe):
                try context.refuseLearnersOnly(valid: valid != nil, accept: reason != nil)
                let result = try RecipeLearning(engine: engine, work: context.work)
                    .learn(recipe, from: frame, weight: weight)
                for remark in result.remarks { context.notes.note(remark) }
                return .recipe(result.recipe)
            case .model, .unsupervisedModel, .learnedRecipe:
                preconditionFailure("what was learned is taken back")
            }
        } catch let fault as Diagnostic where weight != nil && fault.code == "weight.value" {
            throw fault.located(at: context.span(of: "weight"))
        } catch let faults as Faults {
            // The formula was read where the learner stands, the frame where it is given.
            throw faults.all[0].located(at: context.span(of: "frame"))
        }
    }
}

extension CallContext {
    /// Refuses rows to stop by where nothing tells how good a step was.
    fileprivate func refuseWithoutTarget(valid: Bool) throws(Diagnostic) {
        guard valid else { return }
        throw Diagnostic(
            "argument.surplus",
            "`valid` is for a learner that stops by a target, and this learns without one",
            at: span(of: "valid"),
            hints: ["fit(train)"]
        )
    }

    /// Refuses what only a learner has a use for.
    fileprivate func refuseLearnersOnly(valid: Bool, accept: Bool) throws(Diagnostic) {
        guard let name = accept ? "accept" : valid ? "valid" : nil else { return }
        throw Diagnostic(
            "argument.surplus",
            "`\(name)` is for a learner, and this is a recipe alone",
            at: span(of: name),
            hints: ["logistic(recipe) | fit(train, \(name): …)"]
        )
    }

    /// Says which features may know the outcome, or that they were accepted.
    fileprivate func tell(suspicionsOf model: FittedPipeline) {
        let facts = model.training
        guard facts.acceptance == nil else {
            if facts.suspicions.isEmpty {
                notes.note("no feature was suspected, so that there was nothing to accept")
            }
            for one in facts.suspicions {
                notes.note("accepted: `\(one.feature)`, \(one.evidence)")
            }
            return
        }
        let frame = argumentNames["frame"]?.first.flatMap { $0 } ?? "train"
        for one in facts.suspicions.prefix(5) {
            notes.add(one.warning(of: model.target.name, frame: frame))
        }
        if facts.suspicions.count > 5 {
            notes.note("\(facts.suspicions.count - 5) more features may know the outcome")
        }
    }
}

extension CallContext {
    /// Says so where rows to stop by are among those that are learned from.
    fileprivate func warn(of valid: Frame, stoppingBy frame: Frame, _ engine: any Engine) {
        let sides = TwoSides(training: frame.plan, other: valid, engine: engine, work: work)
        guard sides.relation != .unknown else { return }
        let name = argumentNames["valid"]?.first.flatMap { $0 }.map { " of `\($0)`" } ?? ""
        notes.warn(
            "fit.valid",
            "the rows\(name) that tell when to stop are learned from, too: by them more is always"
                + " better, and it learns them by heart",
            hints: ["train, valid = frame | split(0.8, 0.2)"]
        )
    }
}

extension Diagnostic {
    fileprivate static func noReason(_ context: CallContext) -> Diagnostic {
        Diagnostic(
            "accept.reason",
            "`accept` takes a reason, and this is none",
            at: context.span(of: "accept"),
            hints: ["accept: \"known before departure\""]
        )
    }
}

/// What `fit` gives.
enum Learned: ShellRepresentable {
    case model(FittedPipeline)
    case unsupervised(UnsupervisedPipeline)
    case recipe(LearnedRecipe)

    static var shellType: ValueType {
        .oneOf([.object(FittedPipeline.type), .object(LearnedRecipe.type)])
    }

    init(shell value: Value) throws(Diagnostic) {
        if case .object(let object) = value, let recipe = object as? LearnedRecipe {
            self = .recipe(recipe)
        } else if case .object(let object) = value, let model = object as? UnsupervisedPipeline {
            self = .unsupervised(model)
        } else {
            self = .model(try FittedPipeline(shell: value))
        }
    }

    var shellValue: Value {
        switch self {
        case .model(let model): .object(model)
        case .unsupervised(let model): .object(model)
        case .recipe(let recipe): .object(recipe)
        }
    }
}

extension CallContext {
    /// Says so where what is learned from was held out.
    func warnOfLearning(from frame: Frame) {
        guard !frame.heldOutRows.isEmpty else { return }
        notes.warn(
            "holdout.training",
            "rows that were held out are learned from: nothing is left to judge by",
            hints: ["train, test = frame | split(0.8, 0.2)", "test = test | holdout"]
        )
    }
}
