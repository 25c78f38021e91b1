import Kernels

/// Players who come in one order and leave in the same, so that each is weighed both where many
/// have come before and where few have: what games of pairs give is exact after one walk.
struct PermutationWalk {
    let order: [Int]
    /// Who has come, after each but the last; and the same from the end of the order.
    let forward: [Coalition]
    let backward: [Coalition]

    init(_ order: [Int], of players: Int) {
        self.order = order
        forward = Self.grown(order, players)
        backward = Self.grown(order.reversed(), players)
    }

    private static func grown(_ order: [Int], _ players: Int) -> [Coalition] {
        var coalition = Coalition(players: players)
        return order.dropLast().map { player in
            coalition.insert(player)
            return coalition
        }
    }

    /// For each player in order the mean of what it adds in both directions, for one output.
    func gains(
        none: Double,
        all: Double,
        _ worth: (Coalition) -> Double
    ) -> [Double] {
        let up = [none] + forward.map(worth) + [all]
        let down = [none] + backward.map(worth) + [all]
        let count = order.count
        return (0..<count).map { place in
            let first = up[place + 1] - up[place]
            let second = down[count - place] - down[count - place - 1]
            return (first + second) / 2
        }
    }
}

/// The orders of a game, drawn so that each player comes first equally often.
struct BalancedOrders {
    private let players: [Int]
    private var draws: RandomStream.Draws
    private var starts: [Int] = []

    init(_ players: [Int], _ draws: RandomStream.Draws) {
        self.players = players
        self.draws = draws
    }

    mutating func next() -> [Int] {
        if starts.isEmpty { starts = players.shuffled(using: &draws) }
        let start = starts.removeLast()
        return [start] + players.filter { $0 != start }.shuffled(using: &draws)
    }
}
