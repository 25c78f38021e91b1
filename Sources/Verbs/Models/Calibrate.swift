import Catalog
import Diagnostics
import Documents
import Kernels
import Learning
import Relations
import Values

extension Function {
    static let calibrate = Function(
        "calibrate",
        "The model with probabilities that come true as often as they say on other rows.",
        family: .models,
        effect: .runs,
        takes: Parameter<Contender>("model", "a model of classes; with folds a learner of them"),
        Parameter<JudgingGround>(
            "frame",
            "rows with the target that the model did not learn from; for a learner folds, whose rows"
                + " it learns from"
        ),
        Parameter(
            "method",
            default: ProbabilityCalibration.Method.isotonic.rawValue,
            "steps that never fall, or Platt's curve, which needs fewer rows",
            in: .choice(ProbabilityCalibration.Method.allCases.map(\.rawValue))
        ),
        Judging.weight,
        examples: [
            Example(
                "logistic(sex ~ body_mass_g) | fit(penguins | filter(year < 2009))"
                    + " | calibrate(penguins | filter(year == 2009))"
            ),
            Example(
                "naive_bayes(sex ~ . - year) | calibrate(penguins | folds(5), method: \"sigmoid\")"
            ),
        ]
    ) { context, contender, ground, method, weight -> FittedPipeline in
        let method = ProbabilityCalibration.Method(rawValue: method) ?? .isotonic
        let request = CalibrationRequest(context: context, method: method, weight: weight)
        if let weight, case .folds = ground { throw Diagnostic.weightOfFolds(weight, context) }
        do {
            switch (contender, ground) {
            case (.model(let model), .rows(let frame)):
                return try request.calibrated(model, by: frame)
            case (.learner(let learner), .folds(let folds)):
                return try request.fitted(learner, on: folds)
            case (.model(let model), .folds):
                throw Diagnostic(
                    "calibrate.folds",
                    "the model has learned already, perhaps from the test rows of the folds",
                    hints: ["\(model.learner.name)(…) | calibrate(folds)", "calibrate(valid)"]
                )
            case (.learner(let learner), .rows):
                throw Diagnostic(
                    "calibrate.folds",
                    "`\(learner.description.name)` has learned nothing yet",
                    hints: ["calibrate(train | folds(5))", "fit(train) | calibrate(valid)"]
                )
            }
        } catch let fault as Diagnostic {
            throw fault.located(at: context.span(of: "frame"))
        }
    }
}

/// A call of `calibrate`.
private struct CalibrationRequest {
    let context: CallContext
    let method: ProbabilityCalibration.Method
    let weight: RowExpression?

    /// By rows that the model did not learn from.
    func calibrated(_ model: FittedPipeline, by frame: Frame) throws -> FittedPipeline {
        try requireClasses(model.task, model.target.name)
        let judging = Judging(context: context, frame: frame)
        // What was calibrated before is calibrated from the start.
        let plain = model.calibrated(by: nil)
        let scored = try judging.scored(plain, weight: weight)
        judging.note(weight: weight)
        try judging.warn(
            of: plain,
            scored,
            "calibrate.training",
            "it is surer of them than of others"
        )
        let calibrated = plain.calibrated(by: try ProbabilityCalibration(method, fitting: scored))
        noteFewRows(scored.count)
        if model.threshold != calibrated.threshold {
            context.notes.note(
                "the threshold of \(NumberFormat(digits: 4).string(model.threshold)) was one of"
                    + " other probabilities, and is \(calibrated.threshold) again:"
                    + " `threshold` chooses anew"
            )
        }
        judging.noteLook(model)
        return calibrated.chosen(.calibration, by: frame, RowsMemory(scored.digests))
    }

    /// By what models of the folds gave for rows that they did not learn from; the model itself
    /// learns from all rows.
    func fitted(_ learner: LearnerValue, on folds: Learning.Folds) throws -> FittedPipeline {
        context.warnOfLearning(from: folds.rows)
        let name = learner.description.name
        let found = try FoldJudging(context: context, folds: folds, parameter: "frame")
            .found([(name, learner)])[0]
        try requireClasses(found.task, found.target)
        let curve = try found.calibration(method)
        noteFewRows(curve.rows)
        context.work.progress.report("fitting \(name)")
        let model = try Fitting(engine: try context.engine, work: context.work)
            .fit(learner, to: folds.rows, weight: folds.weight, settingApart: true).pipeline
        return model.calibrated(by: curve)
    }

    private func requireClasses(_ task: LearningTask, _ target: String) throws(Diagnostic) {
        guard task == .regression else { return }
        throw Diagnostic(
            "calibrate.task",
            "`\(target)` is a number, and predictions of it are no probabilities",
            at: context.span(of: "model"),
            hints: ["\(target) > 0 ~ ."]
        )
    }

    private func noteFewRows(_ rows: Int) {
        guard method == .isotonic, rows < 1000 else { return }
        context.notes.note(
            "steps follow \(rows) rows closely: with fewer than some 1,000"
                + " `method: \"sigmoid\"` is often better"
        )
    }
}
