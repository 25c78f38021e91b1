package import Catalog
package import Kernels
package import Learning
import Tables

/// Shapley values of a blend of numbers: the weighted sum of those of its models.
///
/// They are linear in what is shared out, so that the sum is exact where each model's are. Without a
/// background each model is compared with what it would be compared with alone.
package struct BlendExplainer: Explainer {
    package static let name = "blend"
    package static let summary = "The weighted sum of what explains the models of a blend."
    package static let settings: [Setting<BlendExplainer>] = []

    package init() {}

    package static func support(
        for model: any FittedModel,
        sharing output: SharedOutput
    ) -> Support {
        guard let blend = model as? BlendModel else { return .none(because: "it is no blend") }
        guard output == .margin else { return sharesMargins }
        guard blend.task == .regression else {
            return .none(
                because:
                    "it blends probabilities, and each of its models adds up on a scale of its "
                    + "own"
            )
        }
        for member in blend.members {
            guard Explainers.knowing(member.pipeline.model) != nil else {
                return .none(because: "what a feature adds is not told by `\(member.name)`")
            }
            if let scale = (member.pipeline.model as? any MarginModel)?.marginScale {
                return .none(
                    because: "`\(member.name)` adds up on the scale of the \(scale.word), and the "
                        + "blend on that of numbers"
                )
            }
        }
        return .full
    }

    package static func takesBackground(for model: any FittedModel) -> BackgroundUse {
        .optional(standard: "what each of its models is compared with alone")
    }

    package func explain(
        _ games: RowGames,
        of pipeline: FittedPipeline,
        in work: WorkContext
    ) throws -> Attribution {
        guard let blend = pipeline.model as? BlendModel else {
            preconditionFailure("an explainer is asked only where it fits")
        }
        let rows = games.rows
        var sum = Matrix(repeating: 0, rows: rows.rows, columns: games.playerCount)
        var base = 0.0
        for member in blend.members {
            let found = try explain(member, games, in: work)
            base += member.weight * found.bases[0]
            for (place, player) in Self.players(of: member, games.players).enumerated() {
                for row in 0..<rows.rows {
                    sum[row, player] += member.weight * found.contributions[0][row, place]
                }
            }
        }
        return Attribution(contributions: [sum], bases: [base])
    }

    /// The values of one model, a column for each player that it has.
    private func explain(
        _ member: BlendModel.Member,
        _ games: RowGames,
        in work: WorkContext
    ) throws -> Attribution {
        let model = member.pipeline.model
        guard let explainer = Explainers.knowing(model) else {
            preconditionFailure("an explainer is asked only where it fits")
        }
        var others = games.background.map { member.rows($0) }
        if case .refused = type(of: explainer).takesBackground(for: model) { others = nil }
        let own = Self.players(of: member, games.players)
        let places = member.positions.map { own.firstIndex(of: games.players[$0]) ?? 0 }
        let part = RowGames(member.rows(games.rows), players: places, background: others)
        return try explainer.explain(part, of: member.pipeline, in: work)
    }

    /// The players that a model's features belong to, in the order of their numbers.
    private static func players(of member: BlendModel.Member, _ players: [Int]) -> [Int] {
        Set(member.positions.map { players[$0] }).sorted()
    }
}
