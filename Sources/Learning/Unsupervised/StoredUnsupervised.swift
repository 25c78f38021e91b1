import Diagnostics
import Relations
import Values

/// A model without a target, as the JSON of a saved one.
struct StoredUnsupervised: Codable {
    var format = StoredPipeline.format
    var flavor: String
    var learner: String
    var settings: [StoredPipeline.Setting]
    var formula: String
    var recipe: LearnedRecipe?
    var features: [StoredPipeline.Feature]
    var rows: Int
    var seconds: Double
    var seed: UInt64?
    var rowsDigest: String?
    /// The digest of the model's own file.
    var digest: String
    /// That of this description.
    var seal: String? = ArchiveSeal.open

    init(_ pipeline: UnsupervisedPipeline, digest: String) {
        flavor = type(of: pipeline.model).flavor
        learner = pipeline.learner.name
        settings = StoredPipeline.Setting.all(of: pipeline.learner)
        formula = pipeline.formula
        recipe = pipeline.recipe
        features = zip(pipeline.expressions, pipeline.model.features).map { expression, feature in
            StoredPipeline.Feature(expression, feature)
        }
        rows = pipeline.training.rows
        seconds = pipeline.training.seconds
        seed = pipeline.training.seed
        rowsDigest = pipeline.training.digest
        self.digest = digest
    }

    /// The pipeline again, its model made of the model's own file.
    func pipeline(
        _ learner: any UnsupervisedLearner.Type,
        _ bytes: [UInt8]
    ) throws -> UnsupervisedPipeline {
        func model<L: UnsupervisedLearner>(_ learner: L.Type) throws -> any UnsupervisedModel {
            try L.Model(decoding: bytes, features: try features.map { try $0.feature })
        }
        return try UnsupervisedPipeline(
            learner: LearnerDescription(name: self.learner, settings),
            instead: learner.instead,
            formula: formula,
            recipe: recipe,
            expressions: try features.map { try $0.column },
            model: try model(learner),
            training: UnsupervisedFacts(
                rows: rows,
                seconds: seconds,
                seed: seed,
                digest: rowsDigest
            )
        )
    }
}
