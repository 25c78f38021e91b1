import Trees

extension FeatureCurve {
    /// The same as one tree, whose depth is the logarithm of the number of pieces; a category is asked
    /// for by the codes of its levels.
    func tree(of feature: Int, levels: Int?, output: Int) -> DecisionTree {
        let bounds = levels.map { (0..<max(0, $0 - 1)).map { Double($0) + 0.5 } } ?? cuts
        var splits = [
            // What is missing is at most nothing, and goes right.
            Split(
                feature: feature,
                rule: .atMost(.infinity, missingLeft: false, zeroIsMissing: false),
                left: bounds.isEmpty ? .leaf(0) : .split(1),
                right: .leaf(scores.count),
                cover: 0
            )
        ]
        divide(feature, bounds, 0..<scores.count, into: &splits)
        let leaves = (scores + [missing]).map { Leaf(value: $0, cover: 0) }
        return DecisionTree(output: output, splits: splits, leaves: leaves)
    }

    /// Adds the questions that tell some pieces apart, each before those that follow from it.
    private func divide(
        _ feature: Int,
        _ bounds: [Double],
        _ pieces: Range<Int>,
        into splits: inout [Split]
    ) {
        guard pieces.count > 1 else { return }
        let middle = pieces.lowerBound + pieces.count / 2
        let (left, right) = (pieces.lowerBound..<middle, middle..<pieces.upperBound)
        // A half of n pieces takes n - 1 questions, all of which stand before the other's.
        let first = splits.count + 1
        splits.append(
            Split(
                feature: feature,
                rule: .atMost(bounds[middle - 1], missingLeft: false, zeroIsMissing: false),
                left: left.count > 1 ? .split(first) : .leaf(left.lowerBound),
                right: right.count > 1
                    ? .split(first + left.count - 1) : .leaf(right.lowerBound),
                cover: 0
            )
        )
        divide(feature, bounds, left, into: &splits)
        divide(feature, bounds, right, into: &splits)
    }
}
