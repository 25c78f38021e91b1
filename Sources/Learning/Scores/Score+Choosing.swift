package import Diagnostics

/// Which measures there are, and which are meant.
extension Score {
    /// All measures of a task, in the order in which help lists them.
    package static func all(for task: LearningTask) -> [Score] {
        switch task {
        case .regression: ofNumbers
        case .binary: ofTwoClasses
        case .multiclass: ofSeveralClasses
        }
    }

    /// The names of all measures of any task.
    package static let names: [String] = {
        var names: [String] = []
        for score in ofTwoClasses + ofSeveralClasses + ofNumbers
        where !names.contains(score.name) {
            names.append(score.name)
        }
        return names
    }()

    /// What is shown where nothing is asked for; the first is what models are compared by.
    package static func standard(for task: LearningTask) -> [Score] {
        let names =
            switch task {
            case .regression: ["rmse", "mae", "r2"]
            case .binary: ["auc", "log_loss", "brier", "accuracy"]
            case .multiclass: ["log_loss", "accuracy", "balanced_accuracy"]
            }
        return names.compactMap { name in all(for: task).first { $0.name == name } }
    }

    /// The measures of these names, or the standard ones for none.
    package static func named(
        _ names: [String],
        for task: LearningTask
    )
        throws(Diagnostic) -> [Score]
    {
        guard !names.isEmpty else { return standard(for: task) }
        let known = all(for: task)
        var scores: [Score] = []
        for name in names {
            guard let score = known.first(where: { $0.name == name }) else {
                throw unknown(name, known, task)
            }
            scores.append(score)
        }
        return scores
    }

    private static func unknown(
        _ name: String,
        _ known: [Score],
        _ task: LearningTask
    ) -> Diagnostic {
        let near = Suggestion.hint(for: name, among: known.map(\.name))
        let all = "one of " + known.map { "\"\($0.name)\"" }.joined(separator: ", ")
        return Diagnostic(
            "metric.unknown",
            "`\(name)` is no metric of \(task.word)",
            hints: (near.map { [$0] } ?? []) + [all]
        )
    }
}
