import Catalog
import Kernels
import Tables

/// The games of some rows, sampled until all are fine or enough has been asked.
struct GameSampling {
    private let answers: CoalitionAnswers
    private let control: [Matrix]?
    private var games: [SampledGame] = []

    /// Walks between two looks at a row's errors, and the most for a row.
    static let (block, most) = (16, 320)
    /// The standard error that is fine, as a share of the spread of a row's contributions.
    static let tolerance = 0.01

    init(_ answers: CoalitionAnswers, control: [Matrix]? = nil) {
        self.answers = answers
        self.control = control
    }

    /// Every row is walked once before any is walked again, so that a stop leaves values for all.
    mutating func attribution() throws -> Attribution {
        try begin()
        var open = Array(games.indices)
        var taken = 0
        var isStopped = false
        while !open.isEmpty, taken < Self.most {
            do {
                try walk(open, round: taken)
            } catch is CancellationError where taken > 0 {
                isStopped = true
                break
            }
            taken += Self.block
            open.removeAll { games[$0].isFine(Self.tolerance) }
        }
        return found(open.count, isStopped)
    }

    /// What nobody and what all are worth, for each row.
    private mutating func begin() throws {
        let rows = answers.games.rows.rows
        let count = answers.games.playerCount
        let varying = VaryingPlayers(answers.games, against: answers.background)
        let players = (0..<rows).map { varying.players(row: $0) }
        guard rows > 0 else { return }
        // What nobody is worth hangs on the row where its truth is judged.
        let alone = answers.games.truth == nil ? 0..<1 : 0..<rows
        let nobody = alone.map { row in
            CoalitionAnswers.Question(row: row, coalition: Coalition(players: count))
        }
        let whole = players.enumerated().map { row, some in
            CoalitionAnswers.Question(row: row, coalition: Coalition(some, players: count))
        }
        let worths = try answers.worths(of: nobody + whole)
        let stream = RandomStream(seed: answers.work.seed, purpose: "orders of players")
        games = players.indices.map { row in
            SampledGame(
                players: players[row],
                none: worths[min(row, nobody.count - 1)],
                all: worths[nobody.count + row],
                control: control.map { parts in
                    parts.map { part in players[row].map { part[row, $0] } }
                },
                draws: stream.draws(row: row)
            )
        }
    }

    /// Takes a block of walks for each of some rows, as many rows at a time as fill a batch.
    private mutating func walk(_ rows: [Int], round: Int) throws {
        var waiting: [(row: Int, walks: [PermutationWalk], asks: [Coalition])] = []
        var asked = 0
        try answers.work.cancellation.check()
        for (place, row) in rows.enumerated() {
            if !games[row].players.isEmpty {
                let (walks, asks) = games[row].walks(
                    Self.block,
                    of: answers.games.playerCount
                )
                waiting.append((row, walks, asks))
                asked += asks.count
            }
            guard asked >= answers.together || place == rows.count - 1 else { continue }
            try answer(waiting)
            (waiting, asked) = ([], 0)
            report(round, Double(place + 1) / Double(rows.count))
        }
    }

    private mutating func answer(
        _ waiting: [(row: Int, walks: [PermutationWalk], asks: [Coalition])]
    ) throws {
        let questions = waiting.flatMap { one in
            one.asks.map { CoalitionAnswers.Question(row: one.row, coalition: $0) }
        }
        let worths = try answers.worths(of: questions)
        var start = 0
        for (row, walks, asks) in waiting {
            let some = worths[start..<start + asks.count]
            games[row].take(walks, Dictionary(zip(asks, some)) { first, _ in first })
            start += asks.count
        }
    }

    private func report(_ round: Int, _ share: Double) {
        let label = round == 0 ? "explaining" : "explaining, closer"
        answers.work.progress.report(label, fraction: share)
    }

    private func found(_ coarse: Int, _ isStopped: Bool) -> Attribution {
        let (rows, count) = (answers.games.rows.rows, answers.games.playerCount)
        let outputs = control?.count ?? games.first?.none.count ?? 0
        let empty = Matrix(repeating: 0, rows: rows, columns: count)
        var contributions = Array(repeating: empty, count: outputs)
        var errors = contributions
        for (row, game) in games.enumerated() {
            for output in 0..<outputs {
                let (values, spreads) = game.values(output: output)
                for (place, player) in game.players.enumerated() {
                    contributions[output][row, player] = values[place]
                    errors[output][row, player] = spreads[place]
                }
            }
        }
        return Attribution(
            contributions: contributions,
            bases: (0..<outputs).map { output in Sums.mean(games.map { $0.none[output] }) },
            rowBases: answers.games.truth.map { _ in games.map { $0.none[0] } },
            errors: errors,
            coarse: coarse,
            isStopped: isStopped
        )
    }
}
