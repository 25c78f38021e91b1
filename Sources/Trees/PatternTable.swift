/// What a group of leaves adds for each pattern that some row has, found once a pattern.
struct PatternTable {
    let group: PreparedGroup
    /// The numbers of a pattern: one for each term of all players, or of the group's players alone.
    let width: Int
    /// Where the group's terms stand among those of all players.
    let terms: [Int]
    /// Where they stand among the numbers of a pattern.
    private let places: [Int]
    private var leaves: [LeafTable]
    private var sums: [Double]
    /// For short patterns the entry of each, or -1.
    private var slots: [Int32] = []
    private var entries: [UInt64: Int32] = [:]
    /// `width` numbers an entry.
    private(set) var values: [Double] = []
    private var count: Int32 = 0

    /// Patterns up to so many bits have a slot each.
    private static let shortBits = 16
    var isShort: Bool { group.leaves.bits.count <= PatternTable.shortBits }

    /// `stride` is the width of all terms of so many `players`: a table has it, and is added without
    /// looking where to, unless that would be mostly zeros.
    init(_ group: PreparedGroup, _ kind: LeafTerms, players: Int, stride: Int) {
        self.group = group
        let own = group.leaves.players
        terms = kind.places(of: own, among: players)
        let isWhole = stride <= 2 * terms.count + 4
        width = isWhole ? stride : terms.count
        places = isWhole ? terms : Array(terms.indices)
        sums = Array(repeating: 0, count: terms.count)
        leaves = group.leaves.leaves.enumerated().map { index, leaf in
            LeafTable(
                leaf,
                group.backgrounds?[index],
                places: kind.places(of: leaf.players.map(\.place), among: own.count)
            )
        }
        if isShort { slots = Array(repeating: -1, count: 1 << group.leaves.bits.count) }
    }

    /// The entry of a pattern.
    @inline(__always)
    mutating func entry(short pattern: UInt16, _ sharing: inout LeafSharing) -> Int32 {
        let found = slots[Int(pattern)]
        if found >= 0 { return found }
        let made = make(UInt64(pattern), &sharing)
        slots[Int(pattern)] = made
        return made
    }

    mutating func entry(long pattern: UInt64, _ sharing: inout LeafSharing) -> Int32 {
        if let found = entries[pattern] { return found }
        let made = make(pattern, &sharing)
        entries[pattern] = made
        return made
    }

    /// An entry of its own for a row whose pattern fits no word.
    mutating func entry(wide met: LongSubset, _ sharing: inout LeafSharing) -> Int32 {
        let leaf = group.leaves.leaves[0]
        if let background = group.wideBackground {
            sharing.share(leaf, met, against: background)
        } else {
            sharing.share(leaf, met)
        }
        for (index, place) in leaves[0].places.enumerated() {
            sums[place] = sharing.shares[index]
        }
        return keep()
    }

    @inline(never)
    private mutating func make(_ pattern: UInt64, _ sharing: inout LeafSharing) -> Int32 {
        for index in sums.indices { sums[index] = 0 }
        for index in leaves.indices { leaves[index].add(pattern, to: &sums, &sharing) }
        return keep()
    }

    private mutating func keep() -> Int32 {
        values.append(contentsOf: repeatElement(0, count: width))
        for (index, place) in places.enumerated() {
            values[Int(count) * width + place] = sums[index]
        }
        count += 1
        return count - 1
    }

    /// Forgets the entries of rows whose patterns fit no word, which no other row will ask for.
    mutating func forgetWide() {
        guard group.leaves.isWide else { return }
        values.removeAll(keepingCapacity: true)
        count = 0
    }
}
