package import Catalog
package import Kernels
package import Learning
import LinearAlgebra

/// Linear regression held by both penalties: the lasso's choice, shared among like features.
package struct ElasticNet: Learner {
    /// Against half the mean squared error, scikit-learn's `alpha · l1_ratio`; chosen when nil.
    package var l1: Double?
    /// Halved, against the same, scikit-learn's `alpha · (1 − l1_ratio)`; chosen when nil.
    package var l2: Double?
    package var seed: Int?

    package static let name = "elastic_net"
    package static let summary = "Linear regression that shrinks, and leaves out what helps little."
    package static let settings: [Setting<ElasticNet>] = [
        Setting(
            "l1",
            \.l1,
            "the weight of the sizes of the coefficients of scaled features, beside half the mean"
                + " squared error; chosen by cross-validation if absent",
            in: .range(0...1e12),
            scale: .logarithmic
        ),
        Setting(
            "l2",
            \.l2,
            "the weight of their squares, halved, beside the same; chosen if absent",
            in: .range(0...1e12),
            scale: .logarithmic
        ),
        .seed(\.seed, use: ", which cuts the rows"),
    ]

    package init() {}

    package static func supports(_ task: LearningTask) -> Bool { task == .regression }

    package func fit(_ data: Dataset, in work: WorkContext) throws -> PenalizedModel {
        let training = try PenalizedTraining(data, seed: seed, in: work)
        let search: PenaltyChoice.Search
        switch (l1, l2) {
        case (let l1?, let l2?):
            return try training.fitted(ElasticPenalty(l1: l1, l2: l2), of: .both)
        case (let l1?, nil): search = .ridgeBeside(l1: l1)
        case (nil, let l2?): search = .lasso(l2: l2)
        case (nil, nil): search = .both
        }
        return try training.choosing(search, of: .both)
    }
}
