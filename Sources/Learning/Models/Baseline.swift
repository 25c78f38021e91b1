package import Catalog
import Diagnostics
import Foundation
package import Kernels
package import Tables

/// Predicts the same for every row: the mean, or how often each class occurred.
package struct Baseline: Learner {
    package static let name = "baseline"
    package static let summary = "The mean, or each class as often as it occurred: what to beat."
    package static let settings: [Setting<Baseline>] = []

    package init() {}

    package static func supports(_ task: LearningTask) -> Bool { true }

    package func fit(_ data: Dataset, in work: WorkContext) throws -> BaselineModel {
        guard data.count > 0 else { throw Diagnostic.noRows }
        return BaselineModel(data.training, shape: data.shape)
    }
}

/// What `baseline` learned: the mean, or the share of each class.
package struct BaselineModel: FittedModel {
    package static let flavor = "baseline"
    package let shape: ModelShape
    /// The mean alone, or a share for each class.
    package let shares: [Double]

    package init(_ examples: Examples, shape: ModelShape) {
        self.shape = shape
        let labels = shape.task.labels
        guard !labels.isEmpty else {
            shares = [Sums.mean(examples.target, weights: examples.weights)]
            return
        }
        var counts = [Double](repeating: 0, count: labels.count)
        for (row, code) in examples.target.enumerated() {
            counts[Int(code)] += examples.weights?[row] ?? 1
        }
        let total = Sums.sum(counts)
        shares = counts.map { $0 / total }
    }

    package init(shares: [Double], shape: ModelShape) {
        self.shares = shares
        self.shape = shape
    }

    package func predict(_ features: Matrix, in work: WorkContext) -> Matrix {
        outputs(rows: features.rows)
    }

    /// The same for so many rows.
    package func outputs(rows: Int) -> Matrix {
        let row =
            switch shape.task {
            case .regression, .multiclass: shares
            case .binary: [shares[1]]
            }
        return Matrix(
            rows: rows,
            columns: row.count,
            cells: row.flatMap { Array(repeating: $0, count: rows) }
        )
    }

    package var summary: ModelSummary {
        let labels = shape.task.labels
        guard !labels.isEmpty else {
            return ModelSummary(facts: [("mean", .float(shares[0]))])
        }
        return ModelSummary(
            facts: zip(labels, shares).map { ("share of \($0)", .float($1)) }
        )
    }

    package func encoded() throws -> [UInt8] { Array(try JSONEncoder().encode(shares)) }

    package init(decoding bytes: [UInt8], shape: ModelShape) throws {
        let shares = try JSONDecoder().decode([Double].self, from: Data(bytes))
        guard shares.count == max(1, shape.task.labels.count) else {
            throw Diagnostic.modelCorrupt("its shares do not fit its classes")
        }
        self.init(shares: shares, shape: shape)
    }
}
