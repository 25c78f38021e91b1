package import Catalog
import Diagnostics
package import Kernels
package import Learning
import Tables

/// Exact Shapley values of any model, by asking it about every coalition of the players.
///
/// A coalition is worth the mean answer over the background. Players who cannot make a difference to a
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

    /// Throws where too many players make a difference to a row.
    package func predictions(for games: RowGames) throws -> Double {
        guard let background = games.background else { return 0 }
        let varying = VaryingPlayers(games, against: background)
        let counts = (0..<games.rows.rows).map { varying.players(row: $0).count }
        if let many = counts.max(), many > Self.most {
            throw Diagnostic.tooManyPlayers(many, background.rows)
        }
        return counts.reduce(0.0) { $0 + Double(1 << $1) } * Double(background.rows)
    }

    package func explain(
        _ games: RowGames,
        of pipeline: FittedPipeline,
        in work: WorkContext
    ) throws -> Attribution {
        let answers = CoalitionAnswers(games, of: pipeline, in: work)
        let varying = VaryingPlayers(games, against: answers.background)
        let players = (0..<games.rows.rows).map { varying.players(row: $0) }
        var kept = ExactValues(games, of: pipeline.task)
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
    /// For each output what nobody is worth to each row.
    private var bases: [[Double]]
    private let isLoss: Bool

    init(_ games: RowGames, of task: LearningTask) {
        isLoss = games.output == .loss
        let outputs = isLoss ? 1 : task.outputs
        let empty = Matrix(repeating: 0, rows: games.rows.rows, columns: games.playerCount)
        contributions = Array(repeating: empty, count: outputs)
        let none = [Double](repeating: 0, count: games.rows.rows)
        bases = Array(repeating: none, count: outputs)
    }

    var attribution: Attribution {
        Attribution(
            contributions: contributions,
            bases: bases.map { isLoss ? Sums.mean($0) : $0.last ?? 0 },
            rowBases: isLoss ? bases[0] : nil
        )
    }

    /// Takes the worths of all coalitions of a row's players, in the order of their numbers.
    mutating func take(_ worths: ArraySlice<[Double]>, row: Int, _ players: [Int]) {
        let first = worths.startIndex
        for output in bases.indices {
            bases[output][row] = worths[first][output]
            let values = ShapleyFormula.values(players: players.count) {
                worths[first + $0][output]
            }
            for (player, value) in zip(players, values) {
                contributions[output][row, player] = value
            }
        }
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
