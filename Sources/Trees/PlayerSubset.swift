/// Some of a leaf's players.
protocol PlayerSubset: Hashable, Sendable {
    /// None of `count` players.
    init(count: Int)
    func contains(_ player: Int) -> Bool
    mutating func insert(_ player: Int)
    /// How many are in this set and not in the other.
    func count(without other: Self) -> Int
    /// Whether each of `count` players is in one of the sets.
    func covers(_ count: Int, with other: Self) -> Bool
}

/// A subset of up to 64 players, as nearly every leaf has.
struct ShortSubset: PlayerSubset {
    var word: UInt64 = 0

    init(count: Int) {}

    @inline(__always)
    func contains(_ player: Int) -> Bool { word >> UInt64(player) & 1 == 1 }

    @inline(__always)
    mutating func insert(_ player: Int) { word |= 1 << UInt64(player) }

    func count(without other: ShortSubset) -> Int { (word & ~other.word).nonzeroBitCount }

    func covers(_ count: Int, with other: ShortSubset) -> Bool {
        (word | other.word).nonzeroBitCount == count
    }
}

/// A subset of any number of players.
struct LongSubset: PlayerSubset {
    private var words: [UInt64]

    init(count: Int) { words = Array(repeating: 0, count: (count + 63) / 64) }

    func contains(_ player: Int) -> Bool { words[player / 64] >> UInt64(player & 63) & 1 == 1 }

    mutating func insert(_ player: Int) { words[player / 64] |= 1 << UInt64(player & 63) }

    func count(without other: LongSubset) -> Int {
        zip(words, other.words).reduce(0) { $0 + ($1.0 & ~$1.1).nonzeroBitCount }
    }

    func covers(_ count: Int, with other: LongSubset) -> Bool {
        zip(words, other.words).reduce(0) { $0 + ($1.0 | $1.1).nonzeroBitCount } == count
    }
}
