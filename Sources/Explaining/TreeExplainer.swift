package import Catalog
package import Kernels
package import Learning
package import Tables
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

    package static func support(for model: any FittedModel) -> Support {
        model is any TreeModel ? .full : .none(because: "it has no trees")
    }

    package static func takesBackground(for model: any FittedModel) -> BackgroundUse {
        .optional(standard: nil)
    }

    package func explain(
        _ rows: Matrix,
        of model: any FittedModel,
        among players: [Int],
        against background: Matrix?,
        in work: WorkContext
    ) throws -> Attribution {
        guard let model = model as? any TreeModel else {
            preconditionFailure("an explainer is asked only where it fits")
        }
        let trees = TreeContributions(of: try model.ensemble(), players: players)
        let found =
            try background.map { try trees.interventional(rows, against: $0, in: work) }
            ?? trees.pathDependent(rows, in: work)
        return Attribution(contributions: found.contributions, bases: found.bases)
    }
}
