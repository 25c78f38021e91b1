import Catalog
import Kernels
import Tables

/// How long games are sampled.
enum SamplingRule {
    /// Between two looks at a row's errors so many coalitions are asked about for each player but one,
    /// and their complements; and so many at most.
    static let (block, most) = (16, 320)
    /// The standard error that is fine, as a share of the spread of a row's contributions.
    static let tolerance = 0.01

    /// How many predictions a block of every row's game takes.
    static func predictions(for games: RowGames) -> Double {
        let questions = Double(block * 2 * games.playerCount)
        return Double(games.rows.rows) * questions * Double(games.background?.rows ?? 0)
    }
}

/// What is known of one row's game while it is sampled.
protocol EstimatedGame {
    /// What was drawn, and waits for the worths of coalitions.
    associatedtype Draw

    init(_ facts: GameFacts, draws: RandomStream.Draws)
    var facts: GameFacts { get }
    /// Whether nothing is left to chance.
    var isExact: Bool { get }
    /// Draws a block, and tells the coalitions whose worths it needs.
    mutating func draw() -> (draw: Draw, asks: [Coalition])
    mutating func take(_ draw: Draw, _ worths: [Coalition: [Double]])
    /// The contributions of an output with their standard errors, in the order of the players.
    func values(output: Int) -> (values: [Double], errors: [Double])
}

/// What a row's game begins with.
struct GameFacts {
    /// The players who can make a difference, and how many there are in all.
    let players: [Int]
    let count: Int
    /// What nobody and what all are worth, for each output.
    let none: [Double]
    let all: [Double]
    /// For each output the exact contributions of a second game that is sampled with the first; its
    /// worths stand behind those of the first.
    let control: [[Double]]?

    var outputs: Int { control == nil ? none.count : none.count / 2 }
}

extension EstimatedGame {
    /// Whether every standard error is small against what lies between the contributions.
    func isFine(_ tolerance: Double) -> Bool {
        (0..<facts.outputs).allSatisfy { output in
            let (values, errors) = values(output: output)
            let scale = max(facts.none[output].magnitude, facts.all[output].magnitude)
            let spread = (values.max() ?? 0) - (values.min() ?? 0)
            return (errors.max() ?? 0) <= max(tolerance * spread, 1e-12 * scale)
        }
    }
}

/// The games of some rows, sampled until all are fine or enough has been asked.
struct GameSampling<Game: EstimatedGame> {
    private let answers: CoalitionAnswers
    private let control: [Matrix]?
    private var games: [Game] = []

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
        while !open.isEmpty, taken < SamplingRule.most {
            do {
                try walk(open, round: taken)
            } catch is CancellationError where taken > 0 {
                isStopped = true
                break
            }
            taken += SamplingRule.block
            open.removeAll { games[$0].isFine(SamplingRule.tolerance) }
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
            let facts = GameFacts(
                players: players[row],
                count: count,
                none: worths[min(row, nobody.count - 1)],
                all: worths[nobody.count + row],
                control: control.map { parts in
                    parts.map { part in players[row].map { part[row, $0] } }
                }
            )
            return Game(facts, draws: stream.draws(row: row))
        }
    }

    /// Takes a block for each of some rows, as many rows at a time as fill a batch.
    private mutating func walk(_ rows: [Int], round: Int) throws {
        var waiting: [(row: Int, draw: Game.Draw, asks: [Coalition])] = []
        var asked = 0
        try answers.work.cancellation.check()
        for (place, row) in rows.enumerated() {
            if !games[row].facts.players.isEmpty {
                let (draw, asks) = games[row].draw()
                waiting.append((row, draw, asks))
                asked += asks.count
            }
            guard asked >= answers.together || place == rows.count - 1 else { continue }
            try answer(waiting)
            (waiting, asked) = ([], 0)
            report(round, Double(place + 1) / Double(rows.count))
        }
    }

    private mutating func answer(
        _ waiting: [(row: Int, draw: Game.Draw, asks: [Coalition])]
    ) throws {
        let questions = waiting.flatMap { one in
            one.asks.map { CoalitionAnswers.Question(row: one.row, coalition: $0) }
        }
        let worths = try answers.worths(of: questions)
        var start = 0
        for (row, draw, asks) in waiting {
            let some = worths[start..<start + asks.count]
            games[row].take(draw, Dictionary(zip(asks, some)) { first, _ in first })
            start += asks.count
        }
    }

    private func report(_ round: Int, _ share: Double) {
        let label = round == 0 ? "explaining" : "explaining, closer"
        answers.work.progress.report(label, fraction: share)
    }

    private func found(_ coarse: Int, _ isStopped: Bool) -> Attribution {
        let (rows, count) = (answers.games.rows.rows, answers.games.playerCount)
        let outputs = control?.count ?? games.first?.facts.none.count ?? 0
        let empty = Matrix(repeating: 0, rows: rows, columns: count)
        var contributions = Array(repeating: empty, count: outputs)
        var errors = contributions
        for (row, game) in games.enumerated() {
            for output in 0..<outputs {
                let (values, spreads) = game.values(output: output)
                for (place, player) in game.facts.players.enumerated() {
                    contributions[output][row, player] = values[place]
                    errors[output][row, player] = spreads[place]
                }
            }
        }
        return Attribution(
            contributions: contributions,
            bases: (0..<outputs).map { output in Sums.mean(games.map { $0.facts.none[output] }) },
            rowBases: answers.games.truth.map { _ in games.map { $0.facts.none[0] } },
            errors: games.allSatisfy(\.isExact) ? nil : errors,
            coarse: coarse,
            isStopped: isStopped
        )
    }
}
