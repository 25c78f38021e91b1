import Diagnostics
import Learning

/// A model's JSON as the library may see it: it follows sizes and branches unchecked.
struct BoosterText: Sendable {
    let text: String
    /// What was read of it, where it was checked.
    let content: BoosterContent?

    /// What the library itself has just written.
    init(grown text: String) {
        self.text = text
        content = nil
    }

    /// What comes from elsewhere, once it was held to all that the library takes for granted.
    init(_ file: ModelFile, features: Int, outputs: Int) throws(Diagnostic) {
        let document = file.document
        try document.checkSizes(features: features, outputs: outputs)
        content = try document.content(features: features, outputs: outputs)
        text = file.text
    }
}

extension BoosterDocument {
    /// Sizes that the library believes: each is held to what is there.
    fileprivate func checkSizes(features: Int, outputs: Int) throws(Diagnostic) {
        guard let model = learner.booster.model else { throw .modelCorrupt("it has no trees") }
        try learner.checkOutputs(outputs)
        guard learner.parameters.features == "\(features)",
            [nil, 0, features].contains(learner.featureNames?.count)
        else { throw .modelCorrupt("its trees are of other features or classes") }
        try model.checkCount(outputs: outputs)
        for (place, tree) in model.trees.enumerated() {
            // The library puts a tree at the place that its number tells.
            guard tree.id ?? place == place else {
                throw .modelCorrupt("a tree has the number of another")
            }
            try tree.checkSizes(features: features)
        }
        _ = try model.categories?.levels(features: features)
    }
}

extension LearnerPart {
    fileprivate func checkOutputs(_ outputs: Int) throws(Diagnostic) {
        let sizes = [parameters.classes, parameters.targets ?? "1"].map { Int($0) ?? -1 }
        let classes = objective.softmax?.classes ?? parameters.classes
        guard sizes.allSatisfy({ $0 >= 0 }), sizes.contains(where: { $0 <= 1 }),
            sizes.map({ max(1, $0) }).max() == outputs, classes == parameters.classes,
            objective.name.hasPrefix("multi:") == (sizes[0] > 1)
        else {
            throw .modelCorrupt("its trees are of other features or classes")
        }
    }
}

extension ModelPart {
    /// As many trees as it says, the same number in each round.
    fileprivate func checkCount(outputs: Int) throws(Diagnostic) {
        let count = trees.count
        guard count > 0, parameters.trees == "\(count)" else {
            throw .modelCorrupt("it has another number of trees than it says")
        }
        let width = try trees[0].width()
        for tree in trees where try tree.width() != width { throw .damagedTrees }
        guard let parallel = Int(parameters.parallelTrees ?? "1"), (1...count) ~= parallel,
            count.isMultiple(of: parallel),
            (count / parallel).isMultiple(of: width == 1 ? outputs : 1)
        else { throw .modelCorrupt("it has not a tree for each class in every round") }
        guard let rounds else { return }
        guard rounds.first == 0, rounds.last == count, rounds == rounds.sorted() else {
            throw .modelCorrupt("its rounds are not those of its trees")
        }
    }
}

extension TreePart {
    /// How a parent is told that is none: the largest number of 32 bits, or -1 where a leaf has
    /// several values.
    private static let none = [2_147_483_647, -1]

    fileprivate func checkSizes(features: Int) throws(Diagnostic) {
        let nodes = leftChildren.count
        let deleted = Int(parameters.deleted ?? "0") ?? -1
        guard parameters.nodes == "\(nodes)", (0..<max(1, nodes)) ~= deleted,
            parents.count == nodes, baseWeights.count == nodes * (try width()),
            parameters.features ?? "0" == "\(features)"
        else { throw .modelCorrupt("a tree has another size than it says") }
        guard parents.allSatisfy({ Self.none.contains($0) || (0..<nodes) ~= $0 }) else {
            throw .damagedTrees
        }
    }
}
