import Diagnostics
import Documents
package import Kernels
package import Relations

/// A learner fitted on the training rows of every fold, and judged by the test rows.
package struct CrossValidation: Sendable {
    /// What came of one fold.
    package struct Outcome: Sendable {
        package var scored: Scored
        /// What `baseline` would have made of the same rows.
        package var baseline: Scored
        package var cost: ModelCost
    }

    package let outcomes: [Outcome]
    package let task: LearningTask
    package let target: String
    /// What fits had to say, each once, and of the first what was suspected.
    package let remarks: [String]
    package let suspicions: [LeakSuspicion]

    /// Fits and judges; a fault says in which fold it happened.
    ///
    /// A recipe is learned anew from each fold's training rows, and a part of these tells a learner
    /// with `patience:` when to stop.
    package init(
        _ learner: LearnerValue,
        on folds: Folds,
        engine: any Engine,
        in work: WorkContext,
        done: (_ fold: Int) -> Void = { _ in }
    ) throws {
        var outcomes: [Outcome] = []
        var remarks = learner.stopsEarly ? [FoldFacts.stopping] : []
        var first: FittedPipeline?
        for (place, fold) in folds.folds.enumerated() {
            try work.cancellation.check()
            do {
                let result = try Fitting(engine: engine, work: work)
                    .fit(learner, to: fold.train, weight: folds.weight, settingApart: true)
                let model = result.pipeline
                if let first, first.target != model.target {
                    throw Diagnostic(
                        "folds.classes",
                        "the training rows have other classes of `\(model.target.name)` than those of the first fold",
                        hints: ["stratify: \(model.target.name)"]
                    )
                }
                first = first ?? model
                for remark in result.remarks where !remarks.contains(remark) {
                    remarks.append(remark)
                }
                outcomes.append(try Self.outcome(model, fold, folds.weight, engine, work))
            } catch let fault as Diagnostic {
                throw fault.inFold(place + 1, of: folds.count)
            }
            done(place + 1)
        }
        guard let first else { throw Diagnostic.emptyFold(folds.count) }
        self.outcomes = outcomes
        self.remarks = remarks
        task = first.task
        target = first.target.name
        suspicions = first.training.suspicions
    }

    private static func outcome(
        _ model: FittedPipeline,
        _ fold: Folds.Fold,
        _ weight: RowExpression?,
        _ engine: any Engine,
        _ work: WorkContext
    ) throws -> Outcome {
        let clock = ContinuousClock()
        let start = clock.now
        let scored = try model.scored(fold.test, weight: weight, engine: engine, in: work)
        let seconds = (clock.now - start) / .seconds(1)
        guard scored.count > 0 else { throw Diagnostic.nothingToJudge }
        return Outcome(
            scored: scored,
            baseline: model.baseline(on: scored),
            cost: try ModelCost(of: model, scoring: scored.count, took: seconds)
        )
    }

    /// A measure's value in each fold.
    package func values(_ score: Score) -> [Double] { outcomes.map { score.value($0.scored) } }

    /// Its rows that were judged, those of repetitions counted again.
    package var rows: Int { outcomes.reduce(0) { $0 + $1.scored.count } }
    package var droppedRows: Int { outcomes.reduce(0) { $0 + $1.scored.droppedRows } }
    /// The mean of its folds.
    package var cost: ModelCost { ModelCost(meanOf: outcomes.map(\.cost)) }
}

/// What a model costs: seconds to learn, seconds to score a row, bytes of its stored form.
package struct ModelCost: Hashable, Sendable {
    package var fit: Double
    package var score: Double
    package var size: Int

    private init(fit: Double, score: Double, size: Int) {
        self.fit = fit
        self.score = score
        self.size = size
    }

    /// Of a model that took so many seconds for so many rows.
    package init(of model: FittedPipeline, scoring rows: Int, took seconds: Double) throws {
        self.init(
            fit: model.training.seconds,
            score: seconds / Double(max(1, rows)),
            size: try model.size
        )
    }

    init(meanOf costs: [ModelCost]) {
        let count = max(1, costs.count)
        self.init(
            fit: costs.reduce(0) { $0 + $1.fit } / Double(count),
            score: costs.reduce(0) { $0 + $1.score } / Double(count),
            size: costs.reduce(0) { $0 + $1.size } / count
        )
    }
}

extension FittedPipeline {
    /// The bytes of the model's stored form, and of the models that it blends.
    fileprivate var size: Int {
        get throws {
            try blended.reduce(try model.encoded().count) { try $0 + $1.pipeline.size }
        }
    }
}

/// Costs within sentences.
enum CostWords {
    /// In the unit that leaves a number above 1.
    static func time(_ seconds: Double) -> String {
        let (number, unit) =
            seconds >= 1
            ? (seconds, "s") : seconds >= 1e-3 ? (seconds * 1e3, "ms") : (seconds * 1e6, "µs")
        return NumberFormat(digits: 3).string(number) + " " + unit
    }

    static func size(_ bytes: Int) -> String {
        if bytes < 1000 { return "\(bytes) bytes" }
        let size = Double(bytes)
        let (number, unit) =
            size >= 1e6 ? (size / 1e6, "MB") : (size / 1e3, "kB")
        return NumberFormat(digits: 3).string(number) + " " + unit
    }
}

extension Diagnostic {
    func inFold(_ fold: Int, of count: Int) -> Diagnostic {
        var located = self
        located.message += ", in fold \(fold) of \(count)"
        return located
    }
}
