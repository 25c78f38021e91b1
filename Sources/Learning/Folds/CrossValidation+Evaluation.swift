import Kernels

extension Evaluation {
    /// A learner's measures over all folds: means with the intervals of Nadeau and Bengio.
    package init(
        _ found: CrossValidation,
        on folds: Folds,
        model: String,
        scores: [Score]
    ) {
        self.init(
            model: model,
            lines: scores.map { score in
                Line(
                    group: [],
                    score: score.name,
                    method: ResampledMethod.name,
                    estimate: .resampled(found.values(score), ratio: folds.ratio)
                )
            },
            rows: found.rows,
            base: "\(folds.count) folds",
            byFold: scores.map { ($0.name, found.values($0)) },
            weight: folds.weight
        )
    }
}

/// How folds' intervals and tests are called.
enum ResampledMethod {
    static let name = "corrected t over folds (Nadeau, Bengio)"
}
