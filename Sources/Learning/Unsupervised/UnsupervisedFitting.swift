import Catalog
import Diagnostics
import Kernels
package import Relations
import Tables
import Values

extension Fitting {
    /// What fitting without a target gave.
    package struct UnsupervisedResult: Sendable {
        package var pipeline: UnsupervisedPipeline
        package var remarks: [String]
    }

    /// Reads the rows, learns from them, and keeps what predictions need.
    package func fit(
        _ value: UnsupervisedLearnerValue,
        to frame: Frame,
        weight: RowExpression? = nil,
        accepting reason: String? = nil
    ) throws -> UnsupervisedResult {
        let rows = try preparedRows(value, frame, weight)
        let written = ProtectedFeatures.written(rows.features, of: rows.frame)
        if reason == nil { try ProtectedFeatures.refuse(written, formula: value.formula.text) }
        let reading = try DatasetReader(engine: engine, work: work)
            .read(rows.frame, features: rows.features, weight: rows.weight)
        let data = reading.dataset
        let clock = ContinuousClock()
        let start = clock.now
        let model = try self.model(value.learner, data)
        let pipeline = try UnsupervisedPipeline(
            learner: value.description,
            instead: type(of: value.learner).instead,
            formula: value.formula.text,
            recipe: rows.recipe,
            expressions: rows.features,
            model: model,
            training: UnsupervisedFacts(
                rows: data.count,
                seconds: (clock.now - start) / .seconds(1),
                seed: work.seed,
                digest: try RowSketch(data.training, in: work).word,
                plan: frame.plan
            )
        )
        let protected = written.map { "accepted: the values of `\($0)` stand in the model" }
        return UnsupervisedResult(
            pipeline: pipeline,
            remarks: rows.remarks + DatasetRemarks.all(reading) + protected + model.summary.remarks
        )
    }

    private func model(
        _ learner: any UnsupervisedLearner,
        _ data: Dataset
    ) throws -> any UnsupervisedModel {
        func open<L: UnsupervisedLearner>(_ learner: L) throws -> any UnsupervisedModel {
            guard L.takesWeights || data.training.weights == nil else {
                throw Diagnostic(
                    "learner.weight",
                    "`\(L.name)` draws rows, and counts each once",
                    hints: ["fit(frame), without `weight:`"]
                )
            }
            return try learner.fit(
                UnsupervisedRows(
                    features: data.features,
                    matrix: data.training.features,
                    weights: data.training.weights
                ),
                in: work
            )
        }
        return try open(learner)
    }

    /// The rows that the learner reads: the frame's, or as its recipe leaves them.
    private func preparedRows(
        _ value: UnsupervisedLearnerValue,
        _ frame: Frame,
        _ weight: RowExpression?
    ) throws -> UnsupervisedColumns {
        let formula = try value.formula.resolved(in: frame.schema)
        if let target = formula.target {
            throw Diagnostic.surplusTarget(target.name, value)
        }
        guard let recipe = value.recipe else {
            try ForbiddenFeatures.check(
                formula.features.map { ($0.name, $0.expression.columns.sorted()) },
                of: frame.plan,
                formula: value.formula.text
            )
            return UnsupervisedColumns(frame: frame, features: formula.features, weight: weight)
        }
        let learned = try RecipeLearning(engine: engine, work: work)
            .learn(recipe, from: frame, weight: weight)
        return UnsupervisedColumns(
            frame: learned.training,
            features: learned.recipe.fields.map { NamedExpression($0) },
            weight: learned.weight,
            recipe: learned.recipe,
            remarks: learned.remarks
        )
    }
}

/// Rows as a learner without a target reads them.
private struct UnsupervisedColumns {
    var frame: Frame
    var features: [NamedExpression]
    var weight: RowExpression?
    var recipe: LearnedRecipe?
    var remarks: [String] = []
}

extension DatasetReader {
    /// Reads rows without a target: in its place stands a number that is always there.
    fileprivate func read(
        _ frame: Frame,
        features: [NamedExpression],
        weight: RowExpression?
    ) throws -> Reading {
        try read(
            frame,
            target: NamedExpression("", .literal(.float(0))),
            features: features,
            weight: weight
        )
    }
}

extension Diagnostic {
    fileprivate static func surplusTarget(
        _ target: String,
        _ value: UnsupervisedLearnerValue
    ) -> Diagnostic {
        let text = value.formula.text
        let features = text.drop { $0 != "~" }.dropFirst().drop { $0 == " " }
        // A dot would take the target for a feature.
        let all = features.contains(".") ? "\(features) - \(target)" : String(features)
        return Diagnostic(
            "formula.target",
            "`\(value.description.name)` learns without a target, and the formula names `\(target)`",
            hints: ["\(value.description.name)(~ \(all))"]
        )
    }
}
