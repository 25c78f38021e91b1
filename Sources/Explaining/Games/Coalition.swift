/// Some of a game's players.
struct Coalition: Hashable, Sendable {
    private var words: [UInt64]

    /// Nobody, of so many players.
    init(players: Int) { words = Array(repeating: 0, count: (players + 63) / 64) }

    init(_ members: some Sequence<Int>, players: Int) {
        self.init(players: players)
        for member in members { insert(member) }
    }

    func contains(_ player: Int) -> Bool { words[player / 64] >> UInt64(player & 63) & 1 == 1 }

    mutating func insert(_ player: Int) { words[player / 64] |= 1 << UInt64(player & 63) }

    func inserting(_ player: Int) -> Coalition {
        var copy = self
        copy.insert(player)
        return copy
    }
}
