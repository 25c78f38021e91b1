import Kernels

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The likelihood of class probabilities that are a softmax of linear predictors.
///
/// Class 0 is the reference, whose predictor is zero; the coefficients are those of class 1, then
/// those of class 2, and so on, each for the kept standardised columns.
struct LogisticPass: Sendable {
    let pass: BlockPass
    /// The class of each row, from 0.
    let labels: [Int]
    let classes: Int
    /// Half of it times the square of a coefficient is taken off; one for each kept column.
    let penalties: [Double]

    var width: Int { pass.kept.count }
    var count: Int { (classes - 1) * width }

    struct Sums: Sendable {
        /// Without the penalty.
        var logLikelihood = 0.0
        /// With the penalty.
        var objective = 0.0
        var gradient: [Double]
        /// The upper triangles of the blocks for classes (1, 1), (1, 2), (2, 2), (1, 3), ….
        var blocks: [Double]
    }

    /// Likelihood and gradient at some coefficients, and the information when it is asked for.
    func evaluate(
        _ coefficients: [Double],
        withInformation: Bool
    )
        throws(RegressionFailure) -> Sums
    {
        let isDirect = withInformation ? classes == 2 && pass.isNearlyCentred : pass.isDirect
        if isDirect { return try evaluateDirectly(coefficients, withInformation: withInformation) }
        let pairs = withInformation ? classes * (classes - 1) / 2 : 0
        let zero = Sums(
            gradient: Array(repeating: 0, count: count),
            blocks: Array(repeating: 0, count: pairs * width * width)
        )
        let parts = try pass.run(zero) { sums, block in
            var rows = LogisticRows(block.rows, classes: classes)
            block.times(coefficients, into: &rows.values)
            let probabilities = rows.score(labels, pass.design.weights, &sums.logLikelihood)
            block.addTransposed(rows.values, columns: classes - 1, to: &sums.gradient)
            guard withInformation else { return }
            addInformation(probabilities, &block, to: &sums.blocks)
        }
        return total(parts, coefficients)
    }

    /// Likelihood and gradient, and for two classes the information, with the columns read where
    /// they lie.
    private func evaluateDirectly(
        _ coefficients: [Double],
        withInformation: Bool
    ) throws(RegressionFailure) -> Sums {
        let sets = (0..<classes - 1).map { set in
            pass.standardization.restored(Array(coefficients[set * width..<(set + 1) * width]))
        }
        let columns = pass.design.columns
        let slopes = sets.map { Array($0.suffix(columns)) }
        let constants = sets.map { $0.count > columns ? $0[0] : 0 }
        let cells = withInformation ? width * width : 0
        let zero = Sums(
            gradient: Array(repeating: 0, count: count),
            blocks: Array(repeating: 0, count: cells)
        )
        let start = (sums: zero, scratch: [Double]())
        let states = try pass.runRows(start) { state, range in
            var rows = LogisticRows(range, classes: classes)
            rows.values = constants.flatMap { Array(repeating: $0, count: range.count) }
            pass.addProducts(slopes, rows: range, to: &rows.values)
            let probabilities = rows.score(labels, pass.design.weights, &state.sums.logLikelihood)
            pass.addTransposedProducts(rows.values, rows: range, to: &state.sums.gradient)
            guard withInformation else { return }
            pass.addGram(
                factors: factors(probabilities, range),
                rows: range,
                scratch: &state.scratch,
                to: &state.sums.blocks
            )
        }
        return total(states.map { standardized($0.sums) }, coefficients)
    }

    /// Sums over standardised columns, from those over the columns as they are.
    private func standardized(_ raw: Sums) -> Sums {
        var sums = raw
        sums.gradient = (0..<classes - 1).flatMap { set in
            let part = Array(raw.gradient[set * width..<(set + 1) * width])
            return pass.standardization.standardized(sums: part)
        }
        if !raw.blocks.isEmpty {
            sums.blocks = pass.standardization.standardized(gram: raw.blocks)
        }
        return sums
    }

    /// The roots of what rows of two classes count in the information.
    private func factors(_ probabilities: [Double], _ rows: Range<Int>) -> [Double] {
        guard let weights = pass.design.weights else {
            return probabilities.map { ($0 * (1 - $0)).squareRoot() }
        }
        return zip(probabilities, weights[rows]).map { ($1 * $0 * (1 - $0)).squareRoot() }
    }

    private func total(_ parts: [Sums], _ coefficients: [Double]) -> Sums {
        var total = Sums(
            logLikelihood: parts.reduce(0) { $0 + $1.logLikelihood },
            gradient: added(parts.map(\.gradient)),
            blocks: added(parts.map(\.blocks))
        )
        penalize(&total, coefficients)
        return total
    }

    private func addInformation(
        _ probabilities: [Double],
        _ block: inout RowBlock,
        to sums: inout [Double]
    ) {
        let rows = block.rows.count
        let weights = pass.design.weights
        var factors = [Double](repeating: 0, count: rows)
        var scratch = [Double](repeating: 0, count: rows * width)
        var offset = 0
        for second in 0..<classes - 1 {
            for first in 0...second {
                for row in 0..<rows {
                    let p = probabilities[first * rows + row]
                    let q = probabilities[second * rows + row]
                    let weight = weights?[block.rows.lowerBound + row] ?? 1
                    factors[row] = (weight * p * (first == second ? 1 - p : q)).squareRoot()
                }
                block.addGram(
                    factors: factors,
                    from: 0,
                    sign: first == second ? 1 : -1,
                    scratch: &scratch,
                    to: &sums,
                    at: offset
                )
                offset += width * width
            }
        }
    }
}

/// The penalty, and the matrix of the information.
extension LogisticPass {
    /// How the penalties of two classes' coefficients meet.
    ///
    /// With more than two classes every class has coefficients of its own, which add up to zero
    /// where the penalty is least; written in their differences to class 0 it is this form.
    private func coupling(_ first: Int, _ second: Int) -> Double {
        let own = first == second ? 1.0 : 0
        return classes == 2 ? own : own - 1 / Double(classes)
    }

    private func penalize(_ sums: inout Sums, _ coefficients: [Double]) {
        sums.objective = sums.logLikelihood
        for first in 0..<classes - 1 {
            for second in 0..<classes - 1 {
                let share = coupling(first, second)
                for column in 0..<width {
                    let pull = share * penalties[column] * coefficients[second * width + column]
                    sums.gradient[first * width + column] -= pull
                    sums.objective -= pull * coefficients[first * width + column] / 2
                }
            }
        }
    }

    /// The penalised information, whole.
    func information(_ sums: Sums) -> DenseMatrix {
        var matrix = DenseMatrix(repeating: 0, rows: count, columns: count)
        var offset = 0
        for second in 0..<classes - 1 {
            for first in 0...second {
                for column in 0..<width {
                    for row in 0..<width {
                        let place = offset + max(row, column) * width + min(row, column)
                        matrix[first * width + row, second * width + column] = sums.blocks[place]
                    }
                    matrix[first * width + column, second * width + column] +=
                        coupling(first, second) * penalties[column]
                }
                offset += width * width
            }
        }
        matrix.mirrorUpper()
        return matrix
    }
}
