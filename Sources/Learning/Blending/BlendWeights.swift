package import Diagnostics
import Glibc
package import Kernels
import LinearAlgebra
import Tables

/// What several models made of the same rows, beside the truth.
package struct SideBySide: Sendable {
    let task: LearningTask
    let truth: [Double]
    /// How much each row counts; nil where all count alike.
    let weights: [Double]?
    /// For each model its outputs, a row a row.
    let outputs: [Matrix]

    /// Each model's rows are the same in the same order; throws where their truth tells otherwise.
    package init(_ scored: [Scored]) throws(Diagnostic) {
        precondition(!scored.isEmpty, "somebody predicts")
        let first = scored[0]
        guard scored.allSatisfy({ $0.truth == first.truth }) else {
            throw Diagnostic(
                "blend.rows",
                "the models did not see the same rows in the same order",
                hints: ["collect() before it keeps rows as they are"]
            )
        }
        task = first.task
        truth = first.truth
        weights = first.weights
        outputs = scored.map(\.outputs)
    }

    /// The test rows of all folds, one after the other.
    package init(_ found: [CrossValidation]) throws(Diagnostic) {
        try self.init(
            found.map { one in
                let parts = one.outcomes.map(\.scored)
                let columns = (0..<one.task.outputs).flatMap { output in
                    parts.flatMap { $0.outputs.column(output) }
                }
                let truth = parts.flatMap(\.truth)
                return Scored(
                    task: one.task,
                    truth: truth,
                    outputs: Matrix(rows: truth.count, columns: one.task.outputs, cells: columns),
                    weights: parts[0].weights == nil ? nil : parts.flatMap { $0.weights ?? [] }
                )
            }
        )
    }

    /// What they predict together.
    func mixed(_ shares: [Double]) -> Scored {
        Scored(task: task, truth: truth, outputs: outputs.mixed(shares), weights: weights)
    }

    func alone(_ place: Int) -> Scored {
        Scored(task: task, truth: truth, outputs: outputs[place], weights: weights)
    }
}

extension [Matrix] {
    /// The weighted sum of their cells, from the first to the last.
    func mixed(_ weights: [Double]) -> Matrix {
        var sum = Matrix(repeating: 0, rows: self[0].rows, columns: self[0].columns)
        for (matrix, weight) in zip(self, weights) {
            for place in sum.cells.indices { sum.cells[place] += weight * matrix.cells[place] }
        }
        return sum
    }
}

