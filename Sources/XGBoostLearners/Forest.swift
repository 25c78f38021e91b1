package import Catalog
package import Kernels
package import Learning

/// A random forest: trees that each see some of the rows, and at each split some of the features.
package struct Forest: Learner {
    package var trees = 100
    package var depth = 10
    package var minRows: Int?
    package var rowShare = 0.632
    package var columnShare: Double?
    package var classWeight = ClassWeights.equal
    package var seed: Int?

    package static let name = "forest"
    package static let summary = "A random forest: the mean of trees grown apart."
    package static let library: LibraryVersions.Name? = .xgboost
    package static func prepare() throws { try XGBoostLibrary.load() }
    package static let settings: [Setting<Forest>] = [
        Setting(
            "trees",
            \.trees,
            "trees that are averaged",
            in: .range(1...10_000),
            scale: .logarithmic
        ),
        Setting("depth", \.depth, "levels of a tree", in: .range(1...16)),
        Setting(
            "min_rows",
            \.minRows,
            "rows that a leaf has at least, 5 if absent; not for three classes or more",
            in: .range(1...1e9),
            scale: .logarithmic
        ),
        Setting(
            "row_share",
            \.rowShare,
            "the share of rows a tree sees, each at most once",
            in: .range(0.01...1)
        ),
        Setting(
            "column_share",
            \.columnShare,
            "the share of features a split sees; if absent a third for a number, √n of n for classes",
            in: .range(0.01...1)
        ),
        .classWeight(\.classWeight),
        .seed(\.seed),
    ]

    package init() {}

    package static func supports(_ task: LearningTask) -> Bool { true }

    package func fit(_ data: Dataset, in work: WorkContext) throws -> AveragedTreesModel {
        let columns = Double(max(1, data.features.count))
        let usual = data.task == .regression ? 1.0 / 3 : 1 / columns.squareRoot()
        let share = max(1 / columns, columnShare ?? usual)
        return try AveragedTreesModel.fit(
            try data.weighted(by: classWeight),
            [
                ("num_parallel_tree", "\(trees)"), ("max_depth", "\(depth)"),
                ("subsample", "\(rowShare)"),
                ("colsample_bynode", "\(share)"),
                ("seed", "\(work.librarySeed(seed))"),
            ],
            minRows: (minRows, 5),
            in: work
        )
    }
}
