import Catalog
import Kernels
import Learning
import Tables
import Trees

extension ExplanationAudit {
    /// Rows that are worked out by the definition, and the most players of its coalitions.
    private static let (someRows, mostPlayers) = (3, 10)

    /// The same explainer against the definition: for a few rows every coalition of the players.
    ///
    /// Where
    /// there are too many for that, neighbours stand together, for both.
    ///
    /// Nil where there is no definition to walk: without a background, of a model without trees.
    func definition() throws -> Finding? {
        let places = Self.spread(Self.someRows, of: source.games.rows.rows)
        var games = source.games.some(places)
        let count = games.playerCount
        let isMerged = count > Self.mostPlayers
        if isMerged { games.players = games.players.map { $0 * Self.mostPlayers / count } }
        guard let worth = try worth(games) else { return nil }
        let found = try source.explainer.explain(games, of: source.pipeline, in: work)
        var largest = 0.0
        for row in places.indices {
            let expected = try Self.values(games.playerCount) { try worth(row, $0) }
            for (output, part) in found.contributions.enumerated() {
                for player in 0..<games.playerCount {
                    let gap = part[row, player] - expected[output][player]
                    let error = found.errors?[output][row, player] ?? 0
                    // A sampled value may be as far off as four standard errors.
                    largest = max(largest, gap.magnitude - 4 * error)
                }
            }
        }
        let verdict =
            found.errors == nil
            ? Self.roundoff(largest, meanSize)
            : largest <= 1e-6 * meanSize ? "yes, within four standard errors" : "no"
        return finding(
            "definition",
            places.count,
            max(0, largest),
            isMerged ? "\(verdict), as \(games.playerCount) groups" : verdict
        )
    }

    /// What a coalition, a bit a player, is worth to a row.
    private func worth(_ games: RowGames) throws -> ((Int, Int) throws -> [Double])? {
        if source.explainer is CorrelatedExplainer {
            guard let regressed = try RegressedWorths(games, of: source.pipeline, in: work) else {
                return nil
            }
            return { row, coalition in regressed.worth(row, coalition) }
        }
        if games.background != nil {
            let answers = CoalitionAnswers(games, of: source.pipeline, in: work)
            return { row, coalition in
                let members = (0..<games.playerCount).filter { coalition >> $0 & 1 == 1 }
                let question = CoalitionAnswers.Question(
                    row: row,
                    coalition: Coalition(members, players: games.playerCount)
                )
                return try answers.worths(of: [question])[0]
            }
        }
        guard let model = source.pipeline.model as? any TreeModel else { return nil }
        let ensemble = try model.ensemble()
        return { row, coalition in
            let cells = (0..<games.rows.columns).map { games.rows[row, $0] }
            return ensemble.expected(cells) { coalition >> games.players[$0] & 1 == 1 }
        }
    }

    /// φⱼ of every output.
    private static func values(
        _ count: Int,
        _ worth: (Int) throws -> [Double]
    ) rethrows -> [[Double]] {
        let worths = try (0..<1 << count).map(worth)
        return worths[0].indices.map { output in
            ShapleyFormula.values(players: count) { worths[$0][output] }
        }
    }

    /// Some of so many rows, spread evenly.
    static func spread(_ some: Int, of rows: Int) -> [Int] {
        let count = min(some, rows)
        return (0..<count).map { $0 * rows / count }
    }
}
