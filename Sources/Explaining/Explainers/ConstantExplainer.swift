package import Catalog
package import Kernels
package import Learning
import Tables

/// The values of a model that looks at no feature: all zero.
package struct ConstantExplainer: Explainer {
    package static let name = "constant"
    package static let summary = "Zero for every feature of a model that looks at none."
    package static let settings: [Setting<ConstantExplainer>] = []

    package init() {}

    package static func support(
        for model: any FittedModel,
        sharing output: SharedOutput
    ) -> Support {
        guard model is BaselineModel else { return .none(because: "it looks at its features") }
        return output == .margin ? .full : sharesMargins
    }

    package static func takesBackground(for model: any FittedModel) -> BackgroundUse {
        .refused(
            because: "a baseline predicts the same for every row, so there is nothing to compare"
        )
    }

    package func explain(
        _ games: RowGames,
        of pipeline: FittedPipeline,
        in work: WorkContext
    ) throws -> Attribution {
        guard let model = pipeline.model as? BaselineModel else {
            preconditionFailure("an explainer is asked only where it fits")
        }
        return try ModelContributions.read(games.rows, of: model, in: work)
            .summed(among: games.players)
    }
}
