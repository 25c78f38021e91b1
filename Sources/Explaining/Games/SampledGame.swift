import Kernels

/// What is known of one row's game while its orders are drawn.
struct SampledGame {
    /// The players who can make a difference.
    let players: [Int]
    let none: [Double]
    let all: [Double]
    private var orders: BalancedOrders
    /// Coalitions of one player, and of all but one, which come again and again.
    private var known: [Coalition: [Double]] = [:]
    /// For each output the sums over the walks, player by player.
    private var sums: [WalkSums]
    /// For each output the exact contributions of a second game that is walked with the first; its
    /// worths stand behind those of the first.
    private let control: [[Double]]?

    init(
        players: [Int],
        none: [Double],
        all: [Double],
        control: [[Double]]?,
        draws: RandomStream.Draws
    ) {
        self.players = players
        (self.none, self.all) = (none, all)
        self.control = control
        orders = BalancedOrders(players, draws)
        let outputs = control == nil ? none.count : none.count / 2
        sums = Array(repeating: WalkSums(players: players.count), count: outputs)
    }

    /// Walks to take, and the coalitions whose worths they need.
    mutating func walks(_ count: Int, of all: Int) -> (walks: [PermutationWalk], asks: [Coalition])
    {
        let walks = (0..<count).map { _ in PermutationWalk(orders.next(), of: all) }
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
            let places = walk.order.map { players.firstIndex(of: $0) ?? 0 }
            for output in sums.indices {
                let gains = gains(of: walk, output, worths)
                let others =
                    control == nil ? nil : self.gains(of: walk, sums.count + output, worths)
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
        walk.gains(none: none[column], all: all[column]) { coalition in
            (worths[coalition] ?? known[coalition])?[column] ?? .nan
        }
    }

    /// The contributions of an output with their standard errors, in the order of `players`.
    func values(output: Int) -> (values: [Double], errors: [Double]) {
        sums[output].values(control: control?[output])
    }

    /// Whether every standard error is small against what lies between the contributions.
    func isFine(_ tolerance: Double) -> Bool {
        sums.indices.allSatisfy { output in
            let (values, errors) = values(output: output)
            let scale = max(none[output].magnitude, all[output].magnitude)
            let spread = (values.max() ?? 0) - (values.min() ?? 0)
            return (errors.max() ?? 0) <= max(tolerance * spread, 1e-12 * scale)
        }
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
