package import Catalog
import Diagnostics
import Glibc
package import Kernels
package import Learning
import Tables

/// Exact Shapley values of any model, by asking it about every coalition of the players.
///
/// φⱼ = Σ s! (n − s − 1)! / n! (v(S ∪ j) − v(S)) over all coalitions S without j, of s players, where
/// v is the mean answer over the background (Shapley 1953). Players who cannot make a difference to a
/// row are left out of its coalitions: they add exactly nothing.
package struct ExactExplainer: Explainer {
    package static let name = "exact"
    package static let summary =
        "Exact values of any model with few features, by asking about every coalition of them."
    package static let settings: [Setting<ExactExplainer>] = []
    /// Up to so many players `auto` takes it.
    package static let few = 12
    /// Past so many players that make a difference it is refused.
    static let most = 16

    package init() {}

    package static func support(
        for model: any FittedModel,
        sharing output: SharedOutput
    ) -> Support { .full }

    package static func takesBackground(for model: any FittedModel) -> BackgroundUse { .required }

    package func predictions(for games: RowGames) -> Double {
        guard let background = games.background else { return 0 }
        let varying = VaryingPlayers(games, against: background)
        let questions = (0..<games.rows.rows).reduce(0.0) {
            $0 + exp2(Double(varying.players(row: $1).count))
        }
        return questions * Double(background.rows)
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
        let answers = CoalitionAnswers(games: games, background: background, work: work) {
            try asked.answers(games.output, to: $0)
        }
        let varying = VaryingPlayers(games, against: background)
        let players = (0..<games.rows.rows).map { varying.players(row: $0) }
        if let many = players.map(\.count).max(), many > Self.most {
            throw Diagnostic.tooManyPlayers(many, background.rows)
        }
        var kept = ExactValues(games, outputs: pipeline.task.outputs)
        for group in Self.groups(players, of: answers.together) {
            let questions = group.flatMap { row in Self.questions(row, players[row], games) }
            let worths = try answers.worths(of: questions)
            var start = 0
            for row in group {
                let count = 1 << players[row].count
                kept.take(worths[start..<start + count], row: row, players[row])
                start += count
            }
            work.progress.report(
                "explaining",
                fraction: Double((group.last ?? 0) + 1) / Double(players.count)
            )
        }
        return kept.attribution
    }

    /// Rows that are asked about together: as many as fill a batch.
    private static func groups(_ players: [[Int]], of together: Int) -> [Range<Int>] {
        var groups: [Range<Int>] = []
        var (start, questions) = (0, 0)
        for (row, some) in players.enumerated() {
            questions += 1 << some.count
            guard questions >= together || row == players.count - 1 else { continue }
            groups.append(start..<row + 1)
            (start, questions) = (row + 1, 0)
        }
        return groups
    }

    /// Every coalition of a row's players; bit j of its number tells whether the j-th is in it.
    private static func questions(
        _ row: Int,
        _ players: [Int],
        _ games: RowGames
    ) -> [CoalitionAnswers.Question] {
        let count = games.playerCount
        return (0..<1 << players.count).map { number in
            let members = players.indices.filter { number >> $0 & 1 == 1 }.map { players[$0] }
            return CoalitionAnswers.Question(
                row: row,
                coalition: Coalition(members, players: count)
            )
        }
    }
}

/// The values of all rows as they are worked out.
private struct ExactValues {
    private var contributions: [Matrix]
    private var bases: [Double]

    init(_ games: RowGames, outputs: Int) {
        let empty = Matrix(repeating: 0, rows: games.rows.rows, columns: games.playerCount)
        contributions = Array(repeating: empty, count: outputs)
        bases = Array(repeating: 0, count: outputs)
    }

    var attribution: Attribution { Attribution(contributions: contributions, bases: bases) }

    /// Takes the worths of all coalitions of a row's players, in the order of their numbers.
    mutating func take(_ worths: ArraySlice<[Double]>, row: Int, _ players: [Int]) {
        let worths = Array(worths)
        let weights = Self.weights(players.count)
        for output in bases.indices {
            bases[output] = worths[0][output]
            for (place, player) in players.enumerated() {
                var sum = 0.0
                for number in worths.indices where number >> place & 1 == 0 {
                    let gain = worths[number | 1 << place][output] - worths[number][output]
                    sum += weights[number.nonzeroBitCount] * gain
                }
                contributions[output][row, player] = sum
            }
        }
    }

    /// s! (n − s − 1)! / n! for s = 0...n − 1.
    private static func weights(_ count: Int) -> [Double] {
        var weights: [Double] = []
        var ways = 1.0
        for size in 0..<count {
            weights.append(1 / (Double(count) * ways))
            ways *= Double(count - 1 - size) / Double(size + 1)
        }
        return weights
    }
}

extension Diagnostic {
    fileprivate static func tooManyPlayers(_ count: Int, _ background: Int) -> Diagnostic {
        Diagnostic(
            "explain.exact",
            "`exact` asks about every coalition of features, and \(count) of them make 2^\(count) "
                + "a row, each with \(background) rows of the background: it takes up to "
                + "\(ExactExplainer.most)",
            hints: [
                "method: \"permutation\"",
                "`groups:` makes fewer players of features that belong together",
            ]
        )
    }
}
