package import Catalog
package import Kernels
package import Learning
import Tables
import Trees

/// Shapley values of trees, exact in both modes.
///
/// Without a background they are path-dependent: what a feature would be without its value is told
/// by how many training rows took each branch, and the base is the mean margin so weighted. With one
/// they are interventional: the feature takes its cells from each of the background's rows.
package struct TreeExplainer: Explainer {
    package static let name = "tree"
    package static let summary = "Exact values of trees, path-dependent or against a background."
    package static let settings: [Setting<TreeExplainer>] = []

    package init() {}

    package static func support(
        for model: any FittedModel,
        sharing output: SharedOutput
    ) -> Support {
        guard model is any TreeModel else { return .none(because: "it has no trees") }
        return output == .margin ? .full : sharesMargins
    }

    package static func takesBackground(for model: any FittedModel) -> BackgroundUse {
        .optional(standard: nil)
    }

    package func explain(
        _ games: RowGames,
        of pipeline: FittedPipeline,
        in work: WorkContext
    ) throws -> Attribution {
        guard let model = pipeline.model as? any TreeModel else {
            preconditionFailure("an explainer is asked only where it fits")
        }
        let trees = TreeContributions(of: try model.ensemble(), players: games.players)
        let found =
            try games.background.map { try trees.interventional(games.rows, against: $0, in: work) }
            ?? trees.pathDependent(games.rows, in: work)
        return Attribution(contributions: found.contributions, bases: found.bases)
    }
}
