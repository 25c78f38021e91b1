package import Catalog
package import Kernels
package import Learning
import Tables

/// Exact Shapley values of a margin that is linear, or a sum of one function of each feature, for
/// features that are taken as independent.
///
/// A feature adds what its terms give beyond their mean over the background; the base is the mean
/// margin of the background. All terms of one feature, such as the levels of a category, are one
/// player.
package struct LinearExplainer: Explainer {
    package static let name = "linear"
    package static let summary = "Exact values of a linear margin: terms beyond their means."
    package static let settings: [Setting<LinearExplainer>] = []

    package init() {}

    package static func support(
        for model: any FittedModel,
        sharing output: SharedOutput
    ) -> Support {
        guard terms(of: model) != nil else {
            return .none(because: "its margin is not a sum of terms")
        }
        return output == .margin ? .full : sharesMargins
    }

    /// The model, where what a feature adds does not hang on the others.
    private static func terms(of model: any FittedModel) -> (any ContributingModel)? {
        guard model is any LinearForm || model is any AdditiveForm else { return nil }
        return model as? any ContributingModel
    }

    package static func takesBackground(for model: any FittedModel) -> BackgroundUse {
        .optional(standard: "the means of the training rows")
    }

    package func explain(
        _ games: RowGames,
        of pipeline: FittedPipeline,
        in work: WorkContext
    ) throws -> Attribution {
        guard let model = Self.terms(of: pipeline.model) else {
            preconditionFailure("an explainer is asked only where it fits")
        }
        let rows = games.rows
        var found = try ModelContributions.read(rows, of: model, in: work)
        guard let background = games.background else { return found.summed(among: games.players) }
        // Linear in the terms: against other rows every value moves by their mean value.
        let shift = try ModelContributions.read(background, of: model, in: work)
        for output in found.bases.indices {
            for feature in 0..<rows.columns {
                let mean = Sums.mean(Array(shift.contributions[output].column(feature)))
                found.bases[output] += mean
                for row in 0..<rows.rows { found.contributions[output][row, feature] -= mean }
            }
        }
        return found.summed(among: games.players)
    }
}
