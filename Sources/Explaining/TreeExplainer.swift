package import Catalog
package import Kernels
package import Learning
package import Tables

/// Path-dependent Shapley values of trees, as the trees' own library computes them.
///
/// What a feature would be without its value is told by how many training rows took each branch;
/// the base is the mean margin so weighted.
package struct TreeExplainer: Explainer {
    package static let name = "tree"
    package static let summary = "Path-dependent values of trees, by the library that grew them."
    package static let settings: [Setting<TreeExplainer>] = []

    package init() {}

    package static func support(for model: any FittedModel) -> Support {
        model is any ContributingModel && model is any GainModel
            ? .full : .none(because: "it has no trees")
    }

    package static func takesBackground(for model: any FittedModel) -> BackgroundUse {
        .refused(
            because: "contributions of trees are path-dependent so far: they compare with the "
                + "training rows on each path, not with other rows"
        )
    }

    package func explain(
        _ rows: Matrix,
        of model: any FittedModel,
        against background: Matrix?,
        in work: WorkContext
    ) throws -> Attribution {
        guard let model = model as? any ContributingModel, background == nil else {
            preconditionFailure("an explainer is asked only where it fits")
        }
        return try ModelContributions.read(rows, of: model, in: work)
    }
}
