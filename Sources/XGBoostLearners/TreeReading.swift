import Diagnostics
import Learning
import Trees

/// Makes a tree of ours from the nodes of one.
struct TreeReading {
    private let part: TreePart
    private let features: Int
    /// How many values a leaf has.
    private let width: Int
    private let sets: [Int: Range<Int>]
    /// The last category that any split names.
    private let lastCategory: Int

    init(_ part: TreePart, _ features: Int, width: Int) throws(Diagnostic) {
        self.part = part
        self.width = width
        self.features = features
        let count = part.leftChildren.count
        let sizes = [
            part.rightChildren.count, part.splitIndices.count, part.splitConditions.count,
            part.splitType.count, part.defaultLeft.count, part.sumHessian.count,
            part.lossChanges.count,
        ]
        let places = part.categoriesNodes
        guard count > 0, sizes.allSatisfy({ $0 == count }),
            part.categoriesSegments.count == places.count,
            part.categoriesSizes.count == places.count,
            part.splitIndices.allSatisfy({ (0..<max(1, features)).contains($0) }),
            part.categories.allSatisfy({ (0..<1 << 24).contains($0) }),
            zip(places, places.dropFirst()).allSatisfy({ $0 < $1 }),
            // To the library a leaf has -1 to its left, and any other number is a node.
            (part.leftChildren + part.rightChildren).allSatisfy({ (-1..<count).contains($0) })
        else { throw .damagedTrees }
        var sets: [Int: Range<Int>] = [:]
        for (index, node) in places.enumerated() {
            let (start, size) = (part.categoriesSegments[index], part.categoriesSizes[index])
            guard start >= 0, size >= 0, start <= part.categories.count,
                size <= part.categories.count - start
            else { throw .damagedTrees }
            sets[node] = start..<start + size
        }
        self.sets = sets
        lastCategory = part.categories.max() ?? 0
    }

    /// The nodes from the root on, a split before the nodes below it.
    func tree(output: Int, _ place: Int) throws(Diagnostic) -> DecisionTree {
        let (order, places) = try reached()
        var splits: [Split] = []
        var leaves: [Leaf] = []
        for node in order {
            guard part.leftChildren[node] >= 0 else {
                let value = try value(of: node, place)
                leaves.append(Leaf(value: value, cover: cover(of: node)))
                continue
            }
            splits.append(try split(at: node, places))
        }
        return DecisionTree(output: output, splits: splits, leaves: leaves)
    }

    private func value(of leaf: Int, _ place: Int) throws(Diagnostic) -> Double {
        guard width > 1 else { return Double(part.splitConditions[leaf]) }
        let (weights, index) = (part.leafWeights ?? [], part.rightChildren[leaf])
        guard index >= 0, index < weights.count / width else { throw .damagedTrees }
        return Double(weights[index * width + place])
    }

    /// Of several outputs the sums are counted once for each.
    private func cover(of node: Int) -> Double { part.sumHessian[node] / Double(width) }

    /// The nodes level by level, and for each its place among the splits or the leaves.
    private func reached() throws(Diagnostic) -> (order: [Int], places: [Int: Branch]) {
        var order = [0]
        var places: [Int: Branch] = [:]
        var (splits, leaves) = (0, 0)
        var next = 0
        while next < order.count {
            let node = order[next]
            next += 1
            let (left, right) = (part.leftChildren[node], part.rightChildren[node])
            guard places[node] == nil else { throw .damagedTrees }
            guard left >= 0 else {
                places[node] = .leaf(leaves)
                leaves += 1
                continue
            }
            guard left < part.leftChildren.count, (0..<part.leftChildren.count).contains(right)
            else { throw .damagedTrees }
            places[node] = .split(splits)
            splits += 1
            order += [left, right]
        }
        return (order, places)
    }

    private func split(at node: Int, _ places: [Int: Branch]) throws(Diagnostic) -> Split {
        guard let left = places[part.leftChildren[node]],
            let right = places[part.rightChildren[node]]
        else { throw .damagedTrees }
        let missingLeft = part.defaultLeft[node] == 1
        let feature = part.splitIndices[node]
        let cover = cover(of: node)
        guard part.splitType[node] == 1 else {
            let rule = SplitRule.below(part.splitConditions[node], missingLeft: missingLeft)
            return Split(feature: feature, rule: rule, left: left, right: right, cover: cover)
        }
        let goingRight = part.categories[sets[node] ?? 0..<0]
        // A rule of ours sends missing cells to the right: the sides change where they go left.
        if missingLeft {
            let rule = SplitRule.among(words(of: goingRight))
            return Split(feature: feature, rule: rule, left: right, right: left, cover: cover)
        }
        let words = words(of: goingRight, inverted: true)
        return Split(feature: feature, rule: .among(words), left: left, right: right, cover: cover)
    }

    /// A bit a category; inverted, those that are not named, up to the last that any split names.
    private func words(of categories: ArraySlice<Int>, inverted: Bool = false) -> [UInt32] {
        let top = inverted ? lastCategory : categories.max() ?? 0
        var words = [UInt32](repeating: inverted ? .max : 0, count: top / 32 + 1)
        for category in categories { words[category / 32] ^= 1 << UInt32(category % 32) }
        return words
    }
}

extension SplitRule {
    /// Cells that, rounded to a `Float`, are below the threshold.
    fileprivate static func below(_ threshold: Float, missingLeft: Bool) -> SplitRule {
        let (under, over) = (Double(threshold.nextDown), Double(threshold))
        let middle = under / 2 + over / 2
        let last = Float(middle) < threshold ? middle : middle.nextDown
        return .atMost(last, missingLeft: missingLeft, zeroIsMissing: false)
    }
}

extension Diagnostic {
    static var damagedTrees: Diagnostic {
        .modelCorrupt("a tree's parts do not fit each other")
    }
}
