package import Diagnostics
import Digests
package import Kernels
package import Relations
package import Tables
package import Values

/// A model that learned without a target, with all that leads to it from the columns of a frame.
package struct UnsupervisedPipeline: Sendable {
    package static let type = FittedPipeline.type

    package let learner: LearnerDescription
    /// What to do where a target is asked for.
    let instead: [String]
    /// The formula as typed.
    package let formula: String
    /// What prepares the columns; nil where the features are computed from them as they are.
    package let recipe: LearnedRecipe?
    /// How each feature is computed from the columns, or from those that the recipe gives, in order.
    package let expressions: [NamedExpression]
    package let model: any UnsupervisedModel
    package let training: UnsupervisedFacts
    /// The digest of all that its answers hang on.
    package let fingerprint: String

    init(
        learner: LearnerDescription,
        instead: [String],
        formula: String,
        recipe: LearnedRecipe?,
        expressions: [NamedExpression],
        model: any UnsupervisedModel,
        training: UnsupervisedFacts
    ) throws {
        precondition(expressions.count == model.features.count, "a column a feature")
        self.learner = learner
        self.instead = instead
        self.formula = formula
        self.recipe = recipe
        self.expressions = expressions
        self.model = model
        self.training = training
        fingerprint = try PipelineFingerprint.of(model, expressions, recipe)
    }

    /// The columns that it reads, in the order of their first use.
    package var inputs: [Field] {
        FeatureBinding.inputs(of: expressions, recipe)
    }

    /// The features over another frame's columns; with a recipe, over hidden ones beside them.
    package func bound(to frame: Frame) throws(Diagnostic) -> BoundFeatures {
        try FeatureBinding.bound(expressions, recipe, to: frame)
    }

    /// The frame with predictions beside its rows; nothing runs until they are asked for.
    package func predicted(_ frame: Frame, in work: WorkContext) throws(Diagnostic) -> Frame {
        let (model, features) = (model, model.features)
        let prediction = RowPrediction(fingerprint: fingerprint, added: model.outputs) { batch in
            let matrix = features.matrix(of: batch.columns, rows: batch.count)
            return try model.predict(matrix, in: work)
        }
        return prediction.applied(to: frame, features: try bound(to: frame))
    }
}

/// What a model without a target remembers of its training.
package struct UnsupervisedFacts: Sendable {
    package var rows: Int
    package var seconds: Double
    /// The session's seed when it was fitted.
    package var seed: UInt64?
    /// The digest of a sample of the rows, in whatever order they stand.
    package var digest: String?
    /// What the rows were; nil for a model that was loaded.
    package var plan: Plan?
}

extension PipelineFingerprint {
    /// What was learned without a target.
    static func of(
        _ model: any UnsupervisedModel,
        _ expressions: [NamedExpression],
        _ recipe: LearnedRecipe?
    ) throws -> String {
        var key = ContentKey()
        key.add(Swift.type(of: model).flavor)
        key.add(try model.encoded())
        for feature in model.features { key.add(feature.name, "\(feature.kind)") }
        for column in expressions {
            key.add(column.name, StoredExpression(column.expression).text)
        }
        if let recipe { key.add(try ModelCoding.encode(recipe)) }
        return key.hexadecimal
    }
}
