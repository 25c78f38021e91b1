package import Catalog
import Diagnostics
package import Kernels
package import Learning

/// Gradient-boosted trees by LightGBM; categories stay categories, missing cells stay missing.
package struct LightGBM: Learner {
    package var trees = 100
    package var rate = 0.1
    package var depth: Int?
    package var leaves = 31
    package var minRows = 20
    package var rowShare = 1.0
    package var columnShare = 1.0
    package var l1 = 0.0
    package var l2 = 0.0
    package var loss: String?
    package var quantile: Double?
    package var classWeight = ClassWeights.equal
    package var monotone = MonotoneFeatures()
    package var patience: Int?
    package var seed: Int?

    package static let name = "lightgbm"
    package static let summary = "Gradient-boosted trees by LightGBM."
    package static let library: LibraryVersions.Name? = .lightgbm
    package static func prepare() throws { try LightGBMLibrary.load() }
    package static let settings: [Setting<LightGBM>] =
        [
            .boostingRounds(\.trees),
            .rate(\.rate),
            Setting("depth", \.depth, "levels of a tree; no limit if absent", in: .range(1...1000)),
            Setting(
                "leaves",
                \.leaves,
                "leaves of a tree at most",
                in: .range(2...131_072),
                scale: .logarithmic
            ),
            Setting(
                "min_rows",
                \.minRows,
                "rows that a leaf has at least",
                in: .range(1...1e9),
                scale: .logarithmic
            ),
        ] + Setting.treeShares(rows: \.rowShare, columns: \.columnShare)
        + Setting.leafPenalties(l1: \.l1, l2: \.l2)
        + Setting.losses(loss: \.loss, quantile: \.quantile) + [
            .classWeight(\.classWeight), .monotone(\.monotone), .patience(\.patience),
            .seed(\.seed),
        ]

    package static let reader: ForeignModelReader? = ForeignModelReader(
        title: "LightGBM",
        writtenBy: "booster.save_model(\"model.txt\")",
        recognizes: ModelFile.recognizes
    ) { content, _ in try ModelFile(content).model() }

    package init() {}

    package static func supports(_ task: LearningTask) -> Bool { true }

    package func fit(_ data: Dataset, in work: WorkContext) throws -> LightGBMModel {
        try LightGBMLibrary.load()
        try data.require(patience: patience)
        return try BoostedTraining(
            learner: self,
            data: try data.weighted(by: classWeight),
            work: work,
            constraints: try constraints(on: data)
        ).run()
    }
}

/// Our names in LightGBM's words.
extension LightGBM {
    /// What holds trees to directions, as more parameters.
    func constraints(on data: Dataset) throws -> String {
        let signs = try monotone.signs(of: data)
        guard !monotone.isEmpty else { return "" }
        return " monotone_constraints=" + signs.map { String($0) }.joined(separator: ",")
    }

    /// What datasets and boosters are made with: `name=value`, a space between.
    func parameters(for data: Dataset, in work: WorkContext) throws(Diagnostic) -> String {
        var words: [(String, String)] = [
            ("learning_rate", "\(rate)"), ("num_leaves", "\(leaves)"),
            ("max_depth", "\(depth ?? -1)"), ("min_data_in_leaf", "\(minRows)"),
            ("bagging_fraction", "\(rowShare)"), ("bagging_freq", rowShare < 1 ? "1" : "0"),
            ("feature_fraction", "\(columnShare)"), ("lambda_l1", "\(l1)"), ("lambda_l2", "\(l2)"),
            ("seed", "\(work.librarySeed(seed))"),
            // With these two the trees are the same for any number of threads.
            ("deterministic", "true"), ("force_row_wise", "true"),
            ("num_threads", "\(max(1, work.threads))"), ("verbosity", "-1"),
        ]
        if let aim = try data.aim(loss: loss, quantile: quantile) { words += Self.words(of: aim) }
        switch data.task {
        case .regression: break
        case .binary: words += [("objective", "binary"), ("metric", "binary_logloss")]
        case .multiclass(let labels):
            words += [
                ("objective", "multiclass"), ("metric", "multi_logloss"),
                ("num_class", "\(labels.count)"),
            ]
        }
        let categories = data.features.indices.filter { data.features[$0].levels != nil }
        if !categories.isEmpty {
            let places = categories.map { String($0) }.joined(separator: ",")
            words.append(("categorical_feature", places))
        }
        return words.map { "\($0)=\($1)" }.joined(separator: " ")
    }

    private static func words(of aim: NumberAim) -> [(String, String)] {
        switch aim {
        case .squared: [("objective", "regression"), ("metric", "l2")]
        case .absolute: [("objective", "regression_l1"), ("metric", "l1")]
        case .poisson: [("objective", "poisson"), ("metric", "poisson")]
        case .gamma: [("objective", "gamma"), ("metric", "gamma")]
        case .quantile(let share):
            [("objective", "quantile"), ("metric", "quantile"), ("alpha", "\(share)")]
        }
    }
}
