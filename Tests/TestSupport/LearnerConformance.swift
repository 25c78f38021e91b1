import Catalog
import Kernels
package import Learning
import Tables
import Testing
import Trees
import Values

/// What every learner must keep, whatever it learns.
package struct LearnerConformance: Sendable {
    /// Small data for each task: two numbers, a flag and a category, some of them missing.
    package static func dataset(_ task: LearningTask, rows: Int = 200) -> Dataset {
        let chance = RandomStream(seed: 5, purpose: "conformance")
        let features = [
            Feature("x", .number), Feature("z", .number), Feature("flag", .flag),
            Feature("level", .category(["a", "b", "c"])),
        ]
        var matrix = Matrix(repeating: 0, rows: rows, columns: features.count)
        var target: [Double] = []
        for row in 0..<rows {
            let x = chance.normal(row: row)
            matrix[row, 0] = x
            matrix[row, 1] = row % 17 == 0 ? .nan : chance.normal(row: row, draw: 2)
            matrix[row, 2] = chance.uniform(row: row, draw: 4) < 0.5 ? 1 : 0
            matrix[row, 3] = row % 23 == 0 ? .nan : Double(row % 3)
            let score = 2 * x + Double(row % 3) + chance.normal(row: row, draw: 6)
            target.append(
                task == .regression
                    ? score
                    : min(max(0, (score + 1).rounded()), Double(task.labels.count - 1))
            )
        }
        return Dataset(
            shape: ModelShape(features: features, task: task),
            training: Examples(features: matrix, target: target)
        )
    }

    package static let tasks: [LearningTask] = [
        .regression, .binary(negative: "no", positive: "yes"), .multiclass(["a", "b", "c"]),
    ]
}

/// Checks a learner on every task that it supports: the shape and range of predictions, the same
/// results for any number of threads and any cut into batches, its stored form, unseen levels, a
/// request to stop, and settings that read back.
///
/// `truth` is applied to targets, for learners that take only some. `precision` is how far sums may
/// be off, which is more for a library that counts in 32 bits.
package func checkLearner<L: Learner>(
    _ learner: L,
    precision: Double = 1e-12,
    truth: (Double) -> Double = { $0 }
) throws {
    for task in LearnerConformance.tasks where L.supports(task) {
        var data = LearnerConformance.dataset(task)
        data.training.target = data.training.target.map(truth)
        let model = try learner.fit(data, in: WorkContext(threads: 1))
        #expect(model.shape == data.shape, "\(L.name): the model is of its data's shape")
        try checkPredictions(of: model, on: data, precision)
        let other = try learner.fit(data, in: WorkContext(threads: 4))
        #expect(
            try other.predict(data.training.features, in: WorkContext(threads: 4))
                == model.predict(data.training.features, in: WorkContext(threads: 1)),
            "\(L.name): threads change nothing"
        )
        let again = try L.Model(decoding: try model.encoded(), shape: model.shape)
        #expect(
            try again.predict(data.training.features, in: WorkContext())
                == model.predict(data.training.features, in: WorkContext()),
            "\(L.name): the stored form gives the same predictions"
        )
        #expect(
            again.summary.remarks == model.summary.remarks
                && again.summary.facts.map(\.value) == model.summary.facts.map(\.value),
            "\(L.name): the stored form tells the same of itself"
        )
        try checkContributions(of: model, on: data, max(1e-9, precision))
    }
    for setting in L.settings {
        var copy = learner
        try setting.write(setting.read(learner), to: &copy)
        #expect(setting.spec.standard != nil, "\(L.name): `\(setting.spec.name)` has a default")
    }
}

/// Checks that a row of weight three counts as three rows, and one of weight zero as none.
///
package func checkWeights<L: Learner>(
    _ learner: L,
    tolerance: Double = 1e-8,
    truth: (Double) -> Double = { $0 }
) throws {
    for task in LearnerConformance.tasks where L.supports(task) {
        var data = LearnerConformance.dataset(task)
        data.training.target = data.training.target.map(truth)
        let weights = (0..<data.count).map { $0 % 4 }
        var repeated = data
        let rows = weights.indices.flatMap { Array(repeating: $0, count: weights[$0]) }
        repeated.training = Examples(
            features: data.training.features.rows(at: rows),
            target: rows.map { data.training.target[$0] }
        )
        data.training.weights = weights.map { Double($0) }
        let matrix = data.training.features
        let weighted = try learner.fit(data, in: WorkContext()).predict(matrix, in: WorkContext())
        let whole = try learner.fit(repeated, in: WorkContext()).predict(matrix, in: WorkContext())
        let plain = try learner.fit(
            Dataset(
                shape: data.shape,
                training: Examples(features: matrix, target: data.training.target)
            ),
            in: WorkContext()
        ).predict(matrix, in: WorkContext())
        let gap = zip(weighted.cells, whole.cells).map { ($0 - $1).magnitude }.max() ?? 0
        #expect(gap <= tolerance, "\(L.name): weights count as rows in \(task.word)")
        #expect(plain != weighted, "\(L.name): weights count in \(task.word)")
    }
}

