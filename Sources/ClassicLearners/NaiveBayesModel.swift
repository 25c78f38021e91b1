import Diagnostics
import Glibc
package import Kernels
package import Learning
package import Tables

/// What `naive_bayes` learned.
package struct NaiveBayesModel: AdditiveForm, NormalForm, ScoredInSQL {
    package static let flavor = "naive_bayes"

    struct Content: Codable, Hashable {
        /// The weight of each class.
        var weights: [Double]
        var features: [LearnedFeature]
    }

    package let shape: ModelShape
    let content: Content

    init(_ weights: [Double], _ features: [LearnedFeature], _ shape: ModelShape) {
        content = Content(weights: weights, features: features)
        self.shape = shape
    }

    /// The share of each class.
    var shares: [Double] {
        let total = Sums.sum(content.weights)
        return content.weights.map { $0 / total }
    }

    /// The log odds of the positive class; of several classes what each score is above their mean.
    package func margin(_ features: Matrix, in work: WorkContext) throws -> Matrix {
        let classes = content.weights.count
        let priors = priors
        let parts = try slices(of: features, in: work) { rows in
            var scores = priors.flatMap { Array(repeating: $0, count: rows.count) }
            for index in content.features.indices {
                add(index, of: features, rows, to: &scores)
            }
            return outputs(scores, classes: classes)
        }
        return Matrix(rows: features.rows, columns: task.outputs, parts: parts)
    }

    package func predict(_ features: Matrix, in work: WorkContext) throws -> Matrix {
        let margin = try margin(features, in: work)
        return margin.probabilities
    }

    /// What the likelihoods of each feature add beyond their mean over the training rows.
    package func contributions(_ features: Matrix, in work: WorkContext) throws -> [Matrix] {
        let (rows, count) = (features.rows, features.columns)
        let outputs = task.outputs
        var found = Array(
            repeating: Matrix(repeating: 0, rows: rows, columns: count + 1),
            count: outputs
        )
        let priors = priors
        var bases = self.outputs(priors, classes: priors.count)
        for (index, feature) in content.features.enumerated() {
            let center = self.outputs(feature.centers, classes: priors.count)
            let parts = try slices(of: features, in: work) { rows in
                var scores = [Double](repeating: 0, count: priors.count * rows.count)
                add(index, of: features, rows, to: &scores)
                return self.outputs(scores, classes: priors.count)
            }
            let terms = Matrix(rows: rows, columns: outputs, parts: parts)
            for output in 0..<outputs {
                bases[output] += center[output]
                for row in 0..<rows {
                    found[output][row, index] = terms[row, output] - center[output]
                }
            }
        }
        for output in 0..<outputs {
            for row in 0..<rows { found[output][row, count] = bases[output] }
        }
        return found
    }

    package var priors: [Double] { shares.map { log(max($0, .leastNormalMagnitude)) } }

    package var spreads: [ClassSpread] { content.features.map(\.likelihood.spread) }

    package func encoded() throws -> [UInt8] { try ModelCoding.encode(content) }

    package init(decoding bytes: [UInt8], shape: ModelShape) throws {
        content = try ModelCoding.decode(bytes)
        self.shape = shape
        let classes = shape.task.labels.count
        let levels = shape.features.map { $0.kind == .flag ? 2 : $0.levels?.count ?? 0 }
        guard classes > 1, content.weights.count == classes, levels.count == content.features.count,
            content.weights.allSatisfy({ $0.isFinite && $0 >= 0 }),
            content.weights.contains(where: { $0 > 0 }),
            zip(content.features, levels).allSatisfy({ feature, levels in
                feature.centers.count == classes
                    && feature.likelihood.isOf(classes: classes, levels: levels)
            })
        else { throw Diagnostic.modelCorrupt("its likelihoods are of other features or classes") }
    }
}

/// Rows in slices: within one the scores of a class lie behind those of the class before.
extension NaiveBayesModel {
    /// Rows that are scored at once, so few that their scores stay in the cache.
    private static let slice = 2048

    private func slices(
        of features: Matrix,
        in work: WorkContext,
        _ body: @Sendable (Range<Int>) -> [Double]
    ) throws -> [[Double]] {
        try parallelChunks(
            count: features.rows,
            size: Self.slice,
            threads: work.threads,
            cancellation: work.cancellation,
            body
        )
    }

    /// Adds a feature's likelihoods to the scores of some rows.
    private func add(
        _ index: Int,
        of features: Matrix,
        _ rows: Range<Int>,
        to scores: inout [Double]
    ) {
        let start = index * features.rows
        features.cells.withUnsafeBufferPointer { cells in
            let given = UnsafeBufferPointer(
                rebasing: cells[start + rows.lowerBound..<start + rows.upperBound]
            )
            scores.withUnsafeMutableBufferPointer { scores in
                for label in content.weights.indices {
                    let place = label * rows.count..<(label + 1) * rows.count
                    let sums = UnsafeMutableBufferPointer(rebasing: scores[place])
                    content.features[index].likelihood.add(given, of: label, to: sums)
                }
            }
        }
    }

    /// Of two classes the second's score beyond the first's, else each score beyond their mean.
    private func outputs(_ scores: [Double], classes: Int) -> [Double] {
        let rows = scores.count / classes
        if classes == 2 { return (0..<rows).map { scores[rows + $0] - scores[$0] } }
        var outputs = scores
        for row in 0..<rows {
            var sum = 0.0
            for label in 0..<classes { sum += scores[label * rows + row] }
            let mean = sum / Double(classes)
            for label in 0..<classes { outputs[label * rows + row] -= mean }
        }
        return outputs
    }
}
