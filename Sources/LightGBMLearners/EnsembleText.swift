import Diagnostics
import Glibc
import Learning
import Trees

/// Reads the trees of LightGBM's own text.
struct EnsembleText {
    private let lines: [Substring]

    init(_ text: String) {
        lines = text.split(separator: "\n")
    }

    /// All trees, the sum of whose leaves is the raw score.
    func ensemble(features: Int, outputs: Int) throws(Diagnostic) -> TreeEnsemble {
        var trees: [DecisionTree] = []
        for text in try treeTexts {
            trees.append(try text.tree(output: trees.count % max(1, outputs), features))
        }
        let rounds = trees.count / max(1, outputs)
        let isAveraged = lines.prefix { $0 != "end of trees" }.contains("average_output")
        return TreeEnsemble(
            features: features,
            outputs: outputs,
            trees: trees,
            scale: isAveraged && rounds > 0 ? 1 / Double(rounds) : 1
        )
    }

    /// Whether trees ask for a feature that no training row lacked.
    func missesNone(of feature: Int) -> Bool {
        guard let texts = try? treeTexts else { return false }
        return texts.contains { $0.missesNone(of: feature) }
    }

    /// Holds what is not ours to all that the library takes for granted.
    func check(features: Int, outputs: Int) throws(Diagnostic) {
        let texts = try treeTexts
        guard !texts.isEmpty, texts.count.isMultiple(of: outputs) else {
            throw .modelCorrupt("it has not a tree for each class in every round")
        }
        for text in texts { try text.checkSizes(features) }
    }

    /// The lines of each tree, in which a name is told once: of two the library may take the other.
    private var treeTexts: [TreeText] {
        get throws(Diagnostic) {
            var texts: [TreeText] = []
            for line in lines {
                if line == "end of trees" { break }
                if line.hasPrefix("Tree=") {
                    texts.append(TreeText())
                } else if !texts.isEmpty, let sign = line.firstIndex(of: "=") {
                    let (name, value) = (line[..<sign], line[line.index(after: sign)...])
                    guard texts[texts.count - 1].fields.updateValue(value, forKey: name) == nil
                    else { throw .modelCorrupt("a tree tells `\(name)` twice") }
                }
            }
            return texts
        }
    }
}

/// One tree's lines.
private struct TreeText {
    var fields: [Substring: Substring] = [:]

    /// Each list has as many numbers as the tree has leaves, or splits; each node but the root has
    /// one parent.
    func checkSizes(_ features: Int) throws(Diagnostic) {
        let tree = try tree(output: 0, features)
        let (leaves, splits) = (tree.leaves.count, tree.splits.count)
        guard fields["num_leaves"] == "\(leaves)" else { throw damaged }
        guard splits > 0 else {
            guard fields.values.allSatisfy({ Self.isNumbers($0) }) else { throw damaged }
            return
        }
        for (name, text) in fields {
            let isOfLeaves = name.hasPrefix("leaf_")
            guard Self.isNumbers(text) else { throw damaged }
            if Self.whole.contains(name) {
                guard text.split(separator: " ").allSatisfy({ Int($0) != nil })
                else { throw damaged }
            }
            guard isOfLeaves || name.hasPrefix("internal_") || name == "split_gain" else {
                continue
            }
            let count = text.split(separator: " ").count
            guard count == (isOfLeaves ? leaves : splits) else { throw damaged }
        }
        var parents: [Branch: Int] = [:]
        for split in tree.splits {
            parents[split.left, default: 0] += 1
            parents[split.right, default: 0] += 1
        }
        guard parents.count == leaves + splits - 1 else { throw damaged }
        try checkCategories()
    }

    /// Lists of whole numbers.
    private static let whole: Set<Substring> = [
        "split_feature", "decision_type", "left_child", "right_child", "cat_boundaries",
        "cat_threshold", "num_leaves", "num_cat",
    ]

    /// Whether a text is numbers alone: at others the library ends the whole process.
    private static func isNumbers(_ text: Substring) -> Bool {
        text.split(separator: " ").allSatisfy { word in
            word.utf8.allSatisfy { (48...57).contains($0) || "+-.eE".utf8.contains($0) }
                ? Double(word) != nil : ["inf", "-inf", "nan", "-nan"].contains(word)
        }
    }

    private func checkCategories() throws(Diagnostic) {
        let boundaries = integers("cat_boundaries")
        let isCounted = fields["num_cat"] == "\(max(0, boundaries.count - 1))"
        guard isCounted, boundaries.last ?? 0 == integers("cat_threshold").count,
            boundaries.first ?? 0 == 0, boundaries == boundaries.sorted()
        else { throw damaged }
    }

