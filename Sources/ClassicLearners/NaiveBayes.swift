package import Catalog
package import Kernels
package import Learning
import Tables

/// Classes by how the values of each feature are spread within them, as if features did not hang
/// together.
///
/// Numbers are taken as normal in each class, categories and bools by the shares of their levels. A
/// missing value is left out of the product: that feature then leaves the odds as they are.
package struct NaiveBayes: Learner {
    /// Rows that each level of a category counts beforehand, scikit-learn's `alpha`.
    package var smoothing = 1.0
    package var classWeight = ClassWeights.equal

    package static let name = "naive_bayes"
    package static let summary =
        "Classes by each feature's values within them, as if features were independent."
    package static let settings: [Setting<NaiveBayes>] = [
        Setting(
            "smoothing",
            \.smoothing,
            "rows that each level of a category or a bool counts beforehand in every class",
            in: .range(1e-10...1e9),
            scale: .logarithmic
        ),
        .classWeight(\.classWeight),
    ]

    package init() {}

    package static func supports(_ task: LearningTask) -> Bool { task != .regression }

    package func fit(_ data: Dataset, in work: WorkContext) throws -> NaiveBayesModel {
        work.progress.report("fitting")
        let data = try data.weighted(by: classWeight)
        let rows = ClassRows(data)
        let learned = try parallelChunks(
            count: data.features.count,
            size: 1,
            threads: work.threads,
            cancellation: work.cancellation
        ) { chosen in
            chosen.map { index in
                let cells = data.training.features.column(index)
                return switch data.features[index].kind {
                case .number: rows.spread(of: cells)
                case .flag: rows.shares(of: cells, levels: 2, smoothing: smoothing)
                case .category(let levels):
                    rows.shares(of: cells, levels: levels.count, smoothing: smoothing)
                }
            }
        }
        return NaiveBayesModel(rows.weights, learned.flatMap(\.self), data.shape)
    }
}
