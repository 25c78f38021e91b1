import Tables

/// A group of leaves, with what it is compared with.
struct PreparedGroup: Sendable {
    let leaves: LeafGroup
    /// For each leaf the patterns of a background.
    var backgrounds: [[BackgroundPattern<ShortSubset>]]?
    /// The same for the one leaf of a group whose patterns fit no word.
    var wideBackground: [BackgroundPattern<LongSubset>]?
}

/// A tree made ready for rows.
struct PreparedTree: Sendable {
    let tree: DecisionTree
    let groups: [PreparedGroup]
    /// The mean of its margin that contributions are added to.
    let base: Double

    init(_ tree: DecisionTree, _ groups: [LeafGroup], _ game: LeafGame) {
        self.tree = tree
        switch game {
        case .pathDependent:
            self.groups = groups.map { PreparedGroup(leaves: $0) }
            base = tree.coverMean
        case .against(let background):
            self.groups = PreparedTree.compared(groups, of: tree, with: background)
            base = self.groups.reduce(0.0) { $0 + $1.backgroundMean }
        }
    }

    /// The groups with the patterns of a background's rows, each with its share of the rows.
    private static func compared(
        _ groups: [LeafGroup],
        of tree: DecisionTree,
        with background: Matrix
    ) -> [PreparedGroup] {
        var counts = groups.map { BackgroundCounts($0) }
        var block = RowBlock()
        background.cells.withUnsafeBufferPointer { cells in
            for start in stride(from: 0, to: background.rows, by: RowBlock.most) {
                let count = min(RowBlock.most, background.rows - start)
                block.decide(tree, cells, rows: background.rows, from: start, count: count)
                for index in counts.indices { counts[index].add(&block) }
            }
        }
        return counts.map { $0.prepared(of: background.rows) }
    }
}

/// How many rows of a background have each pattern of a group.
private struct BackgroundCounts {
    let group: LeafGroup
    /// For patterns of few bits how many rows have each.
    private var slots: [Int]
    /// More bits have more patterns than a background has rows.
    private static let slotBits = 12
    private var patterns: [UInt64: Int] = [:]
    private var wide: [LongSubset: Int] = [:]
    /// Patterns in the order in which they first came, so that sums are the same every time.
    private var order: [UInt64] = []
    private var wideOrder: [LongSubset] = []

    init(_ group: LeafGroup) {
        self.group = group
        let bits = group.bits.count
        slots = bits <= Self.slotBits ? Array(repeating: 0, count: 1 << bits) : []
    }

    mutating func add(_ block: inout RowBlock) {
        if !slots.isEmpty {
            block.findPatterns(of: group)
            for row in 0..<block.count { slots[Int(block.patterns[row])] += 1 }
            return
        }
        for row in 0..<block.count {
            if group.isWide {
                let met = block.widePattern(of: group, row: row)
                if wide.updateValue((wide[met] ?? 0) + 1, forKey: met) == nil {
                    wideOrder.append(met)
                }
            } else {
                let pattern = block.longPattern(of: group, row: row)
                if patterns.updateValue((patterns[pattern] ?? 0) + 1, forKey: pattern) == nil {
                    order.append(pattern)
                }
            }
        }
    }

    func prepared(of rows: Int) -> PreparedGroup {
        let share = { (count: Int) in Double(count) / Double(rows) }
        if group.isWide {
            let found = wideOrder.map {
                BackgroundPattern(met: $0, weight: share(wide[$0] ?? 0))
            }
            return PreparedGroup(leaves: group, wideBackground: found)
        }
        let seen =
            slots.indices.filter { slots[$0] > 0 }.map { (UInt64($0), slots[$0]) }
            + order.map { ($0, patterns[$0] ?? 0) }
        let found = group.leaves.map { leaf in
            var counts: [ShortSubset: Int] = [:]
            var met: [ShortSubset] = []
            for (pattern, count) in seen {
                let subset = leaf.met(by: pattern)
                let more = (counts[subset] ?? 0) + count
                if counts.updateValue(more, forKey: subset) == nil { met.append(subset) }
            }
            return met.map { BackgroundPattern(met: $0, weight: share(counts[$0] ?? 0)) }
        }
        return PreparedGroup(leaves: group, backgrounds: found)
    }
}

extension PreparedGroup {
    /// The mean of the leaves' values over the background.
    fileprivate var backgroundMean: Double {
        if let wideBackground { return mean(of: leaves.leaves[0], wideBackground) }
        return zip(leaves.leaves, backgrounds ?? []).reduce(0.0) { $0 + mean(of: $1.0, $1.1) }
    }

    private func mean<Subset>(
        of leaf: PatternLeaf,
        _ background: [BackgroundPattern<Subset>]
    ) -> Double {
        let all = background.first { pattern in
            leaf.players.indices.allSatisfy { pattern.met.contains($0) }
        }
        return leaf.value * (all?.weight ?? 0)
    }
}
