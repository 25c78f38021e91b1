import Diagnostics
import Foundation
import Learning
import Trees

/// Reads the trees of XGBoost's own JSON.
struct BoosterDocument {
    /// What was read of it.
    struct Content: Sendable {
        /// The sum of whose leaves is the margin; what all rows begin with is a tree without splits.
        let ensemble: TreeEnsemble
        /// For each feature the total gain of the splits on it.
        let gains: [Double]
        /// The number of leaves of each tree.
        let leaves: [Int]
    }

    private let learner: LearnerPart

    init(_ text: String) throws(Diagnostic) {
        struct Whole: Decodable { var learner: LearnerPart }
        do {
            learner = try JSONDecoder().decode(Whole.self, from: Data(text.utf8)).learner
        } catch {
            throw .modelCorrupt("its trees are cut short, or of another kind")
        }
    }

    func content(features: Int, outputs: Int) throws(Diagnostic) -> Content {
        let model = learner.booster.model
        guard model.tree_info.count == model.trees.count else { throw .damagedTrees }
        let bases = try learner.bases(outputs)
        var trees = bases.enumerated().map {
            DecisionTree(output: $0, splits: [], leaves: [Leaf(value: $1, cover: 0)])
        }
        var gains = [Double](repeating: 0, count: features)
        for (part, output) in zip(model.trees, model.tree_info) {
            guard (0..<outputs).contains(output) else { throw .damagedTrees }
            trees.append(try TreeReading(part, features).tree(output: output))
            for (node, feature) in part.split_indices.enumerated()
            where part.left_children[node] >= 0 {
                gains[feature] += part.loss_changes[node]
            }
        }
        return Content(
            ensemble: TreeEnsemble(features: features, outputs: outputs, trees: trees),
            gains: gains,
            leaves: trees.dropFirst(bases.count).map(\.leaves.count)
        )
    }
}

/// The parts of the document that are read, under the library's own names.
struct LearnerPart: Decodable {
    struct Parameters: Decodable { var base_score: String }
    struct Objective: Decodable { var name: String }
    struct BoosterPart: Decodable { var model: ModelPart }
    struct ModelPart: Decodable {
        var trees: [TreePart]
        var tree_info: [Int]
    }

    var learner_model_param: Parameters
    var objective: Objective
    var gradient_booster: BoosterPart

    var booster: BoosterPart { gradient_booster }

    /// What all rows begin with, for each output: kept as a share where the objective is of two
    /// classes, and as the margin elsewhere.
    func bases(_ outputs: Int) throws(Diagnostic) -> [Double] {
        let words = learner_model_param.base_score.split { "[], ".contains($0) }
        var numbers = words.compactMap { Float($0) }
        if objective.name == "binary:logistic" {
            numbers = numbers.map { -logf(1 / $0 - 1) }
        }
        guard numbers.count == outputs, numbers.count == words.count else { throw .damagedTrees }
        return numbers.map { Double($0) }
    }
}

/// One tree, an element a node.
struct TreePart: Decodable {
    var left_children: [Int]
    var right_children: [Int]
    var split_indices: [Int]
    /// Of a split the number below which cells go left, of a leaf its value.
    var split_conditions: [Float]
    /// 1 for categories.
    var split_type: [Int]
    /// 1 where missing cells go left.
    var default_left: [Int]
    var sum_hessian: [Double]
    var loss_changes: [Double]
    /// The categories that go right: those of all nodes, which nodes have some, and where they lie.
    var categories: [Int]
    var categories_nodes: [Int]
    var categories_segments: [Int]
    var categories_sizes: [Int]
}

/// Makes a tree of ours from the nodes of one.
private struct TreeReading {
    private let part: TreePart
    private let features: Int
    private let sets: [Int: Range<Int>]

    init(_ part: TreePart, _ features: Int) throws(Diagnostic) {
        self.part = part
        self.features = features
        let count = part.left_children.count
        let sizes = [
            part.right_children.count, part.split_indices.count, part.split_conditions.count,
            part.split_type.count, part.default_left.count, part.sum_hessian.count,
            part.loss_changes.count,
        ]
        let places = part.categories_nodes
        guard count > 0, sizes.allSatisfy({ $0 == count }),
            part.categories_segments.count == places.count,
            part.categories_sizes.count == places.count,
            part.split_indices.allSatisfy({ (0..<max(1, features)).contains($0) })
        else { throw .damagedTrees }
        var sets: [Int: Range<Int>] = [:]
        for (index, node) in places.enumerated() {
            let (start, size) = (part.categories_segments[index], part.categories_sizes[index])
            guard start >= 0, size >= 0, start <= part.categories.count,
                size <= part.categories.count - start
            else { throw .damagedTrees }
            sets[node] = start..<start + size
        }
        self.sets = sets
    }

    /// The nodes from the root on, a split before the nodes below it.
    func tree(output: Int) throws(Diagnostic) -> DecisionTree {
        let (order, places) = try reached()
        var splits: [Split] = []
        var leaves: [Leaf] = []
        for node in order {
            guard part.left_children[node] >= 0 else {
                let value = Double(part.split_conditions[node])
                leaves.append(Leaf(value: value, cover: part.sum_hessian[node]))
                continue
            }
            splits.append(try split(at: node, places))
        }
        return DecisionTree(output: output, splits: splits, leaves: leaves)
    }

    /// The nodes level by level, and for each its place among the splits or the leaves.
    private func reached() throws(Diagnostic) -> (order: [Int], places: [Int: Branch]) {
        var order = [0]
        var places: [Int: Branch] = [:]
        var (splits, leaves) = (0, 0)
        var next = 0
        while next < order.count {
            let node = order[next]
            next += 1
            let (left, right) = (part.left_children[node], part.right_children[node])
            guard places[node] == nil else { throw .damagedTrees }
            guard left >= 0 else {
                places[node] = .leaf(leaves)
                leaves += 1
                continue
            }
            guard left < part.left_children.count, (0..<part.left_children.count).contains(right)
            else { throw .damagedTrees }
            places[node] = .split(splits)
            splits += 1
            order += [left, right]
        }
        return (order, places)
    }

    private func split(at node: Int, _ places: [Int: Branch]) throws(Diagnostic) -> Split {
        guard let left = places[part.left_children[node]],
            let right = places[part.right_children[node]]
        else { throw .damagedTrees }
        let missingLeft = part.default_left[node] == 1
        let feature = part.split_indices[node]
        let cover = part.sum_hessian[node]
        guard part.split_type[node] == 1 else {
            let rule = SplitRule.below(part.split_conditions[node], missingLeft: missingLeft)
            return Split(feature: feature, rule: rule, left: left, right: right, cover: cover)
        }
        let goingRight = part.categories[sets[node] ?? 0..<0]
        guard goingRight.allSatisfy({ (0..<1 << 24).contains($0) }) else { throw .damagedTrees }
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
        let top = (inverted ? part.categories.max() : categories.max()) ?? 0
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
    fileprivate static var damagedTrees: Diagnostic {
        .modelCorrupt("a tree's parts do not fit each other")
    }
}