/// Weights of predictions, none below zero, that add up to one and lose least on known rows: the
/// squared error of a number, the log loss of classes.
package enum BlendWeights {
    package static func best(_ rows: SideBySide, in work: WorkContext) throws -> [Double] {
        rows.task == .regression ? numbers(rows) : try classes(rows, in: work)
    }

    /// Least squares on the simplex.
    ///
    /// With weights that add up to one the error is the same mixture of the models' errors R, and the
    /// non-negative u of least ‖Ru‖² + (1ᵀu − 1)² is the best mixture but for its length.
    private static func numbers(_ rows: SideBySide) -> [Double] {
        let count = rows.outputs.count
        let roots = rows.weights?.map { $0.squareRoot() }
        let errors = rows.outputs.map { outputs in
            let errors = zip(outputs.column(0), rows.truth).map { $0 - $1 }
            return roots.map { zip(errors, $0).map { $0 * $1 } } ?? errors
        }
        let squares = errors.map { Dots.dot($0, $0) }
        // The models' own squares are of the size of the one that is asked for.
        guard let scale = squares.max(), scale > 0 else { return equal(count) }
        var matrix = DenseMatrix(repeating: 1, rows: count, columns: count)
        for row in 0..<count {
            for column in 0..<count {
                matrix[row, column] += Dots.dot(errors[row], errors[column]) / scale
            }
        }
        let ones = [Double](repeating: 1, count: count)
        return shares(NonNegativeQuadratic.minimum(matrix, ones))
    }

    static func equal(_ count: Int) -> [Double] {
        Array(repeating: 1 / Double(count), count: count)
    }

    static func shares(_ values: [Double]) -> [Double] {
        let total = values.reduce(0, +)
        return total > 0 ? values.map { $0 / total } : equal(values.count)
    }

    /// The likeliest mixture, by sequential quadratic programs over the non-negative numbers (Kim,
    /// Carbonetto, Stephens & Anitescu 2020): the least of Σw − mean log Σ w·q adds up to one by
    /// itself, where q are the probabilities of what came true.
    private static func classes(_ rows: SideBySide, in work: WorkContext) throws -> [Double] {
        let likelihoods = rows.outputs.map { outputs in
            rows.truth.indices.map { row in
                max(.ulpOfOne, outputs.probability(of: Int(rows.truth[row]), row: row))
            }
        }
        let mixture = Mixture(likelihoods: likelihoods, counts: rows.weights)
        var weights = equal(likelihoods.count)
        for _ in 0..<100 {
            try work.cancellation.check()
            let look = mixture.look(weights)
            guard look.isWorthAStep(from: weights) else { break }
            let best = NonNegativeQuadratic.minimum(look.hessian, look.slopes.map { 1 - 2 * $0 })
            var (step, next) = (1.0, best)
            let promised = zip(look.slopes, zip(best, weights))
                .reduce(0) { $0 + $1.0 * ($1.1.0 - $1.1.1) }
            let value = mixture.value(weights)
            while step > 1e-10, mixture.value(next) > value + 0.01 * step * promised {
                step /= 2
                next = zip(weights, best).map { $0 + step * ($1 - $0) }
            }
            guard step > 1e-10 else { break }
            weights = next
        }
        return shares(weights)
    }
}

extension Matrix {
    /// The probability of a class, where one column stands for the second of two.
    fileprivate func probability(of code: Int, row: Int) -> Double {
        columns > 1 ? self[row, code] : code == 1 ? self[row, 0] : 1 - self[row, 0]
    }
}

/// The slopes and the curvature of a mixture's log loss at some weights.
private struct MixtureLook {
    var slopes: [Double]
    var hessian: DenseMatrix

    /// Whether some weight is off what it is at the best point: zero slope, or zero weight with a
    /// slope above zero.
    func isWorthAStep(from weights: [Double]) -> Bool {
        zip(slopes, weights).contains { slope, weight in
            slope < -1e-10 || (weight * slope).magnitude > 1e-10
        }
    }
}

/// What several models hold of what came true: for each its probability, row by row.
private struct Mixture {
    let likelihoods: [[Double]]
    /// How much each row counts; nil where all count alike.
    let counts: [Double]?

    private var rows: Int { likelihoods[0].count }

    func look(_ weights: [Double]) -> MixtureLook {
        let mixed = mixed(weights)
        let ratios = likelihoods.map { own in zip(own, mixed).map { $0 / $1 } }
        var hessian = DenseMatrix(repeating: 0, rows: ratios.count, columns: ratios.count)
        for row in ratios.indices {
            for column in ratios.indices {
                hessian[row, column] = mean(zip(ratios[row], ratios[column]).map { $0 * $1 })
            }
        }
        return MixtureLook(slopes: ratios.map { 1 - mean($0) }, hessian: hessian)
    }

    func value(_ weights: [Double]) -> Double {
        weights.reduce(0, +) - mean(mixed(weights).map { log(max($0, .leastNormalMagnitude)) })
    }

    private func mean(_ values: [Double]) -> Double { Sums.mean(values, weights: counts) }

    private func mixed(_ weights: [Double]) -> [Double] {
        var sums = [Double](repeating: 0, count: rows)
        for (own, weight) in zip(likelihoods, weights) where weight > 0 {
            for row in 0..<rows { sums[row] += weight * own[row] }
        }
        return sums
    }
}
