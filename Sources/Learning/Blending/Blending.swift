package import Diagnostics
package import Kernels
import Relations
import Values

/// From models of one target to one model that predicts their weighted mean.
package struct Blending: Sendable {
    /// The models under their names.
    package let models: [(name: String, pipeline: FittedPipeline)]

    /// Throws for models of other targets or classes than the first.
    package init(_ models: [(name: String, pipeline: FittedPipeline)]) throws(Diagnostic) {
        precondition(!models.isEmpty, "somebody predicts")
        self.models = models
        let first = models[0]
        for other in models.dropFirst() where other.pipeline.target != first.pipeline.target {
            throw .unlike(first, other)
        }
    }

    /// With weights that were given, one a model; they are made to add up to one.
    package func weighted(_ weights: [Double]) throws -> FittedPipeline {
        try pipeline(BlendWeights.shares(weights), finding: nil)
    }

    /// With the weights that lose least on rows that none of the models learned from; `ground` says
    /// which they are.
    package func weighted(
        by rows: SideBySide,
        _ ground: String,
        in work: WorkContext
    ) throws -> FittedPipeline {
        let finding = try BlendSearch(rows, ground, models.map(\.name), in: work)
        return try pipeline(finding.weights, finding: finding.finding)
    }

    /// The same of weights that were found before the models learned from all rows.
    package func weighted(_ search: BlendSearch) throws -> FittedPipeline {
        let kept = search.kept.map { search.weights[$0] }
        return try pipeline(BlendWeights.shares(kept), finding: search.finding)
    }

    private func pipeline(_ weights: [Double], finding: BlendFinding?) throws -> FittedPipeline {
        let chosen = zip(models, weights).filter { $0.1 > 0 }
        let joined = try JoinedFeatures(chosen.map(\.0))
        let first = chosen[0].0.pipeline
        let members = zip(chosen, joined.places).map { one, places in
            BlendModel.Member(
                name: one.0.name,
                weight: one.1,
                pipeline: one.0.pipeline,
                places: places
            )
        }
        return try FittedPipeline(
            learner: LearnerDescription(name: BlendModel.flavor),
            formula: formula(joined),
            recipe: joined.recipe,
            expressions: joined.expressions,
            target: first.target,
            model: BlendModel(
                members,
                shape: ModelShape(features: joined.features, task: first.task),
                finding: finding
            ),
            training: TrainingFacts(blending: chosen.map(\.0.pipeline))
        )
    }

    /// The formula that all have, or one of all features.
    private func formula(_ joined: JoinedFeatures) -> String {
        let first = models[0].pipeline
        guard !models.allSatisfy({ $0.pipeline.formula == first.formula }) else {
            return first.formula
        }
        let target = first.formula.prefix { $0 != "~" }
        return target + "~ " + joined.features.map(\.name).joined(separator: " + ")
    }
}

/// The weights that lose least on rows that no model learned from.
package struct BlendSearch: Sendable {
    let weights: [Double]
    let finding: BlendFinding
    /// The places of the models whose weight is above zero.
    package let kept: [Int]

    /// Less weight than a millionth is none.
    private static let least = 1e-6

    package init(
        _ rows: SideBySide,
        _ ground: String,
        _ names: [String],
        in work: WorkContext
    ) throws {
        let score = try Score.named(
            [rows.task == .regression ? "rmse" : "log_loss"],
            for: rows.task
        )
        let found = try BlendWeights.best(rows, in: work).map { $0 < Self.least ? 0 : $0 }
        let weights = BlendWeights.shares(found)
        self.weights = weights
        kept = weights.indices.filter { weights[$0] > 0 }
        finding = BlendFinding(
            ground: ground,
            rows: rows.truth.count,
            measure: score[0].name,
            losses: kept.map { score[0].value(rows.alone($0)) },
            blended: score[0].value(rows.mixed(weights)),
            leftOut: weights.indices.filter { weights[$0] == 0 }.map { names[$0] }
        )
    }
}

extension TrainingFacts {
    /// What is to be told of the rows that several models learned from.
    fileprivate init(blending models: [FittedPipeline]) {
        let known = models.filter { $0.training.origin == nil }
        let facts = models.map(\.training)
        self.init(
            rows: facts.map(\.rows).max() ?? 0,
            droppedRows: facts.map(\.droppedRows).max() ?? 0,
            seconds: facts.reduce(0) { $0 + $1.seconds },
            shares: known.first?.training.shares ?? []
        )
        let plan = facts[0].plan
        if facts.allSatisfy({ $0.plan == plan }) { self.plan = plan }
        for one in facts.flatMap(\.suspicions)
        where !suspicions.contains(where: { $0.feature == one.feature }) {
            suspicions.append(one)
        }
        for rule in facts.flatMap(\.rules) where !rules.contains(where: { $0.text == rule.text }) {
            rules.append(rule)
        }
        acceptance = facts.lazy.compactMap(\.acceptance).first
        looks = facts.map(\.looks).max() ?? 0
        if facts.allSatisfy({ $0.seed == facts[0].seed }) { seed = facts[0].seed }
        if facts.allSatisfy({ $0.digest == facts[0].digest }) { digest = facts[0].digest }
        if known.isEmpty {
            let programs = facts.compactMap(\.origin)
            origin = ModelOrigin(
                program: programs.map(\.program).joined(separator: ", "),
                knowsTarget: programs.allSatisfy(\.knowsTarget)
            )
        }
    }
}

extension Diagnostic {
    fileprivate static func unlike(
        _ first: (name: String, pipeline: FittedPipeline),
        _ other: (name: String, pipeline: FittedPipeline)
    ) -> Diagnostic {
        let (one, two) = (first.pipeline.target, other.pipeline.target)
        let isOtherColumn = one.column != two.column
        let found =
            isOtherColumn
            ? "`\(first.name)` predicts `\(one.name)`, and `\(other.name)` predicts `\(two.name)`"
            : "`\(first.name)` knows the classes \(one.task.listed), and `\(other.name)` "
                + two.task.listed
        return Diagnostic(
            "blend.target",
            found + ": there is no mean of the two",
            hints: [
                isOtherColumn
                    ? "models of one target can be blended"
                    : "models of the same classes, with the same `positive:`, can be blended"
            ]
        )
    }
}

extension LearningTask {
    /// The classes in words, the first five of many.
    package var listed: String {
        labels.prefix(5).joined(separator: ", ") + (labels.count > 5 ? ", …" : "")
    }
}