private func checkPredictions(
    of model: some FittedModel,
    on data: Dataset,
    _ precision: Double
) throws {
    let rows = data.training.features
    let whole = try model.predict(rows, in: WorkContext())
    #expect(whole.rows == rows.rows && whole.columns == data.task.outputs)
    #expect(whole.cells.allSatisfy { $0.isFinite })
    if data.task != .regression {
        #expect(whole.cells.allSatisfy { (0...1).contains($0) })
    }
    if case .multiclass = data.task {
        for row in 0..<whole.rows {
            let sum = (0..<whole.columns).reduce(0) { $0 + whole[row, $1] }
            #expect((sum - 1).magnitude < precision)
        }
    }
    // Rows must not hang on their neighbours.
    let alone = try model.predict(rows.rows(at: [7]), in: WorkContext())
    for output in 0..<whole.columns {
        #expect((alone[0, output] - whole[7, output]).magnitude < 1e-12)
    }
    let nothing = try model.predict(
        Matrix(rows: 0, columns: rows.columns, cells: []),
        in: WorkContext()
    )
    #expect(nothing.rows == 0)
    let unknown = Matrix(rows: 1, columns: 4, cells: [.nan, .nan, .nan, .nan])
    #expect(try model.predict(unknown, in: WorkContext()).cells.allSatisfy { $0.isFinite })
}

private func checkContributions(
    of model: some FittedModel,
    on data: Dataset,
    _ precision: Double
) throws {
    guard let margins = model as? any MarginModel else { return }
    let rows = data.training.features
    guard let (parts, bases) = try contributions(of: model, rows) else { return }
    let margin = try margins.margin(rows, in: WorkContext())
    for (output, part) in parts.enumerated() {
        for row in 0..<rows.rows {
            let sum = (0..<rows.columns).reduce(bases[output]) { $0 + part[row, $1] }
            let size = max(1, margin[row, output].magnitude)
            #expect((sum - margin[row, output]).magnitude < precision * size)
        }
    }
}

/// For each output what the features add, and to what, where the model's kind tells.
private func contributions(
    of model: some FittedModel,
    _ rows: Matrix
) throws -> (parts: [Matrix], bases: [Double])? {
    if let model = model as? any TreeModel {
        let trees = TreeContributions(of: try model.ensemble())
        let found = try trees.pathDependent(rows, in: WorkContext())
        return (found.contributions, found.bases)
    }
    guard let model = model as? any ContributingModel else { return nil }
    let parts = try model.contributions(rows, in: WorkContext())
    #expect(parts.allSatisfy { $0.columns == rows.columns + 1 })
    return (parts, parts.map { $0.rows > 0 ? $0[0, rows.columns] : 0 })
}

/// Checks a learner without a target: the same for any number of threads, rows that do not hang on
/// their neighbours, its stored form, unseen levels and rows without any value, no rows at all, features
/// that do not fit, and settings that read back.
package func checkUnsupervisedLearner<L: UnsupervisedLearner>(_ learner: L) throws {
    let data = LearnerConformance.dataset(.regression)
    let cells = data.training.features
    let rows = UnsupervisedRows(features: data.features, matrix: cells)
    let model = try learner.fit(rows, in: WorkContext(threads: 1, seed: 5))
    let told = try model.predict(cells, in: WorkContext(threads: 1))
    #expect(told.map(\.type) == model.outputs.map(\.type))
    #expect(told.allSatisfy { $0.count == rows.count && $0.missingCount == 0 })
    let other = try learner.fit(rows, in: WorkContext(threads: 4, seed: 5))
    #expect(try other.predict(cells, in: WorkContext(threads: 4)) == told, "\(L.name): threads")
    #expect(try other.encoded() == model.encoded(), "\(L.name): threads change nothing")
    let again = try L.Model(decoding: try model.encoded(), features: rows.features)
    #expect(try again.predict(cells, in: WorkContext()) == told, "\(L.name): its stored form")
    #expect(
        again.summary.remarks == model.summary.remarks
            && again.summary.facts.map(\.value) == model.summary.facts.map(\.value),
        "\(L.name): the stored form tells the same of itself"
    )
    let alone = try model.predict(cells.rows(at: [7]), in: WorkContext())
    #expect(alone.map { $0[0] } == told.map { $0[7] }, "\(L.name): rows stand for themselves")
    let empty = Matrix(repeating: .nan, rows: 1, columns: cells.columns)
    #expect(try model.predict(empty, in: WorkContext()).allSatisfy { $0.isMissing(0) })
    let none = Matrix(rows: 0, columns: cells.columns, cells: [])
    #expect(try model.predict(none, in: WorkContext()).allSatisfy { $0.count == 0 })
    #expect(throws: (any Error).self) {
        try L.Model(decoding: try model.encoded(), features: [Feature("y", .number)])
    }
    for setting in L.settings {
        var copy = learner
        try setting.write(setting.read(learner), to: &copy)
        #expect(setting.spec.standard != nil, "\(L.name): `\(setting.spec.name)` has a default")
    }
}
