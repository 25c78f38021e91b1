package import Catalog
package import Kernels
package import Learning

/// A generalised additive model: a sum of one function of each feature, boosted from small trees
/// each of which looks at one feature alone.
///
/// LightGBM grows the trees, with every feature a group of its own among its interaction
/// constraints. What trees of one feature add up to is a step function, so nothing is lost when they
/// are read as one (Lou, Caruana and Gehrke 2012, "Intelligible models for classification and
/// regression").
package struct AdditiveTrees: Learner {
    package var trees = 500
    package var rate = 0.05
    package var leaves = 4
    package var minRows = 20
    package var rowShare = 1.0
    package var l2 = 0.0
    package var classWeight = ClassWeights.equal
    package var monotone = MonotoneFeatures()
    package var patience: Int?
    package var seed: Int?

    package static let name = "gam"
    package static let summary =
        "A sum of one curve for each feature, grown of small trees: a glass box."
    package static let library: LibraryVersions.Name? = .lightgbm
    package static func prepare() throws { try LightGBMLibrary.load() }
    package static let settings: [Setting<AdditiveTrees>] = [
        .boostingRounds(\.trees),
        .rate(\.rate),
        Setting(
            "leaves",
            \.leaves,
            "leaves of a tree at most, each a piece of a feature's curve",
            in: .range(2...1000),
            scale: .logarithmic
        ),
        Setting(
            "min_rows",
            \.minRows,
            "rows that a leaf has at least",
            in: .range(1...1e9),
            scale: .logarithmic
        ),
        Setting("row_share", \.rowShare, "the share of rows a tree sees", in: .range(0.01...1)),
        Setting(
            "l2",
            \.l2,
            "the weight of the leaves' squares",
            in: .range(0...1e9),
            scale: .logarithmic
        ),
        .classWeight(\.classWeight),
        .monotone(\.monotone),
        .patience(\.patience),
        .seed(\.seed),
    ]

    package init() {}

    package static func supports(_ task: LearningTask) -> Bool { true }

    package func fit(_ data: Dataset, in work: WorkContext) throws -> AdditiveModel {
        try LightGBMLibrary.load()
        try data.require(patience: patience)
        let data = try data.weighted(by: classWeight)
        let groups = data.features.indices.map { "[\($0)]" }.joined(separator: ",")
        let grown = try BoostedTraining(
            learner: boosting,
            data: data,
            work: work,
            constraints: " interaction_constraints=\(groups)" + (try boosting.constraints(on: data))
        ).run()
        return try AdditiveModel(grown.ensemble(), data, in: work)
    }

    /// What grows the trees.
    private var boosting: LightGBM {
        var learner = LightGBM()
        (learner.trees, learner.rate, learner.leaves) = (trees, rate, leaves)
        (learner.minRows, learner.rowShare, learner.l2) = (minRows, rowShare, l2)
        (learner.patience, learner.seed, learner.monotone) = (patience, seed, monotone)
        return learner
    }
}
