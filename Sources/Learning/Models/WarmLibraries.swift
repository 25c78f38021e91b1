import Catalog
import Kernels
import Synchronization
import Tables
import Values

/// Libraries that have fitted and predicted a few rows in this process.
///
/// The first time takes a library longer, for it starts threads and its code is read from disk: this is
/// no part of what any learner takes, and the first to be timed would pay for all.
enum WarmLibraries {
    private static let known = Mutex<Set<LibraryVersions.Name>>([])
    private static let rows = 64

    /// Has the library of a learner fit and predict a few rows, once; what goes wrong goes wrong again
    /// where it is told.
    static func warm<L: Learner>(_ learner: L.Type, in work: WorkContext) {
        guard let library = L.library, known.withLock({ $0.insert(library).inserted })
        else { return }
        var learner = L()
        if let trees = L.settings.first(where: { $0.spec.name == "trees" }) {
            try? trees.write(.int(2), to: &learner)
        }
        let tasks: [LearningTask] = [.regression, .binary(negative: "no", positive: "yes")]
        guard let task = tasks.first(where: L.supports) else { return }
        let numbers = (0..<rows).map { Double($0 % 7) } + (0..<rows).map { Double($0 % 5) }
        let data = Dataset(
            shape: ModelShape(
                features: [Feature("a", .number), Feature("b", .number)],
                task: task
            ),
            training: Examples(
                features: Matrix(rows: rows, columns: 2, cells: numbers),
                target: (0..<rows).map { Double($0 % 2) }
            )
        )
        let quiet = WorkContext(threads: work.threads, seed: work.seed)
        let model = try? learner.fit(data, in: quiet)
        _ = try? model?.predict(data.training.features, in: quiet)
    }
}
