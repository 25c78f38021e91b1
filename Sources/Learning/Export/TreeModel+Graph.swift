import Diagnostics
package import Trees

/// A model whose margin is what trees add up to, though it was not learned as trees.
package protocol ScoredByTrees: MarginModel {
    /// Trees that ask for levels of a category by their codes.
    func equivalentTrees() throws -> TreeEnsemble
}

extension FittedModel {
    /// The margins of all outputs side by side, by one node that holds all trees.
    func margin(
        of ensemble: TreeEnsemble,
        over cells: [String],
        in graph: inout GraphWriting,
        refusal: (String) -> Diagnostic
    ) throws -> String {
        let columns = zip(features, cells).map { feature, cell -> String in
            guard let levels = feature.levels else { return cell }
            let code = graph.node(
                "LabelEncoder",
                [cell],
                [
                    ("keys_strings", .texts(levels)),
                    ("values_floats", .floats(levels.indices.map { Float($0) })),
                    ("default_float", .float(.nan)),
                ],
                isClassic: true
            )
            return graph.node("Cast", [code], [("to", .int(GraphWriting.Element.double.rawValue))])
        }
        let rows = graph.node("Concat", columns, [("axis", .int(1))])
        var nodes = TreeNodes()
        for tree in ensemble.trees {
            guard nodes.take(tree, scale: ensemble.scale) else {
                throw refusal("its trees take zero for missing")
            }
        }
        graph.classicVersion = 5
        return graph.node(
            "TreeEnsemble",
            [rows],
            nodes.attributes(outputs: ensemble.outputs),
            isClassic: true
        )
    }
}

/// Trees as the lists of the operator `TreeEnsemble`.
private struct TreeNodes {
    private enum Mode: UInt8 {
        case atMost = 0
        case among = 6
    }

    private var features: [Int] = []
    private var modes: [UInt8] = []
    private var splits: [Double] = []
    private var missingLeft: [Int] = []
    private var lefts: [Int] = []
    private var rights: [Int] = []
    private var leftIsLeaf: [Int] = []
    private var rightIsLeaf: [Int] = []
    private var roots: [Int] = []
    /// The categories of each question about them, a NaN behind each.
    private var members: [Double] = []
    private var outputs: [Int] = []
    private var weights: [Double] = []

    /// False for a rule that the operator does not have.
    mutating func take(_ tree: DecisionTree, scale: Double) -> Bool {
        let (start, leaf) = (features.count, weights.count)
        roots.append(start)
        for one in tree.leaves {
            outputs.append(tree.output)
            weights.append(one.value * scale)
        }
        if tree.splits.isEmpty {
            // A tree without a question has one whose answers lead to the same leaf.
            append(0, .atMost, 0, isMissingLeft: false)
            append(.leaf(0), .leaf(0), start, leaf)
        }
        for split in tree.splits {
            switch split.rule {
            case .atMost(_, _, zeroIsMissing: true): return false
            case .atMost(let threshold, let isLeft, _):
                append(split.feature, .atMost, threshold, isMissingLeft: isLeft)
            case .among(let words):
                let found = (0..<words.count * 32).filter { split.rule.sendsLeft(Double($0)) }
                if found.isEmpty {
                    append(split.feature, .atMost, -.infinity, isMissingLeft: false)
                } else {
                    append(split.feature, .among, 0, isMissingLeft: false)
                    members += found.map { Double($0) } + [.nan]
                }
            }
            append(split.left, split.right, start, leaf)
        }
        return true
    }

    private mutating func append(
        _ feature: Int,
        _ mode: Mode,
        _ threshold: Double,
        isMissingLeft: Bool
    ) {
        features.append(feature)
        modes.append(mode.rawValue)
        splits.append(threshold)
        missingLeft.append(isMissingLeft ? 1 : 0)
    }

    private mutating func append(_ left: Branch, _ right: Branch, _ start: Int, _ leaf: Int) {
        func place(_ branch: Branch) -> Int {
            switch branch {
            case .split(let index): start + index
            case .leaf(let index): leaf + index
            }
        }
        func isLeaf(_ branch: Branch) -> Int { if case .leaf = branch { 1 } else { 0 } }
        lefts.append(place(left))
        leftIsLeaf.append(isLeaf(left))
        rights.append(place(right))
        rightIsLeaf.append(isLeaf(right))
    }

    func attributes(outputs count: Int) -> [(String, GraphWriting.Attribute)] {
        var all: [(String, GraphWriting.Attribute)] = [
            ("n_targets", .int(count)), ("aggregate_function", .int(1)),
            ("post_transform", .int(0)),
            ("tree_roots", .ints(roots)), ("nodes_featureids", .ints(features)),
            ("nodes_modes", .bytes(modes)), ("nodes_splits", .doubles(splits)),
            ("nodes_missing_value_tracks_true", .ints(missingLeft)),
            ("nodes_truenodeids", .ints(lefts)), ("nodes_trueleafs", .ints(leftIsLeaf)),
            ("nodes_falsenodeids", .ints(rights)), ("nodes_falseleafs", .ints(rightIsLeaf)),
            ("leaf_targetids", .ints(outputs)), ("leaf_weights", .doubles(weights)),
        ]
        if !members.isEmpty { all.append(("membership_values", .doubles(members))) }
        return all
    }
}
