/// The way of one row through a tree.
package struct LeafPath: Sendable, Hashable {
    /// A split that the row comes to, and where it goes.
    package struct Step: Sendable, Hashable {
        /// Its place among the tree's splits.
        package let split: Int
        package let isLeft: Bool
        /// Whether the row has no cell to answer with, so that the split's default says where.
        package let isDefault: Bool
    }

    package let steps: [Step]
    /// The place of the leaf where it ends.
    package let leaf: Int
}

extension DecisionTree {
    /// The way of a row with these cells, from the root to a leaf.
    package func path(of cells: [Double]) -> LeafPath {
        var steps: [LeafPath.Step] = []
        var branch = root
        while true {
            switch branch {
            case .leaf(let leaf): return LeafPath(steps: steps, leaf: leaf)
            case .split(let place):
                let split = splits[place]
                let cell = cells[split.feature]
                let isLeft = split.rule.sendsLeft(cell)
                let step = LeafPath.Step(
                    split: place,
                    isLeft: isLeft,
                    isDefault: split.rule.isMissing(cell)
                )
                steps.append(step)
                branch = isLeft ? split.left : split.right
            }
        }
    }
}

extension SplitRule {
    /// Whether a cell tells nothing that the rule could go by.
    func isMissing(_ cell: Double) -> Bool {
        if cell.isNaN { return true }
        guard case .atMost(_, _, zeroIsMissing: true) = self else { return false }
        return cell.magnitude <= SplitRule.zero
    }
}
