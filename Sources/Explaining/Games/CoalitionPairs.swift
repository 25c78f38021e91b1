import Kernels

/// Coalitions of some players, each with its complement, by the size of the smaller one.
///
/// By leverage all sizes of a coalition weigh alike, and all coalitions of a size. Small sizes, of
/// which there are few, are taken whole; pairs of the others are drawn.
struct CoalitionPairs {
    private let players: Int
    /// Sizes up to here are taken whole.
    private let whole: Int

    /// Of players as 0..<n, so that about `share` pairs are taken whole at most.
    init(players: Int, share: Int) {
        self.players = players
        var (whole, room) = (0, Double(share))
        while whole < players / 2, Self.count(whole + 1, of: players) <= room {
            whole += 1
            room -= Self.count(whole, of: players)
        }
        self.whole = whole
    }

    /// Whether no pair is left to chance.
    var isComplete: Bool { whole == players / 2 }

    /// The pairs of a size: half of its coalitions where they are each other's complements.
    private static func count(_ size: Int, of players: Int) -> Double {
        var count = 1.0
        for place in 0..<size { count *= Double(players - place) / Double(place + 1) }
        return (2 * size == players ? count / 2 : count).rounded()
    }

    /// How likely a pair of a size is drawn.
    private func mass(_ size: Int) -> Double {
        (2 * size == players ? 1 : 2) / Double(players - 1)
    }

    /// The share of all pairs, by likelihood, that are drawn.
    var drawnMass: Double {
        isComplete ? 0 : (whole + 1...players / 2).reduce(0) { $0 + mass($1) }
    }

    /// All pairs of the small sizes, each by its smaller coalition, with its likelihood.
    func certain() -> [(members: [Int], mass: Double)] {
        guard whole > 0 else { return [] }
        return (1...whole).flatMap { size in
            let each = mass(size) / Self.count(size, of: players)
            return combinations(size).map { ($0, each) }
        }
    }

    /// Ascending lists of so many players; where complements are of the same size, those with the
    /// first player.
    private func combinations(_ size: Int) -> [[Int]] {
        var all: [[Int]] = []
        var current = Array(0..<size)
        while true {
            if 2 * size != players || current[0] == 0 { all.append(current) }
            guard
                let place = current.indices.last(where: { current[$0] < players - size + $0 })
            else { return all }
            let start = current[place] + 1
            for (offset, index) in (place..<size).enumerated() { current[index] = start + offset }
        }
    }

    /// A pair of the other sizes.
    func drawn(_ draws: inout RandomStream.Draws) -> [Int] {
        var rest = draws.uniform() * drawnMass
        var size = whole + 1
        while size < players / 2, rest >= mass(size) {
            rest -= mass(size)
            size += 1
        }
        var order = Array(0..<players)
        for place in 0..<size {
            order.swapAt(place, place + draws.integer(below: players - place))
        }
        return order[..<size].sorted()
    }
}
