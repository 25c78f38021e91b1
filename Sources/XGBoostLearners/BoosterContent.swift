import Diagnostics
import Foundation
import Learning
import Trees

/// What was read of a document.
struct BoosterContent: Sendable {
    /// The sum of whose leaves is the margin; what all rows begin with is a tree without splits.
    let ensemble: TreeEnsemble
    /// For each feature the total gain of the splits on it.
    let gains: [Double]
    /// The number of leaves of each tree.
    let leaves: [Int]
    let link: ObjectiveLink?
}

extension BoosterDocument {
    func content(features: Int, outputs: Int) throws(Diagnostic) -> BoosterContent {
        guard let model = learner.booster.model, model.outputs.count == model.trees.count else {
            throw .damagedTrees
        }
        var trees = try learner.bases(outputs).enumerated().map {
            DecisionTree(output: $0, splits: [], leaves: [Leaf(value: $1, cover: 0)])
        }
        var leaves: [Int] = []
        var gains = [Double](repeating: 0, count: features)
        for (part, output) in zip(model.trees, model.outputs) {
            let width = try part.width()
            guard (0..<outputs).contains(output), width == 1 || width == outputs else {
                throw .damagedTrees
            }
            let reading = try TreeReading(part, features, width: width)
            // A tree of several outputs is as many trees that split alike.
            for place in 0..<width {
                trees.append(try reading.tree(output: width == 1 ? output : place, place))
            }
            leaves.append(trees[trees.count - 1].leaves.count)
            for (node, feature) in part.splitIndices.enumerated()
            where part.leftChildren[node] >= 0 {
                gains[feature] += part.lossChanges[node]
            }
        }
        return BoosterContent(
            ensemble: TreeEnsemble(features: features, outputs: outputs, trees: trees),
            gains: gains,
            leaves: leaves,
            link: ObjectiveLink(learner.objective.name)
        )
    }
}

extension LearnerPart {
    /// What all rows begin with, for each output: kept as a share where the objective is of two
    /// classes, and as the margin elsewhere.
    fileprivate func bases(_ outputs: Int) throws(Diagnostic) -> [Double] {
        let words = parameters.baseScore.split { "[], ".contains($0) }
        var numbers = words.compactMap { Float($0) }
        // Before 3.1 there is one for all classes.
        if numbers.count == 1, outputs > 1 {
            numbers = Array(repeating: numbers[0], count: outputs)
            guard words.count == 1 else { throw .damagedTrees }
            return numbers.map { Double($0) }
        }
        switch ObjectiveLink(objective.name) {
        case .logit: numbers = numbers.map { -logf(1 / $0 - 1) }
        case .log: numbers = numbers.map { logf($0) }
        case .none: break
        }
        guard numbers.count == outputs, numbers.count == words.count else { throw .damagedTrees }
        return numbers.map { Double($0) }
    }
}

extension TreePart {
    /// How many values a leaf has.
    func width() throws(Diagnostic) -> Int {
        guard let width = Int(parameters.leafSize), (0..<1 << 20) ~= width else {
            throw .damagedTrees
        }
        return max(1, width)
    }
}

/// How the margin of an objective leads to its predictions, where it is not the prediction itself.
enum ObjectiveLink {
    case logit
    case log

    init?(_ objective: String) {
        switch objective {
        case "binary:logistic": self = .logit
        case "count:poisson", "reg:gamma", "reg:tweedie": self = .log
        default: return nil
        }
    }
}
