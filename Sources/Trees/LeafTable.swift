/// What a leaf gives to each of its terms, for each subset of met conditions that occurs.
struct LeafTable {
    private let leaf: PatternLeaf
    /// Where its terms stand among the group's.
    let places: [Int]
    private let background: [BackgroundPattern<ShortSubset>]?
    /// For few players the place of each subset, or -1.
    private var slots: [Int32] = []
    private var entries: [UInt64: Int32] = [:]
    /// A number for each of the leaf's terms, entry after entry.
    private var values: [Double] = []

    /// Up to so many players each subset has a slot.
    private static let few = 10

    /// Without a background the values are path-dependent.
    init(
        _ leaf: PatternLeaf,
        _ background: [BackgroundPattern<ShortSubset>]?,
        places: [Int]
    ) {
        self.leaf = leaf
        self.places = places
        self.background = background
        if leaf.players.count <= LeafTable.few {
            slots = Array(repeating: -1, count: 1 << leaf.players.count)
        }
    }

    /// Adds what the leaf gives under a pattern to the sums of the group's terms.
    mutating func add(
        _ pattern: UInt64,
        to sums: inout [Double],
        _ sharing: inout LeafSharing
    ) {
        let count = places.count
        let start = Int(entry(leaf.met(by: pattern), &sharing)) * count
        let places = places.span
        for index in 0..<count { sums[places[index]] += values[start + index] }
    }

    private mutating func entry(_ met: ShortSubset, _ sharing: inout LeafSharing) -> Int32 {
        if !slots.isEmpty {
            let known = slots[Int(met.word)]
            if known >= 0 { return known }
        } else if let known = entries[met.word] {
            return known
        }
        let count = places.count
        let made = Int32(count == 0 ? 0 : values.count / count)
        if let background {
            sharing.share(leaf, met, against: background)
        } else {
            sharing.share(leaf, met)
        }
        values.append(contentsOf: sharing.shares[..<count])
        if !slots.isEmpty { slots[Int(met.word)] = made } else { entries[met.word] = made }
        return made
    }
}

extension PatternLeaf {
    /// The players whose conditions a row of that pattern meets.
    func met(by pattern: UInt64) -> ShortSubset {
        var met = ShortSubset(count: players.count)
        let players = players.span
        for index in 0..<players.count where players[index].isMet(by: pattern) {
            met.insert(index)
        }
        return met
    }
}
