extension TreeEnsemble {
    /// The margins that are expected when only some features of a row are known: at a split on any
    /// other both branches count, by the shares of the training rows that took them.
    ///
    /// The definition of the path-dependent game, walked branch by branch: slow, and there to check
    /// what is fast.
    package func expected(_ cells: [Double], knowing isKnown: (Int) -> Bool) -> [Double] {
        var margins = [Double](repeating: 0, count: outputs)
        for tree in trees {
            margins[tree.output] += tree.expected(cells, knowing: isKnown) * scale
        }
        return margins
    }
}

extension DecisionTree {
    fileprivate func expected(_ cells: [Double], knowing isKnown: (Int) -> Bool) -> Double {
        var sum = 0.0
        var open: [(branch: Branch, weight: Double)] = [(root, 1)]
        while let (branch, weight) = open.popLast() {
            switch branch {
            case .leaf(let leaf): sum += weight * leaves[leaf].value
            case .split(let index):
                let split = splits[index]
                if isKnown(split.feature) {
                    let goesLeft = split.rule.sendsLeft(cells[split.feature])
                    open.append((goesLeft ? split.left : split.right, weight))
                } else {
                    for side in [split.left, split.right] {
                        open.append((side, weight * share(of: side, below: split)))
                    }
                }
            }
        }
        return sum
    }
}
