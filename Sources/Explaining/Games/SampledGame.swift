import Kernels

/// One row's game by orders of its players.
struct SampledGame: EstimatedGame {
    let facts: GameFacts
    private var orders: BalancedOrders
    /// Coalitions of one player, and of all but one, which come again and again.
    private var known: [Coalition: [Double]] = [:]
    /// For each output the sums over the walks, player by player.
    private var sums: [WalkSums]

    init(_ facts: GameFacts, draws: RandomStream.Draws) {
        self.facts = facts
        orders = BalancedOrders(facts.players, draws)
        sums = Array(repeating: WalkSums(players: facts.players.count), count: facts.outputs)
    }

    var isExact: Bool { false }

    /// Walks to take, and the coalitions whose worths they need.
    mutating func draw() -> (draw: [PermutationWalk], asks: [Coalition]) {
        let walks = (0..<SamplingRule.block).map { _ in
            PermutationWalk(orders.next(), of: facts.count)
        }
        var asks: [Coalition] = []
        var seen = Set<Coalition>()
        for coalition in walks.flatMap({ $0.forward + $0.backward })
        where known[coalition] == nil && seen.insert(coalition).inserted {
            asks.append(coalition)
        }
        return (walks, asks)
    }

    mutating func take(_ walks: [PermutationWalk], _ worths: [Coalition: [Double]]) {
        for walk in walks {
            let places = walk.order.map { facts.players.firstIndex(of: $0) ?? 0 }
            for output in sums.indices {
                let gains = gains(of: walk, output, worths)
                let others =
                    facts.control == nil ? nil : self.gains(of: walk, sums.count + output, worths)
                sums[output].add(gains, others, at: places)
            }
            for coalition in [
                walk.forward.first, walk.forward.last, walk.backward.first, walk.backward.last,
            ] {
                guard let coalition, let worth = worths[coalition] else { continue }
                known[coalition] = worth
            }
        }
    }

    private func gains(
        of walk: PermutationWalk,
        _ column: Int,
        _ worths: [Coalition: [Double]]
    ) -> [Double] {
        walk.gains(none: facts.none[column], all: facts.all[column]) { coalition in
            (worths[coalition] ?? known[coalition])?[column] ?? .nan
        }
    }

    func values(output: Int) -> (values: [Double], errors: [Double]) {
        sums[output].values(control: facts.control?[output])
    }
}

/// Sums over walks of what each player adds, in one game and in another that is walked with it.
struct WalkSums {
    private var count = 0.0
    private var means: [Double]
    private var squares: [Double]
    private var otherMeans: [Double]
    private var otherSquares: [Double]
    private var products: [Double]

    init(players: Int) {
        means = Array(repeating: 0, count: players)
        squares = means
        otherMeans = means
        otherSquares = means
        products = means
    }

    /// Welford's updates, at the players' places.
    mutating func add(_ gains: [Double], _ others: [Double]?, at places: [Int]) {
        count += 1
        for (index, place) in places.enumerated() {
            let gap = gains[index] - means[place]
            means[place] += gap / count
            squares[place] += gap * (gains[index] - means[place])
            guard let other = others?[index] else { continue }
            let otherGap = other - otherMeans[place]
            otherMeans[place] += otherGap / count
            otherSquares[place] += otherGap * (other - otherMeans[place])
            products[place] += gap * (other - otherMeans[place])
        }
    }

    /// The means with their standard errors.
    ///
    /// Where the other game's contributions are known, each
    /// mean is set right by the part of its error that both games share; one slope for all players
    /// keeps their sum.
    func values(control: [Double]?) -> (values: [Double], errors: [Double]) {
        let spread = otherSquares.reduce(0, +)
        let slope = spread > 0 ? products.reduce(0, +) / spread : 0
        let walks = count * max(1, count - 1)
        var (values, errors) = (means, means)
        for place in means.indices {
            var square = squares[place]
            if let control, slope != 0 {
                values[place] -= slope * (otherMeans[place] - control[place])
                square += slope * (slope * otherSquares[place] - 2 * products[place])
            }
            errors[place] = (max(0, square) / walks).squareRoot()
        }
        return (values, errors)
    }
}
