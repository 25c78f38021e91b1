package import Catalog
package import Diagnostics
package import Kernels
package import Learning
import LinearAlgebra
import Tables

/// Exact Shapley values of a linear margin where what is known of some features tells of others.
///
/// A coalition is worth what is expected of the margin once its features are known, the features
/// taken as jointly Gaussian with the means and covariances of the background. For a linear margin
/// that is the best linear prediction of the other terms, whatever the distribution. A feature that
/// the model does not use gets a share by what it tells of one that it uses.
package struct CorrelatedExplainer: Explainer {
    package static let name = "linear, correlated"
    package static let summary = "Exact values of a linear margin of correlated features."
    package static let settings: [Setting<CorrelatedExplainer>] = []

    package init() {}

    package static func support(
        for model: any FittedModel,
        sharing output: SharedOutput
    ) -> Support {
        guard model is any LinearForm else {
            return .none(
                because: "what to expect once some features are known has an exact form for one "
                    + "linear model only"
            )
        }
        return output == .margin ? .full : .none(because: "only a margin is linear")
    }

    package static func takesBackground(for model: any FittedModel) -> BackgroundUse { .required }

    package func explain(
        _ games: RowGames,
        of pipeline: FittedPipeline,
        in work: WorkContext
    ) throws -> Attribution {
        guard let model = pipeline.model as? any LinearForm, let background = games.background
        else { preconditionFailure("an explainer is asked only where it fits") }
        var found = try LinearExplainer().explain(games, of: pipeline, in: work)
        let whitened = WhitenedPlayers(
            try model.encoding.matrix(of: background, in: work),
            players: model.encoding.columns.map { games.players[$0.feature] },
            count: games.playerCount,
            coefficients: model.coefficients
        )
        let moved = try ConditionalGame(whitened).moved(in: work)
        let step = ModelContributions.slice
        for start in stride(from: 0, to: games.rows.rows, by: step) {
            try work.cancellation.check()
            let some = Array(start..<min(games.rows.rows, start + step))
            let encoded = try model.encoding.matrix(of: games.rows.rows(at: some), in: work)
            let coordinates = whitened.coordinates(of: encoded)
            for (output, part) in moved.enumerated() {
                let shifts = coordinates.times(part, otherTransposed: true)
                for player in 0..<shifts.columns {
                    for row in some {
                        found.contributions[output][row, player] += shifts[row - start, player]
                    }
                }
            }
        }
        return found
    }
}

extension Explainers {
    /// The explainer of correlated features, where it fits the model and what else is asked for.
    package static func correlated(
        _ method: String,
        for pipeline: FittedPipeline,
        sharing output: SharedOutput
    ) throws(Diagnostic) -> any Explainer {
        let learner = pipeline.learner.name
        if case .none(let reason) = CorrelatedExplainer.support(
            for: pipeline.model,
            sharing: .margin
        ) {
            throw .correlationUnfit("does not fit `\(learner)`: \(reason)", "explain(rows)")
        }
        guard output == .margin else {
            throw .correlationUnfit(
                "goes with a margin only, which is linear",
                "output: \"margin\""
            )
        }
        guard ["auto", LinearExplainer.name].contains(method) else {
            throw .correlationUnfit(
                "is a way of `linear`, and `\(method)` takes features as independent",
                "method: \"linear\""
            )
        }
        return CorrelatedExplainer()
    }
}

extension Diagnostic {
    fileprivate static func correlationUnfit(_ reason: String, _ hint: String) -> Diagnostic {
        Diagnostic("explain.correlated", "`correlated` \(reason)", hints: [hint])
    }
}
