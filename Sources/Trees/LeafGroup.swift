/// Leaves whose contributions are looked up together: all below one split, or a single one.
///
/// What they add to a row depends on the row's pattern alone: a bit for each player on the path
/// down to the group, which says whether the row meets all conditions on that player, and a bit for
/// each split below, which says whether the row goes left there.
struct LeafGroup: Sendable {
    /// The conditions that make up each bit, lowest first.
    let bits: [[Condition]]
    /// The players that the leaves' values are shared among, ascending.
    let players: [Int]
    let leaves: [PatternLeaf]

    /// Past so many bits a pattern fits no word and is not looked up: a single leaf's bits are its
    /// players then.
    static let widest = 64
    var isWide: Bool { bits.count > LeafGroup.widest }
}

/// A way that a row goes at a split.
struct Condition: Sendable {
    let split: Int
    let left: Bool
}

/// A leaf as its group's patterns see it.
struct PatternLeaf: Sendable {
    let value: Double
    let players: [PathPlayer]
}

/// A player on the path to a leaf.
struct PathPlayer: Sendable {
    /// Its place among the group's players.
    let place: Int
    /// The share of the training rows that goes on at each of its splits, multiplied.
    let share: Double
    /// A pattern meets its conditions when these bits are as wanted.
    let mask: UInt64
    let wanted: UInt64

    func isMet(by pattern: UInt64) -> Bool { pattern & mask == wanted }
}
