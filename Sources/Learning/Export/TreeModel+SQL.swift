import Diagnostics
import Trees

extension TreeModel {
    /// A term for each tree.
    func treeTerms(over features: [FeatureSQL]) throws -> [[String]] {
        let ensemble = try ensemble()
        var terms = [[String]](repeating: [], count: ensemble.outputs)
        for tree in ensemble.trees {
            terms[tree.output].append(try tree.sql(tree.root, features, scale: ensemble.scale))
        }
        return terms
    }
}

extension DecisionTree {
    /// What a branch gives a row.
    fileprivate func sql(
        _ branch: Branch,
        _ features: [FeatureSQL],
        scale: Double
    ) throws(Diagnostic) -> String {
        switch branch {
        case .leaf(let leaf): return PortableSQL.number(leaves[leaf].value * scale)
        case .split(let index):
            let split = splits[index]
            let test = try split.rule.sql(features[split.feature])
            let left = try sql(split.left, features, scale: scale)
            let right = try sql(split.right, features, scale: scale)
            return "CASE WHEN \(test) THEN \(left) ELSE \(right) END"
        }
    }
}

extension SplitRule {
    /// The test for going left; what it says of a missing cell is never unknown.
    fileprivate func sql(_ feature: FeatureSQL) throws(Diagnostic) -> String {
        let cell = feature.cell
        switch self {
        case .atMost(let threshold, let missingLeft, let zeroIsMissing):
            let isBelow =
                threshold.isFinite
                ? "\(cell) <= \(PortableSQL.number(threshold))"
                : threshold > 0 ? "\(cell) IS NOT NULL" : "FALSE"
            let zero = PortableSQL.number(SplitRule.zero)
            switch (missingLeft, zeroIsMissing) {
            case (true, true): return "(\(isBelow) OR \(cell) IS NULL OR abs(\(cell)) <= \(zero))"
            case (true, false): return "(\(isBelow) OR \(cell) IS NULL)"
            case (false, true): return "(\(isBelow) AND abs(\(cell)) > \(zero))"
            case (false, false): return isBelow
            }
        case .among:
            guard let levels = feature.feature.levels else {
                throw PortableSQL.refusal("numbers that a tree takes for categories")
            }
            let left = levels.indices.filter { sendsLeft(Double($0)) }
                .map { PortableSQL.text(levels[$0]) }
            return left.isEmpty ? "FALSE" : "\(cell) IN (\(left.joined(separator: ", ")))"
        }
    }
}
