package import Catalog
package import Kernels
package import Learning
import LinearAlgebra

/// Linear regression with squared coefficients held small.
package struct Ridge: Learner {
    /// Against the sum of squared errors, scikit-learn's `alpha`; chosen when nil.
    package var l2: Double?
    package var seed: Int?

    package static let name = "ridge"
    package static let summary = "Linear regression with its coefficients shrunk together."
    package static let settings: [Setting<Ridge>] = [
        Setting(
            "l2",
            \.l2,
            "the weight of the squared coefficients of scaled features, beside the sum of squared"
                + " errors; chosen by cross-validation if absent",
            in: .range(0...1e12),
            scale: .logarithmic
        ),
        .seed(\.seed, use: ", which cuts the rows"),
    ]

    package init() {}

    package static func supports(_ task: LearningTask) -> Bool { task == .regression }

    package func fit(_ data: Dataset, in work: WorkContext) throws -> PenalizedModel {
        let training = try PenalizedTraining(data, seed: seed, in: work)
        guard let l2 else { return try training.choosing(.ridge, of: .squares) }
        let rowwise = l2 / training.weight
        return try training.fitted(ElasticPenalty(l1: 0, l2: rowwise), of: .squares)
    }
}
