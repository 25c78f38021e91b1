package import Catalog
import Diagnostics
package import Kernels
package import Learning
import Tables

/// How far each row stands apart: rows that are cut off from the others by few random splits.
///
/// Liu, Ting and Zhou, Isolation Forest (2008). Each tree sees a sample of the rows, drawn without
/// replacement, and is cut at random features and thresholds until every row is alone or the depth
/// log₂ of the sample is reached. The score is 2^(−mean depth / c), where c is the depth that is to be
/// expected of a search among as many rows: near 1 of rows far apart, below a half of usual ones.
package struct IsolationForest: UnsupervisedLearner {
    package var trees = 100
    package var sample = 256
    package var seed: Int?

    package static let name = "isolation_forest"
    package static let summary =
        "How far each row stands apart from the others, by random splits; without a target."
    package static let settings: [Setting<IsolationForest>] = [
        Setting(
            "trees",
            \.trees,
            "trees whose depths are averaged",
            in: .range(1...100_000),
            scale: .logarithmic
        ),
        Setting(
            "sample",
            \.sample,
            "rows that a tree sees, all where there are fewer",
            in: .range(2...1_000_000),
            scale: .logarithmic
        ),
        .seed(\.seed),
    ]

    package static let takesWeights = false
    package static let instead = [
        "model | predict(rows) | top(score, rows: 10)",
        "tree(apart ~ . - score) | fit(model | predict(rows) | derive(apart = score > 0.6))",
    ]

    package init() {}

    package func fit(_ rows: UnsupervisedRows, in work: WorkContext) throws -> IsolationModel {
        guard rows.count > 1 else {
            throw Diagnostic(
                "isolation_forest.rows",
                "there is 1 row, and none that it could stand apart from",
                hints: ["count() after each stage of the pipe tells where rows went"]
            )
        }
        work.progress.report("fitting")
        let stream = work.stream(seed, purpose: "isolation forest")
        let size = min(sample, rows.count)
        let grown = try parallelChunks(
            count: trees,
            size: 1,
            threads: work.threads,
            cancellation: work.cancellation
        ) { range in
            range.map { tree in
                var growing = IsolationGrowing(rows, sample: size, draws: stream.draws(row: tree))
                return growing.grown()
            }
        }.flatMap(\.self)
        return try IsolationModel(grown, sample: size, fitting: rows, in: work)
    }
}