    func tree(output: Int, _ features: Int) throws(Diagnostic) -> DecisionTree {
        guard fields["is_linear"] ?? "0" == "0" else {
            throw .modelCorrupt("its leaves are linear models, which are not supported")
        }
        let values = numbers("leaf_value")
        guard values.count > 1 else {
            guard let value = values.first else { throw damaged }
            return DecisionTree(output: output, splits: [], leaves: [Leaf(value: value, cover: 0)])
        }
        let covers = numbers("leaf_count")
        guard covers.count == values.count else { throw damaged }
        return DecisionTree(
            output: output,
            splits: try splits(count: values.count - 1, features),
            leaves: zip(values, covers).map { Leaf(value: $0, cover: $1) }
        )
    }

    /// Whether it asks for a feature, taking no cell of it for missing.
    func missesNone(of feature: Int) -> Bool {
        zip(integers("split_feature"), integers("decision_type")).contains { asked, kind in
            asked == feature && kind & 1 == 0 && kind >> 2 & 3 == 0
        }
    }

    private func splits(count: Int, _ features: Int) throws(Diagnostic) -> [Split] {
        let asked = integers("split_feature")
        let thresholds = numbers("threshold")
        let kinds = integers("decision_type")
        let (lefts, rights) = (integers("left_child"), integers("right_child"))
        let covers = numbers("internal_count")
        let all = [asked.count, thresholds.count, kinds.count, lefts.count, rights.count]
        guard (all + [covers.count]).allSatisfy({ $0 == count }),
            asked.allSatisfy({ $0 >= 0 && $0 < features })
        else { throw damaged }
        let categories = CategoryText(integers("cat_boundaries"), integers("cat_threshold"))
        var splits: [Split] = []
        for index in 0..<count {
            splits.append(
                Split(
                    feature: asked[index],
                    rule: try rule(kinds[index], thresholds[index], categories),
                    left: try branch(lefts[index], above: count, from: index),
                    right: try branch(rights[index], above: count, from: index),
                    cover: covers[index]
                )
            )
        }
        return splits
    }

    /// `decision_type`: 1 for categories, 2 where missing cells go left, then what is missing:
    /// 0 nothing, 4 zero, 8 NaN.
    private func rule(
        _ kind: Int,
        _ threshold: Double,
        _ categories: CategoryText
    ) throws(Diagnostic) -> SplitRule {
        guard kind & 1 == 0 else {
            guard let words = categories.words(of: threshold) else { throw damaged }
            return .among(words)
        }
        let goesLeft = kind & 2 != 0
        switch kind >> 2 & 3 {
        // Where training saw no missing cell, one is taken for zero.
        case 0: return .atMost(threshold, missingLeft: 0 <= threshold, zeroIsMissing: false)
        case 1: return .atMost(threshold, missingLeft: goesLeft, zeroIsMissing: true)
        default: return .atMost(threshold, missingLeft: goesLeft, zeroIsMissing: false)
        }
    }

    /// A child: a later split, or a leaf as the bits of its index inverted.
    private func branch(
        _ child: Int,
        above count: Int,
        from parent: Int
    ) throws(Diagnostic) -> Branch {
        if child < 0, ~child <= count { return .leaf(~child) }
        guard child > parent, child < count else { throw damaged }
        return .split(child)
    }

    private var damaged: Diagnostic { .modelCorrupt("a tree's parts do not fit each other") }

    private func numbers(_ name: Substring) -> [Double] {
        (fields[name] ?? "").split(separator: " ").map { Double($0) ?? strtod(String($0), nil) }
    }

    private func integers(_ name: Substring) -> [Int] {
        (fields[name] ?? "").split(separator: " ").map { Int($0) ?? -1 }
    }
}

/// The sets of categories of a tree's splits.
private struct CategoryText {
    let boundaries: [Int]
    let words: [Int]

    init(_ boundaries: [Int], _ words: [Int]) {
        self.boundaries = boundaries
        self.words = words
    }

    /// The set whose number stands as the split's threshold.
    func words(of threshold: Double) -> [UInt32]? {
        guard let index = Int(exactly: threshold), index >= 0, index + 1 < boundaries.count else {
            return nil
        }
        let (start, end) = (boundaries[index], boundaries[index + 1])
        guard start >= 0, start <= end, end <= words.count else { return nil }
        return words[start..<end].map { UInt32(truncatingIfNeeded: $0) }
    }
}
