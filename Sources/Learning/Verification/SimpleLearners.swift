import Catalog
package import Diagnostics
package import Kernels
package import Relations
import Tables

/// The learners that any other has to be better than.
package struct SimpleLearners: Sendable {
    private let numbers: any Learner
    private let classes: any Learner

    package init(numbers: any Learner, classes: any Learner) {
        self.numbers = numbers
        self.classes = classes
    }

    package func learner(for task: LearningTask) -> any Learner {
        task == .regression ? numbers : classes
    }

    /// What the simple learner makes of rows, having learned from those that the model learned from;
    /// nil for a model that is simple itself, or whose rows are not known any more.
    package func scored(
        _ model: FittedPipeline,
        on examples: Examples,
        by engine: any Engine,
        in work: WorkContext
    ) throws -> (name: String, scored: Scored)? {
        let learner = learner(for: model.task)
        let name = type(of: learner).name
        guard let plan = model.training.plan, ![name, Baseline.name].contains(model.learner.name)
        else { return nil }
        let frame = Frame(plan, plan.schema)
        let bound = try model.bound(to: frame)
        let training = try DatasetReader(engine: engine, work: work).read(
            bound.frame,
            target: try model.target.rebound(to: frame.schema),
            features: model.features,
            expressions: bound.expressions
        )
        work.progress.report("fitting \(name)")
        let data = Dataset(shape: model.model.shape, training: training)
        let outputs = try learner.outputs(data, examples.features, in: work)
        return (name, Scored(task: model.task, truth: examples.target, outputs: outputs))
    }
}

extension Learner {
    /// Predictions for rows of a model that is needed no further.
    fileprivate func outputs(
        _ data: Dataset,
        _ features: Matrix,
        in work: WorkContext
    ) throws -> Matrix {
        try fit(data, in: work).predict(features, in: work)
    }
}

/// What any model is held against.
package enum SimpleLearnersKey: ServiceKey {
    package typealias Service = SimpleLearners
    package static var missing: Diagnostic {
        Diagnostic("learner.absent", "no simple learner is at hand to be held against")
    }
}
