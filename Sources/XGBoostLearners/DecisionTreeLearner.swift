package import Catalog
package import Kernels
package import Learning

/// One decision tree, which prints as rules.
package struct DecisionTreeLearner: Learner {
    package var depth = 5
    package var leaves: Int?
    package var minRows: Int?
    package var classWeight = ClassWeights.equal

    package static let name = "tree"
    package static let summary = "One decision tree, printed as rules."
    package static let library: LibraryVersions.Name? = .xgboost
    package static func prepare() throws { try XGBoostLibrary.load() }
    package static let settings: [Setting<DecisionTreeLearner>] = [
        Setting("depth", \.depth, "levels of the tree", in: .range(1...16)),
        Setting(
            "leaves",
            \.leaves,
            "leaves at most, the most useful split first; no limit if absent",
            in: .range(2...65_536),
            scale: .logarithmic
        ),
        Setting(
            "min_rows",
            \.minRows,
            "rows that a leaf has at least, 10 if absent; not for three classes or more",
            in: .range(1...1e9),
            scale: .logarithmic
        ),
        .classWeight(\.classWeight),
    ]

    package init() {}

    package static func supports(_ task: LearningTask) -> Bool { true }

    package func fit(_ data: Dataset, in work: WorkContext) throws -> AveragedTreesModel {
        var words = [("max_depth", "\(depth)"), ("seed", "0")]
        if let leaves { words += [("max_leaves", "\(leaves)"), ("grow_policy", "lossguide")] }
        let data = try data.weighted(by: classWeight)
        return try AveragedTreesModel.fit(data, words, minRows: (minRows, 10), in: work)
    }
}
