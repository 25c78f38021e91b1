/// The numbers that a leaf's value is shared out into.
enum LeafTerms: Sendable {
    /// One for each player.
    case values
    /// One for each player, and half of what two of them add together for each pair: the upper triangle
    /// of a square, row after row, the players' own on its diagonal.
    case pairs

    /// How many there are for so many players.
    func count(_ players: Int) -> Int {
        switch self {
        case .values: players
        case .pairs: players * (players + 1) / 2
        }
    }

    /// Where the number of two of so many players stands; of a player with itself its own.
    static func place(_ first: Int, _ second: Int, of players: Int) -> Int {
        let (low, high) = (min(first, second), max(first, second))
        return low * players - low * (low - 1) / 2 + high - low
    }

    /// Where each term of some of the players stands among the terms of all of them.
    func places(of some: [Int], among players: Int) -> [Int] {
        switch self {
        case .values: some
        case .pairs:
            some.indices.flatMap { first in
                some[first...].map { LeafTerms.place(some[first], $0, of: players) }
            }
        }
    }
}
