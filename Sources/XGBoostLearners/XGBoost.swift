package import Catalog
import Diagnostics
package import Kernels
package import Learning

/// Gradient-boosted trees by XGBoost; categories stay categories, missing cells stay missing.
package struct XGBoost: Learner {
    package var trees = 100
    package var rate = 0.3
    package var depth = 6
    package var leaves: Int?
    package var minRows = 1.0
    package var rowShare = 1.0
    package var columnShare = 1.0
    package var l1 = 0.0
    package var l2 = 1.0
    package var loss: String?
    package var quantile: Double?
    package var classWeight = ClassWeights.equal
    package var monotone = MonotoneFeatures()
    package var patience: Int?
    package var seed: Int?

    package static let name = "xgboost"
    package static let summary = "Gradient-boosted trees by XGBoost."
    package static let library: LibraryVersions.Name? = .xgboost
    package static func prepare() throws { try XGBoostLibrary.load() }
    package static let settings: [Setting<XGBoost>] =
        [
            .boostingRounds(\.trees),
            .rate(\.rate),
            Setting("depth", \.depth, "levels of a tree; 0 for no limit", in: .range(0...1000)),
            Setting(
                "leaves",
                \.leaves,
                "leaves of a tree at most, the most useful split first; no limit if absent",
                in: .range(2...131_072),
                scale: .logarithmic
            ),
            Setting(
                "min_rows",
                \.minRows,
                "rows that a leaf has at least, for classes weighted by p(1 - p)",
                in: .range(0...1e9),
                scale: .logarithmic
            ),
        ] + Setting.treeShares(rows: \.rowShare, columns: \.columnShare)
        + Setting.leafPenalties(l1: \.l1, l2: \.l2)
        + Setting.losses(loss: \.loss, quantile: \.quantile) + [
            .classWeight(\.classWeight), .monotone(\.monotone), .patience(\.patience),
            .seed(\.seed),
        ]

    package static let reader: ForeignModelReader? = ForeignModelReader(
        title: "XGBoost",
        writtenBy: "booster.save_model(\"model.json\")",
        recognizes: ModelFile.recognizes
    ) { content, _ in try ModelFile(content).model() }

    package init() {}

    package static func supports(_ task: LearningTask) -> Bool { true }

    package func fit(_ data: Dataset, in work: WorkContext) throws -> XGBoostModel {
        try XGBoostLibrary.load()
        try data.require(patience: patience)
        let data = try data.weighted(by: classWeight)
        let training = BoosterTraining(
            parameters: try parameters(for: data, in: work) + (try constraints(on: data)),
            rounds: trees,
            patience: patience,
            data: data,
            work: work
        )
        return try XGBoostModel(try training.run(), shape: data.shape)
    }
}

/// Our names in XGBoost's words.
extension XGBoost {
    /// What holds trees to directions.
    private func constraints(on data: Dataset) throws -> [(String, String)] {
        let signs = try monotone.signs(of: data)
        guard !monotone.isEmpty else { return [] }
        return [("monotone_constraints", "(\(signs.map { String($0) }.joined(separator: ",")))")]
    }

    func parameters(
        for data: Dataset,
        in work: WorkContext
    ) throws(Diagnostic) -> [(String, String)] {
        var words: [(String, String)] = [
            ("tree_method", "hist"), ("eta", "\(rate)"), ("max_depth", "\(depth)"),
            ("min_child_weight", "\(minRows)"), ("subsample", "\(rowShare)"),
            ("colsample_bytree", "\(columnShare)"), ("alpha", "\(l1)"), ("lambda", "\(l2)"),
            ("seed", "\(work.librarySeed(seed))"),
        ]
        if let leaves { words += [("max_leaves", "\(leaves)"), ("grow_policy", "lossguide")] }
        if let aim = try data.aim(loss: loss, quantile: quantile) { words += Self.words(of: aim) }
        switch data.task {
        case .regression: break
        case .binary: words.append(("objective", "binary:logistic"))
        case .multiclass(let labels):
            words += [("objective", "multi:softprob"), ("num_class", "\(labels.count)")]
        }
        return words
    }

    private static func words(of aim: NumberAim) -> [(String, String)] {
        switch aim {
        case .squared: [("objective", "reg:squarederror")]
        case .absolute: [("objective", "reg:absoluteerror")]
        case .poisson: [("objective", "count:poisson")]
        case .gamma: [("objective", "reg:gamma")]
        case .quantile(let share):
            [("objective", "reg:quantileerror"), ("quantile_alpha", "\(share)")]
        }
    }
}
