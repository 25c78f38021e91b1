package import Catalog
package import Kernels
package import Learning
import LinearAlgebra

/// Linear regression that leaves out features that help little.
package struct Lasso: Learner {
    /// Against half the mean squared error, scikit-learn's `alpha`; chosen when nil.
    package var l1: Double?
    package var seed: Int?

    package static let name = "lasso"
    package static let summary = "Linear regression that leaves out features that help little."
    package static let settings: [Setting<Lasso>] = [
        Setting(
            "l1",
            \.l1,
            "the weight of the sizes of the coefficients of scaled features, beside half the mean"
                + " squared error; chosen by cross-validation if absent",
            in: .range(0...1e12),
            scale: .logarithmic
        ),
        .seed(\.seed, use: ", which cuts the rows"),
    ]

    package init() {}

    package static func supports(_ task: LearningTask) -> Bool { task == .regression }

    package func fit(_ data: Dataset, in work: WorkContext) throws -> PenalizedModel {
        let training = try PenalizedTraining(data, seed: seed, in: work)
        guard let l1 else { return try training.choosing(.lasso(l2: 0), of: .sizes) }
        return try training.fitted(ElasticPenalty(l1: l1, l2: 0), of: .sizes)
    }
}
