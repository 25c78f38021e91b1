package import Catalog
package import Diagnostics
package import Relations
package import Tables
package import Values

/// A model with all that leads to it: from the columns of a frame to predictions in the target's
/// own terms.
package struct FittedPipeline: Sendable {
    package static let type = ObjectType("model")
    /// The threshold of a model for which none was chosen.
    package static let plainThreshold = 0.5

    package let learner: LearnerDescription
    /// The formula as typed.
    package let formula: String
    /// What prepares the columns; nil where the features are computed from them as they are.
    package let recipe: LearnedRecipe?
    /// How each feature is computed from the columns, or from those that the recipe gives, in order.
    package let expressions: [NamedExpression]
    package let target: Target
    package let model: any FittedModel
    package internal(set) var training: TrainingFacts
    /// Of two classes the probability from which on the positive one is predicted.
    package private(set) var threshold = Self.plainThreshold
    /// What its probabilities are made anew by.
    package private(set) var calibration: ProbabilityCalibration?
    /// How far from its predictions the truth lies in a stated share of rows.
    package private(set) var conformal: ConformalReach?
    /// The digest of what was learned: the same whatever threshold, calibration or reach was set
    /// afterwards.
    package let learnedFingerprint: String

    package init(
        learner: LearnerDescription,
        formula: String,
        recipe: LearnedRecipe? = nil,
        expressions: [NamedExpression],
        target: Target,
        model: any FittedModel,
        training: TrainingFacts
    ) throws {
        precondition(expressions.count == model.shape.features.count, "a column a feature")
        self.learner = learner
        self.formula = formula
        self.recipe = recipe
        self.expressions = expressions
        self.target = target
        self.model = model
        self.training = training
        learnedFingerprint = try PipelineFingerprint.of(model, target, expressions, recipe)
    }

    /// The digest of all that its answers hang on: equal fingerprints give equal predictions.
    package var fingerprint: String {
        PipelineFingerprint.of(
            learnedFingerprint,
            deciding: threshold,
            calibration,
            conformal
        )
    }

    /// The same model, which predicts the positive of two classes from another probability on.
    package func deciding(from threshold: Double) -> FittedPipeline {
        var copy = unchosen(.threshold)
        copy.threshold = threshold
        return copy
    }

    /// The same model, whose probabilities are made anew.
    package func calibrated(by calibration: ProbabilityCalibration?) -> FittedPipeline {
        var copy = unchosen(.threshold, .calibration, .bounds)
        copy.calibration = calibration
        // Its threshold and its errors were those of other probabilities.
        copy.threshold = Self.plainThreshold
        copy.conformal = nil
        return copy
    }

    /// The same model, which tells beside a prediction what lies within reach of it.
    package func reaching(_ reach: ConformalReach?) -> FittedPipeline {
        var copy = unchosen(.bounds)
        copy.conformal = reach
        return copy
    }

    /// The same model that was judged so often, or oftener, by rows that were held out.
    package func looking(times: Int) -> FittedPipeline {
        var copy = self
        copy.training.looks = max(training.looks, times)
        return copy
    }

    package var task: LearningTask { target.task }
    package var features: [Feature] { model.shape.features }
    package var featureNames: [String] { features.map(\.name) }

    /// The columns that it reads for a prediction, in the order of their first use.
    package var inputs: [Field] {
        FeatureBinding.inputs(of: expressions, recipe)
    }

    /// The features over another frame's columns; with a recipe, over hidden ones beside them.
    package func bound(to frame: Frame) throws(Diagnostic) -> BoundFeatures {
        try FeatureBinding.bound(expressions(over: frame.schema), recipe, to: frame)
    }
}

/// The learner that made a model: its name, and its settings by name in their order.
package struct LearnerDescription: Sendable {
    package var name: String
    package var settings: [(name: String, value: Value)]

    package init(name: String, settings: [(name: String, value: Value)] = []) {
        self.name = name
        self.settings = settings
    }

    package init<L: Parameterized>(_ learner: L) {
        self.init(
            name: L.name,
            settings: L.settings.map { ($0.spec.name, $0.read(learner)) }
        )
    }

    /// Settings that are there, but for some that are left open, as they would be typed.
    package func settingWords(open: Set<String> = []) -> [String] {
        settings.filter { !$0.value.isMissing && !open.contains($0.name) }
            .map { "\($0.name): \($0.value.words)" }
    }

    /// It as it would be typed, with what stands before its settings.
    package func call(_ arguments: [String], open: Set<String> = []) -> String {
        "\(name)(\((arguments + settingWords(open: open)).joined(separator: ", ")))"
    }
}
