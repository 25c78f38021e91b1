/// Some rows in a row, and which way each of them goes at each split of a tree.
struct RowBlock {
    /// Rows that are worked on at once: what is known of them stays in the processor's first cache.
    static let most = 256

    /// All ones where the row goes left, row after row for each split.
    private var decisions: [UInt16] = []
    /// The pattern of each row, for the group of short patterns that was last looked at.
    private(set) var patterns = [UInt16](repeating: 0, count: RowBlock.most)
    private(set) var start = 0
    private(set) var count = 0

    /// Sends rows through all splits of a tree; `cells` hold a column a feature, `rows` long.
    mutating func decide(
        _ tree: DecisionTree,
        _ cells: UnsafeBufferPointer<Double>,
        rows: Int,
        from start: Int,
        count: Int
    ) {
        self.start = start
        self.count = count
        let needed = tree.splits.count * RowBlock.most
        if decisions.count < needed { decisions = Array(repeating: 0, count: needed) }
        decisions.withUnsafeMutableBufferPointer { decisions in
            for (index, split) in tree.splits.enumerated() {
                let column = UnsafeBufferPointer(
                    rebasing: cells[
                        split.feature * rows + start..<split.feature * rows + start + count
                    ]
                )
                let answers = UnsafeMutableBufferPointer(
                    rebasing: decisions[index * RowBlock.most..<(index + 1) * RowBlock.most]
                )
                split.rule.decide(column, answers)
            }
        }
    }

    /// Finds the pattern of each row, for a group of short patterns.
    mutating func findPatterns(of group: LeafGroup) {
        let count = count
        decisions.withUnsafeBufferPointer { decisions in
            patterns.withUnsafeMutableBufferPointer { patterns in
                for row in 0..<count { patterns[row] = 0 }
                for (place, conditions) in group.bits.enumerated() {
                    let bit = UInt16(1) << UInt16(place)
                    RowBlock.mark(conditions, bit, decisions, patterns, count)
                }
            }
        }
    }

    /// Sets a bit where all conditions are met.
    @inline(__always)
    private static func mark(
        _ conditions: [Condition],
        _ bit: UInt16,
        _ decisions: UnsafeBufferPointer<UInt16>,
        _ patterns: UnsafeMutableBufferPointer<UInt16>,
        _ count: Int
    ) {
        guard let all = decisions.baseAddress, let out = patterns.baseAddress else { return }
        let (first, flip) = answers(to: conditions[0], in: all)
        switch conditions.count {
        case 1:
            for row in 0..<count { out[row] |= (first[row] ^ flip) & bit }
        case 2:
            let (second, other) = answers(to: conditions[1], in: all)
            for row in 0..<count { out[row] |= (first[row] ^ flip) & (second[row] ^ other) & bit }
        default:
            withUnsafeTemporaryAllocation(of: UInt16.self, capacity: most) { met in
                for row in 0..<count { met[row] = (first[row] ^ flip) & bit }
                for index in 1..<conditions.count {
                    let (next, other) = answers(to: conditions[index], in: all)
                    for row in 0..<count { met[row] &= next[row] ^ other }
                }
                for row in 0..<count { out[row] |= met[row] }
            }
        }
    }

    /// Where the answers at a condition's split begin, and which bits turn them into whether it is
    /// met.
    @inline(__always)
    private static func answers(
        to condition: Condition,
        in decisions: UnsafePointer<UInt16>
    ) -> (UnsafePointer<UInt16>, flip: UInt16) {
        (decisions + condition.split * most, condition.left ? 0 : .max)
    }

    /// Whether a row of the block goes left at a split.
    @inline(__always)
    func isLeft(at split: Int, row: Int) -> Bool { decisions[split * RowBlock.most + row] != 0 }

    /// Whether a row of the block meets all of the conditions.
    func meets(_ conditions: [Condition], row: Int) -> Bool {
        conditions.allSatisfy { condition in
            isLeft(at: condition.split, row: row) == condition.left
        }
    }

    /// The pattern of a row, for a group whose patterns fit a word.
    func longPattern(of group: LeafGroup, row: Int) -> UInt64 {
        var pattern: UInt64 = 0
        for (place, conditions) in group.bits.enumerated() where meets(conditions, row: row) {
            pattern |= 1 << UInt64(place)
        }
        return pattern
    }

    /// The players whose conditions a row meets, for a leaf whose patterns fit no word.
    func widePattern(of group: LeafGroup, row: Int) -> LongSubset {
        var met = LongSubset(count: group.bits.count)
        for (place, conditions) in group.bits.enumerated() where meets(conditions, row: row) {
            met.insert(place)
        }
        return met
    }
}

extension SplitRule {
    /// Answers for a column: all ones where a cell goes left.
    fileprivate func decide(
        _ column: UnsafeBufferPointer<Double>,
        _ answers: UnsafeMutableBufferPointer<UInt16>
    ) {
        guard let cells = column.baseAddress, let out = answers.baseAddress else { return }
        switch self {
        case .atMost(let threshold, let missingLeft, false):
            let missing: UInt16 = missingLeft ? .max : 0
            for row in 0..<column.count {
                let cell = cells[row]
                let isLeft: UInt16 = cell <= threshold ? .max : 0
                let isMissing: UInt16 = cell.isNaN ? missing : 0
                out[row] = isLeft | isMissing
            }
        case .atMost:
            for row in 0..<column.count { out[row] = sendsLeft(cells[row]) ? .max : 0 }
        case .among(let words):
            let limit = Double(words.count * 32)
            let words = words.span
            for row in 0..<column.count {
                let cell = cells[row]
                let isKnown = cell > -1 && cell < limit
                let category = isKnown ? Int(cell) : 0
                let bit = isKnown ? words[category >> 5] >> UInt32(category & 31) & 1 : 0
                out[row] = 0 &- UInt16(truncatingIfNeeded: bit)
            }
        }
    }
}
