/// Truths against which scores can be held: how well these put the rows in their order.
///
/// The measure is the chance that of two rows of different truths the one with the higher truth has
/// the higher score, ties counting half. Of two classes it is the area under the ROC curve; of numbers
/// (D + 1) / 2 for Somers' D.
package struct Concordance: Sendable {
    /// The place of each row's truth among the different truths.
    private let levels: [Int]
    private let levelCount: Int
    /// How many pairs of rows have different truths.
    private let pairs: Double

    package init(truth: [Double]) {
        let order = SortOrder.ascending(truth)
        let ties = Ranks.ties(truth, order: order)
        var levels = [Int](repeating: 0, count: truth.count)
        var pairs = Self.pairs(truth.count)
        for (level, tie) in ties.enumerated() {
            pairs -= Self.pairs(tie.count)
            for place in tie { levels[order[place]] = level }
        }
        self.levels = levels
        self.pairs = pairs
        levelCount = ties.count
    }

    private static func pairs(_ count: Int) -> Double { Double(count) * Double(count - 1) / 2 }

    /// The measure of a score; NaN when all truths are one.
    ///
    /// A score that is a NaN is the highest.
    package func of(_ score: [Double]) -> Double {
        let counts = counts(score)
        return share(counts.above + counts.gapsAbove, counts.below + counts.gapsBelow)
    }

    /// The measure of a score or of its negative, NaNs counting as the highest or the lowest: the
    /// largest of these.
    package func strongest(_ score: [Double]) -> Double {
        let counts = counts(score)
        let high = share(counts.above + counts.gapsAbove, counts.below + counts.gapsBelow)
        let low = share(counts.above + counts.gapsBelow, counts.below + counts.gapsAbove)
        return max(max(high, 1 - high), max(low, 1 - low))
    }

    private func share(_ right: Double, _ wrong: Double) -> Double {
        (right + (pairs - right - wrong) / 2) / pairs
    }

    /// Pairs in the order of the truth and against it, those with a NaN apart: as if it were highest.
    private struct Counts {
        var above = 0.0
        var below = 0.0
        var gapsAbove = 0.0
        var gapsBelow = 0.0
    }

    private func counts(_ score: [Double]) -> Counts {
        precondition(score.count == levels.count, "a score for every truth")
        let order = SortOrder.ascending(score)
        let known = order.firstIndex { score[$0].isNaN } ?? order.count
        var counts = Counts()
        var seen = CumulativeCounts(levelCount)
        for tie in Ranks.ties(score, order: Array(order[..<known])) + [known..<order.count] {
            var (above, below) = (0, 0)
            for place in tie {
                let level = levels[order[place]]
                above += seen.count(before: level)
                below += tie.lowerBound - seen.count(before: level + 1)
            }
            for place in tie { seen.add(levels[order[place]]) }
            if tie.lowerBound < known {
                counts.above += Double(above)
                counts.below += Double(below)
            } else {
                counts.gapsAbove += Double(above)
                counts.gapsBelow += Double(below)
            }
        }
        return counts
    }
}

/// Counts by level that know how many lie before a level; a Fenwick tree.
private struct CumulativeCounts {
    private var tree: [Int]

    init(_ levels: Int) { tree = Array(repeating: 0, count: levels + 1) }

    mutating func add(_ level: Int) {
        var place = level + 1
        while place < tree.count {
            tree[place] += 1
            place += place & -place
        }
    }

    func count(before level: Int) -> Int {
        var (place, sum) = (level, 0)
        while place > 0 {
            sum += tree[place]
            place -= place & -place
        }
        return sum
    }
}
