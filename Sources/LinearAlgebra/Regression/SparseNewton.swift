import Kernels

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The natural logarithm.
func logarithm(_ x: Double) -> Double { log(x) }

/// The rows that a sparse fit reads, and how its columns are scaled.
struct SparseRows: Sendable {
    let design: Design
    let labels: [Int]
    let standardization: Standardization
    /// By what the penalty multiplies each standardised coefficient; 0 for the intercept.
    let factors: [Double]
    let context: WorkContext
    /// The mean and deviation of each column.
    var spreads: [(mean: Double, sd: Double)] = []

    init(
        _ design: Design,
        _ labels: [Int],
        _ standardization: Standardization,
        _ factors: [Double],
        _ context: WorkContext
    ) {
        self.design = design
        self.labels = labels
        self.standardization = standardization
        self.factors = factors
        self.context = context
    }

    func likelihood(_ kept: [Int], classes: Int) -> LogisticPass {
        let pass = BlockPass(
            design: design,
            standardization: standardization,
            kept: kept,
            context: context
        )
        return LogisticPass(
            pass: pass,
            labels: labels,
            classes: classes,
            penalties: Array(repeating: 0, count: kept.count)
        )
    }
}

/// The likelihood where every class of several has coefficients of its own.
extension LogisticPass {
    /// The coefficients as differences to those of class 0.
    func differences(_ sets: [[Double]]) -> [Double] {
        guard classes > 2 else { return sets[0] }
        return sets.dropFirst().flatMap { set in zip(set, sets[0]).map { $0 - $1 } }
    }

    /// The gradient of every class's coefficients: those of class 0 have the opposite of all.
    func symmetric(gradient: [Double]) -> [Double] {
        guard classes > 2 else { return gradient }
        let rest = (0..<width).map { column in
            -(0..<classes - 1).reduce(0) { $0 + gradient[$1 * width + column] }
        }
        return rest + gradient
    }

    func symmetricGradient(_ sets: [[Double]]) throws(RegressionFailure) -> [Double] {
        let sums = try evaluate(differences(sets), withInformation: false)
        return symmetric(gradient: sums.gradient)
    }

    /// The information of every class's coefficients.
    func symmetric(information: DenseMatrix) -> DenseMatrix {
        guard classes > 2 else { return information }
        let (count, own) = (classes * width, information.rows)
        var whole = DenseMatrix(repeating: 0, rows: count, columns: count)
        for column in 0..<own {
            for row in 0..<own {
                let value = information[row, column]
                let (first, second) = (row % width, column % width)
                whole[row + width, column + width] = value
                whole[first, column + width] -= value
                whole[row + width, second] -= value
                whole[first, second] += value
            }
        }
        return whole
    }
}

/// Newton's method on some columns under a penalty on sizes.
struct SparseNewton: Sendable {
    let rows: SparseRows
    let kept: [Int]
    let classes: Int
    let penalty: ElasticPenalty
    let tolerance: Double
    let iterationLimit: Int

    private struct Point {
        /// Set after set, those of the kept columns.
        var values: [Double]
        var sums: LogisticPass.Sums
        var objective: Double
    }

    private var sets: Int { classes == 2 ? 1 : classes }

    func search(from start: SparseLogistic.Found) throws(RegressionFailure) -> SparseLogistic.Found
    {
        let likelihood = rows.likelihood(kept, classes: classes)
        let factors = (0..<sets).flatMap { _ in kept.map { rows.factors[$0] } }
        var point = try point(
            start.coefficients.flatMap { set in kept.map { set[$0] } },
            likelihood,
            factors
        )
        var found = start
        found.isSettled = false
        for _ in 0..<iterationLimit {
            found.iterations += 1
            rows.context.progress.report("fitting")
            let information = likelihood.information(point.sums)
            let next = try minimum(point, likelihood, information, factors)
            let step = zip(next, point.values).map { $0 - $1 }
            let moved = step.map(\.magnitude).max() ?? 0
            let size = next.map(\.magnitude).max() ?? 0
            if moved <= tolerance * (1 + size) {
                point.values = next
                found.isSettled = true
                break
            }
            guard let better = try advanced(point, step, likelihood, factors) else { break }
            point = better
        }
        found.logLikelihood = point.sums.logLikelihood
        for set in 0..<sets {
            found.coefficients[set] = Array(repeating: 0, count: rows.design.width)
            for (place, column) in kept.enumerated() {
                found.coefficients[set][column] = point.values[set * kept.count + place]
            }
        }
        return found
    }

    private func point(
        _ values: [Double],
        _ likelihood: LogisticPass,
        _ factors: [Double]
    ) throws(RegressionFailure) -> Point {
        let sums = try likelihood.evaluate(
            likelihood.differences(cut(values)),
            withInformation: true
        )
        return Point(
            values: values,
            sums: sums,
            objective: sums.logLikelihood - weight(values, factors)
        )
    }

    private func cut(_ values: [Double]) -> [[Double]] {
        let width = kept.count
        return (0..<sets).map { Array(values[$0 * width..<($0 + 1) * width]) }
    }

    /// What the penalty takes off.
    private func weight(_ values: [Double], _ factors: [Double]) -> Double {
        zip(values, factors).reduce(0) { total, pair in
            let size = pair.0.magnitude * pair.1
            return total + penalty.l1 * size + penalty.l2 * size * size / 2
        }
    }

    /// Where the quadratic about a point, with the penalty, is least.
    private func minimum(
        _ point: Point,
        _ likelihood: LogisticPass,
        _ information: DenseMatrix,
        _ factors: [Double]
    ) throws(RegressionFailure) -> [Double] {
        let gram = likelihood.symmetric(information: information)
        let gradient = likelihood.symmetric(gradient: point.sums.gradient)
        let cross = zip(gram.times(point.values), gradient).map { $0 + $1 }
        var descent = CoordinateDescent(
            gram: gram,
            cross: cross,
            factors: factors,
            from: point.values
        )
        descent.tolerance = 1e-12
        descent.size = point.values.map(\.magnitude).max().map { 1 + $0 } ?? 1
        do {
            _ = try descent.solve(penalty, context: rows.context)
        } catch {
            throw .cancelled
        }
        return descent.coefficients
    }

    /// Goes along the step, or a half of it, and so on, until the objective gains.
    private func advanced(
        _ from: Point,
        _ step: [Double],
        _ likelihood: LogisticPass,
        _ factors: [Double]
    ) throws(RegressionFailure) -> Point? {
        let gradient = likelihood.symmetric(gradient: from.sums.gradient)
        let ahead = sum(from.values, step, 1)
        let gain =
            Dots.dot(gradient, step) + weight(from.values, factors) - weight(ahead, factors)
        let slack = 1e-12 * (1 + from.objective.magnitude)
        var share = 1.0
        while share > 1e-6 {
            let candidate = try point(sum(from.values, step, share), likelihood, factors)
            if candidate.objective >= from.objective + 1e-4 * share * gain - slack {
                return candidate
            }
            share /= 2
        }
        return nil
    }
}
