package import Catalog
import Diagnostics
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
/// The predictions of a model whose margin is explained exactly are walked together with the margin:
/// the error that both share is known, and taken off (control variate).
package struct PermutationExplainer: Explainer {
    package static let name = "permutation"
    package static let summary =
        "Sampled values of any model, each with its standard error, by orders of the features."
    package static let settings = [
        Setting<PermutationExplainer>(
            "tolerance",
            \.tolerance,
            "the standard error to reach, as a share of the spread of a row's contributions",
            in: .range(0.000_1...1)
        )
    ]

    var tolerance = 0.01

    package init() {}

    package static func support(
        for model: any FittedModel,
        sharing output: SharedOutput
    ) -> Support { .full }

    package static func takesBackground(for model: any FittedModel) -> BackgroundUse { .required }

    package func predictions(for games: RowGames) -> Double {
        let walks = Double(GameSampling.walksAtFirst(of: games.playerCount))
        let questions = walks * 2 * Double(games.playerCount)
        return Double(games.rows.rows) * questions * Double(games.background?.rows ?? 0)
    }

    package func explain(
        _ games: RowGames,
        of pipeline: FittedPipeline,
        in work: WorkContext
    ) throws -> Attribution {
        guard let background = games.background else {
            preconditionFailure("it is not asked without a background")
        }
        let asked = ModelAnswers(pipeline: pipeline, work: work)
        if games.output == .prediction, let model = pipeline.model as? any MarginModel,
            let exact = Explainers.knowing(model)
        {
            var margins = games
            margins.output = .margin
            let known = try exact.explain(margins, of: pipeline, in: work)
            let answers = CoalitionAnswers(games: games, background: background, work: work) {
                try asked.predictionsWithMargins(of: $0, by: model)
            }
            var sampling = GameSampling(answers, control: known.contributions, tolerance)
            return try sampling.attribution()
        }
        let answers = CoalitionAnswers(games: games, background: background, work: work) {
            try asked.answers(games.output, to: $0)
        }
        var sampling = GameSampling(answers, control: nil, tolerance)
        return try sampling.attribution()
    }
}
