/// Decision trees whose leaves add up to a margin, as plain data.
package struct TreeEnsemble: Sendable, Hashable {
    /// How many features a row has.
    package let features: Int
    /// How many margins a row has: one, or one a class.
    package let outputs: Int
    package let trees: [DecisionTree]
    /// What every sum of leaves is multiplied with: 1, or one over the rounds where trees are
    /// averaged.
    package let scale: Double
    let paths = KeptPaths()

    package init(features: Int, outputs: Int, trees: [DecisionTree], scale: Double = 1) {
        precondition(trees.allSatisfy { $0.output < outputs }, "a tree adds to one of the outputs")
        self.features = features
        self.outputs = outputs
        self.trees = trees
        self.scale = scale
    }
}

extension TreeEnsemble {
    /// For each output the mean of its trees over the training rows, before they are scaled.
    var coverMeans: [Double] {
        trees.reduce(into: [Double](repeating: 0, count: outputs)) { means, tree in
            means[tree.output] += tree.coverMean
        }
    }
}

/// One tree: splits that send a row left or right, down to a leaf.
package struct DecisionTree: Sendable, Hashable {
    /// The output that it adds to.
    package let output: Int
    /// The root first; a tree without splits is its only leaf.
    package let splits: [Split]
    package let leaves: [Leaf]

    package init(output: Int, splits: [Split], leaves: [Leaf]) {
        precondition(leaves.count == splits.count + 1, "one leaf more than there are splits")
        self.output = output
        self.splits = splits
        self.leaves = leaves
    }

    package var root: Branch { splits.isEmpty ? .leaf(0) : .split(0) }

    /// The training rows that came to a branch, in number or in weight.
    func cover(of branch: Branch) -> Double {
        switch branch {
        case .split(let index): splits[index].cover
        case .leaf(let index): leaves[index].cover
        }
    }

    /// The mean of its leaves over the training rows.
    var coverMean: Double {
        let total = cover(of: root)
        guard !splits.isEmpty, total > 0 else { return leaves[0].value }
        return leaves.reduce(0.0) { $0 + $1.cover / total * $1.value }
    }

    /// The share of the rows at a split that took the branch; a half where no row came.
    func share(of branch: Branch, below split: Split) -> Double {
        split.cover > 0 ? cover(of: branch) / split.cover : 0.5
    }
}

/// A question about one feature, and where the answer leads.
package struct Split: Sendable, Hashable {
    package let feature: Int
    package let rule: SplitRule
    package let left: Branch
    package let right: Branch
    package let cover: Double

    package init(feature: Int, rule: SplitRule, left: Branch, right: Branch, cover: Double) {
        self.feature = feature
        self.rule = rule
        self.left = left
        self.right = right
        self.cover = cover
    }
}

/// Where a row goes next.
package enum Branch: Sendable, Hashable {
    case split(Int)
    case leaf(Int)
}

package struct Leaf: Sendable, Hashable {
    package let value: Double
    package let cover: Double

    package init(value: Double, cover: Double) {
        self.value = value
        self.cover = cover
    }
}
