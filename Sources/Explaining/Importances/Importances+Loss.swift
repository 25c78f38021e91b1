import Catalog
package import Kernels
import Learning
package import Tables

extension Importances {
    /// Rows that cells are taken from, walks between two looks at the errors, and the most walks.
    private static let (mostOthers, block, most) = (200, 64, 4096)
    /// The standard error at which it ends, as a share of what lies between the values.
    private static let tolerance = 0.025

    /// How much of the model's advantage each feature brings: feature, importance, se.
    ///
    /// SAGE (Covert, Lundberg and Lee 2020): a coalition is worth the loss that it saves, when the
    /// model's prediction is its mean over other rows' cells of all features that are left out. The
    /// values add up to the loss of the mean prediction less that of the model: log loss for classes,
    /// squared error for numbers. Each walk is of a row drawn by chance, in an order drawn by chance,
    /// forwards and backwards.
    package static func loss(
        _ judged: JudgedRows,
        in work: WorkContext
    ) throws -> (table: Table, others: Int, walks: Int) {
        let others = judged.some(mostOthers)
        let games = RowGames(
            judged.rows,
            players: judged.players.places,
            background: judged.rows.rows(at: others),
            output: .prediction
        )
        let answers = CoalitionAnswers(games, of: judged.pipeline, in: work)
        var sampling = LossSampling(answers, judged)
        while sampling.walks < most, !sampling.isFine(tolerance) {
            try work.cancellation.check()
            try sampling.walk(block)
            work.progress.report("weighing", fraction: Double(sampling.walks) / Double(most))
        }
        let (values, errors) = sampling.values
        return (table(judged.players.names, values, errors), others.count, sampling.walks)
    }
}

/// What walks over coalitions save of the loss.
private struct LossSampling {
    private let answers: CoalitionAnswers
    private let judged: JudgedRows
    private let stream: RandomStream
    private let rows: [Int]
    private var orders: BalancedOrders
    private var sums: WalkSums
    private(set) var walks = 0

    init(_ answers: CoalitionAnswers, _ judged: JudgedRows) {
        self.answers = answers
        self.judged = judged
        stream = RandomStream(seed: answers.work.seed, purpose: "rows of sage")
        rows = stream.permutation(judged.truth.count)
        let players = Array(0..<answers.games.playerCount)
        orders = BalancedOrders(
            players,
            RandomStream(seed: answers.work.seed, purpose: "orders of sage").draws(row: 0)
        )
        sums = WalkSums(players: players.count)
    }

    var values: (values: [Double], errors: [Double]) { sums.values(control: nil) }

    func isFine(_ tolerance: Double) -> Bool {
        guard walks > 0 else { return false }
        let (values, errors) = values
        let spread = (values.max() ?? 0) - (values.min() ?? 0)
        return (errors.max() ?? 0) <= tolerance * spread
    }

    mutating func walk(_ count: Int) throws {
        let players = answers.games.playerCount
        let walked = (0..<count).map { step in
            (
                row: rows[(walks + step) % rows.count],
                walk: PermutationWalk(orders.next(), of: players)
            )
        }
        let questions = walked.flatMap { one in
            ([Coalition(players: players), Coalition(0..<players, players: players)]
                + one.walk.forward + one.walk.backward).map {
                    CoalitionAnswers.Question(row: one.row, coalition: $0)
                }
        }
        let worths = try answers.worths(of: questions)
        var start = 0
        for one in walked {
            let size = 2 + one.walk.forward.count + one.walk.backward.count
            let saved = worths[start..<start + size].map { -loss(one.row, $0) }
            let coalitions = one.walk.forward + one.walk.backward
            let known = Dictionary(zip(coalitions, saved.dropFirst(2))) { first, _ in first }
            let gains = one.walk.gains(none: saved[0], all: saved[1]) { known[$0] ?? .nan }
            sums.add(gains, nil, at: one.walk.order)
            start += size
        }
        walks += count
    }

    private func loss(_ row: Int, _ prediction: [Double]) -> Double {
        judged.pipeline.task.loss(truth: judged.truth[row]) { prediction[$0] }
    }
}
