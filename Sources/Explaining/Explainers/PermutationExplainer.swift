package import Catalog
package import Kernels
package import Learning
import Tables

/// Shapley values of any model, sampled, each with its standard error.
///
/// Players come in orders drawn by chance, and leave in the same order; each comes first equally
/// often. What a player adds on the way in and out, averaged over n orders, is its contribution, and
/// the standard deviation over them by √n its error. Orders are drawn until the largest error of a
/// row is a small share of what lies between its contributions (Mayer and Wüthrich 2025, arXiv
/// 2508.12947).
///
/// The predictions of a model whose margin is explained exactly, and their loss, are walked together
/// with the margin: the error that both share is known, and taken off (control variate).
package struct PermutationExplainer: Explainer {
    package static let name = "permutation"
    package static let summary =
        "Sampled values of any model, each with its standard error, by orders of the features."
    package static let settings: [Setting<PermutationExplainer>] = []

    package init() {}

    package static func support(
        for model: any FittedModel,
        sharing output: SharedOutput
    ) -> Support { .full }

    package static func takesBackground(for model: any FittedModel) -> BackgroundUse { .required }

    package func predictions(for games: RowGames) -> Double {
        SamplingRule.predictions(for: games)
    }

    package func explain(
        _ games: RowGames,
        of pipeline: FittedPipeline,
        in work: WorkContext
    ) throws -> Attribution {
        guard games.output != .margin, let model = pipeline.model as? any MarginModel,
            let exact = Explainers.knowing(model)
        else {
            var sampling = GameSampling<SampledGame>(
                CoalitionAnswers(games, of: pipeline, in: work)
            )
            return try sampling.attribution()
        }
        var margins = games
        (margins.output, margins.truth) = (.margin, nil)
        let known = try exact.explain(margins, of: pipeline, in: work)
        let answers = CoalitionAnswers(games, of: pipeline, in: work) { asked, rows in
            try asked.predictionsWithMargins(of: rows, by: model)
        }
        var sampling = GameSampling<SampledGame>(
            answers,
            control: Self.controls(known, games, of: pipeline)
        )
        return try sampling.attribution()
    }

    /// The margins' contributions; beside a loss those to the margin of each row's own class.
    private static func controls(
        _ known: Attribution,
        _ games: RowGames,
        of pipeline: FittedPipeline
    ) -> [Matrix] {
        guard let truth = games.truth else { return known.contributions }
        var chosen = known.contributions[0]
        for (row, value) in truth.enumerated() {
            let own = known.contributions[pipeline.task.output(ofTruth: value)]
            for player in 0..<chosen.columns { chosen[row, player] = own[row, player] }
        }
        return [chosen]
    }
}
