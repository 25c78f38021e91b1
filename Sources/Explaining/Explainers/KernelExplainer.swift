package import Catalog
package import Kernels
package import Learning
import Tables

/// Shapley values of any model by a regression on coalitions, each with its standard error.
///
/// The values are the weights of a linear model of what coalitions are worth (Lundberg and Lee 2017,
/// kernel SHAP). Coalitions are drawn with their leverage in that regression, all sizes alike, each
/// with its complement (Musco and Witter 2025, arXiv 2410.01917); the smallest and largest are asked
/// about all. Where all coalitions fit into what is asked anyway, the values are exact.
package struct KernelExplainer: Explainer {
    package static let name = "kernel"
    package static let summary =
        "Sampled values of any model, each with its standard error, by a regression on coalitions."
    package static let settings: [Setting<KernelExplainer>] = []

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
        var sampling = GameSampling<KernelGame>(CoalitionAnswers(games, of: pipeline, in: work))
        return try sampling.attribution()
    }
}
