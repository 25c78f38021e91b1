import Tables
import Trees

/// Trees grown by chance, with every kind of split.
struct RandomTrees {
    private var state: UInt64
    let features: Int

    init(seed: UInt64, features: Int) {
        state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
        self.features = features
    }

    /// A number in 0..<1, by xorshift.
    mutating func next() -> Double {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return Double(state >> 11) / Double(1 << 53)
    }

    mutating func below(_ count: Int) -> Int { Int(next() * Double(count)) }

    mutating func ensemble(trees: Int, leaves: Int, outputs: Int = 1) -> TreeEnsemble {
        let grown = (0..<trees).map { tree(output: $0 % outputs, leaves: leaves) }
        return TreeEnsemble(features: features, outputs: outputs, trees: grown)
    }

    /// A tree whose every split divides the cover of a leaf chosen by chance.
    mutating func tree(output: Int = 0, leaves: Int) -> DecisionTree {
        var splits: [Split] = []
        var ends = [Leaf(value: 4 * next() - 2, cover: 1000)]
        while ends.count < leaves {
            let place = below(ends.count)
            let cover = ends[place].cover
            let share = (0.1 + 0.8 * next()) * cover
            splits = splits.map { $0.replacing(.leaf(place), with: .split(splits.count)) }
            splits.append(
                Split(
                    feature: below(features),
                    rule: rule(),
                    left: .leaf(place),
                    right: .leaf(ends.count),
                    cover: cover
                )
            )
            ends[place] = Leaf(value: 4 * next() - 2, cover: share)
            ends.append(Leaf(value: 4 * next() - 2, cover: cover - share))
        }
        return DecisionTree(output: output, splits: splits, leaves: ends)
    }

    private mutating func rule() -> SplitRule {
        switch below(4) {
        case 0: .among([UInt32(truncatingIfNeeded: below(1 << 6)), 0b1011])
        case 1: .atMost(Double(below(5)) - 1, missingLeft: next() < 0.5, zeroIsMissing: true)
        default: .atMost(Double(below(5)) - 1, missingLeft: next() < 0.5, zeroIsMissing: false)
        }
    }

    /// Rows of small numbers, many of them on thresholds, some missing.
    mutating func rows(_ count: Int) -> Matrix {
        Matrix(
            rows: count,
            columns: features,
            cells: (0..<count * features).map { _ in
                next() < 0.1 ? .nan : next() < 0.8 ? Double(below(6)) - 1 : 6 * next() - 2
            }
        )
    }
}

extension Split {
    fileprivate func replacing(_ old: Branch, with new: Branch) -> Split {
        Split(
            feature: feature,
            rule: rule,
            left: left == old ? new : left,
            right: right == old ? new : right,
            cover: cover
        )
    }
}
