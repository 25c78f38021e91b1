package import Kernels

/// Sums of squares and products over the rows of a design and their targets, about centres near
/// the means; sums of parts of the rows add up to those of all.
package struct MomentSums: Sendable {
    /// Of the intercept and the standardised columns, whole.
    private(set) var gram: DenseMatrix
    /// Of each of these with the target.
    private(set) var cross: [Double]
    /// Of the target with itself.
    private(set) var targetSquares: Double
    let standardization: Standardization
    /// What was taken off every target.
    let targetCenter: Double

    /// The total weight of the rows.
    package var weight: Double { gram.rows > 0 ? gram[0, 0] : 0 }
    package var columns: Int { gram.rows - 1 }

    package static func - (all: MomentSums, part: MomentSums) -> MomentSums {
        all.adding(part, times: -1)
    }

    package static func + (one: MomentSums, other: MomentSums) -> MomentSums {
        one.adding(other, times: 1)
    }

    private func adding(_ other: MomentSums, times sign: Double) -> MomentSums {
        var result = self
        for index in gram.cells.indices {
            result.gram.cells[index] += sign * other.gram.cells[index]
        }
        for index in cross.indices { result.cross[index] += sign * other.cross[index] }
        result.targetSquares += sign * other.targetSquares
        return result
    }
}

extension MomentSums {
    /// The sums of all rows, in one pass.
    package init(
        _ design: Design,
        _ target: [Double],
        context: WorkContext
    )
        throws(RegressionFailure)
    {
        self = try MomentSums.parts(design, target, of: nil, count: 1, context: context)[0]
    }

    /// The sums of `count` parts of the rows; `part` tells for each row which it belongs to.
    package static func parts(
        _ design: Design,
        _ target: [Double],
        of part: [Int]?,
        count: Int,
        context: WorkContext
    ) throws(RegressionFailure) -> [MomentSums] {
        precondition(target.count == design.rows, "a target for every row")
        precondition(design.hasIntercept, "moments about a mean need an intercept")
        try design.checkRows()
        let center = Sums.mean(target, weights: design.weights)
        guard center.isFinite else { throw .targetNotFinite }
        let standardization = Standardization(design)
        var found: [MomentSums] = []
        for chosen in 0..<count {
            let rows = part.map { part in part.indices.filter { part[$0] == chosen } }
            let some = rows.map { design.gathered($0, context: context) } ?? design
            let targets = rows.map { rows in rows.map { target[$0] } } ?? target
            found.append(try MomentSums(some, targets, standardization, center, context))
        }
        return found
    }

    fileprivate struct Partial: Sendable {
        var gram: [Double]
        var cross: [Double]
        var squares = 0.0
        var scratch: [Double] = []
    }

    private init(
        _ design: Design,
        _ target: [Double],
        _ standardization: Standardization,
        _ center: Double,
        _ context: WorkContext
    ) throws(RegressionFailure) {
        let width = design.width
        let pass = BlockPass(
            design: design,
            standardization: standardization,
            kept: Array(0..<width),
            context: context
        )
        let zero = Partial(
            gram: Array(repeating: 0, count: width * width),
            cross: Array(repeating: 0, count: width)
        )
        let parts = try pass.run(zero) { sums, block in
            sums.add(block, target, center: center, weights: design.weights)
        }
        gram = DenseMatrix(
            rows: width,
            columns: width,
            cells: parts.isEmpty ? zero.gram : added(parts.map(\.gram))
        )
        gram.mirrorUpper()
        cross = parts.isEmpty ? zero.cross : added(parts.map(\.cross))
        targetSquares = parts.reduce(0) { $0 + $1.squares }
        self.standardization = standardization
        targetCenter = center
        try design.check(gram.diagonal)
        guard targetSquares.isFinite else { throw .targetNotFinite }
    }
}

extension MomentSums.Partial {
    /// Adds the rows of a block.
    mutating func add(
        _ block: RowBlock,
        _ target: [Double],
        center: Double,
        weights: [Double]?
    ) {
        var values = [Double](repeating: 0, count: block.rows.count)
        var own = 0.0
        for (place, row) in block.rows.enumerated() {
            let value = target[row] - center
            let weighted = (weights?[row] ?? 1) * value
            values[place] = weighted
            own += weighted * value
        }
        squares += own
        block.addTransposed(values, columns: 1, to: &cross)
        if scratch.isEmpty { scratch = block.cells }
        let factors = block.rows.map { (weights?[$0] ?? 1).squareRoot() }
        block.addGram(
            factors: factors,
            from: 0,
            sign: 1,
            scratch: &scratch,
            to: &gram,
            at: 0
        )
    }
}

extension Design {
    /// Some of the rows, in the order given.
    fileprivate func gathered(_ taken: [Int], context: WorkContext) -> Design {
        let parts = try? parallelChunks(
            count: columns,
            size: chunkSize(count: columns, chunks: 16),
            threads: context.threads
        ) { chosen in
            cells.withUnsafeBufferPointer { cells in
                chosen.flatMap { column in taken.map { cells[column * rows + $0] } }
            }
        }
        return Design(
            rows: taken.count,
            columns: columns,
            cells: (parts ?? []).flatMap(\.self),
            hasIntercept: hasIntercept,
            weights: weights.map { weights in taken.map { weights[$0] } }
        )
    }
}

/// Columns of deviation one and their products with the target, per unit of weight.
struct Correlations: Sendable {
    /// Among the columns that change: ones on the diagonal.
    let among: DenseMatrix
    /// With the target, in its units.
    let withTarget: [Double]
    let targetVariance: Double
    /// The columns that change.
    let active: [Int]
    private let sums: MomentSums
    private let means: [Double]
    private let deviations: [Double]
    private let targetMean: Double

    /// The share of a standardised column's usual square below which it counts as constant.
    private static let floor = 1e-20

    init(_ sums: MomentSums) {
        let (weight, gram, count) = (sums.weight, sums.gram, sums.columns)
        let means = (0..<count).map { gram[0, $0 + 1] / weight }
        let variances = (0..<count).map { gram[$0 + 1, $0 + 1] / weight - means[$0] * means[$0] }
        let targetMean = sums.cross[0] / weight
        let active = (0..<count).filter {
            let square = gram[$0 + 1, $0 + 1] / weight
            return variances[$0] > max(Self.floor, 1e-14 * square)
        }
        let deviations = active.map { variances[$0].squareRoot() }
        var among = DenseMatrix(repeating: 0, rows: active.count, columns: active.count)
        for (place, column) in active.enumerated() {
            for other in 0..<place {
                let row = active[other]
                let product = gram[row + 1, column + 1] / weight - means[row] * means[column]
                among[other, place] = product / (deviations[other] * deviations[place])
                among[place, other] = among[other, place]
            }
            among[place, place] = 1
        }
        self.among = among
        withTarget = active.enumerated().map { place, column in
            (sums.cross[column + 1] / weight - means[column] * targetMean) / deviations[place]
        }
        targetVariance = max(0, sums.targetSquares / weight - targetMean * targetMean)
        self.active = active
        self.sums = sums
        self.means = active.map { means[$0] }
        self.deviations = deviations
        self.targetMean = targetMean
    }

    /// The intercept and a coefficient for each column as it is.
    func restored(_ coefficients: [Double]) -> [Double] {
        var restored = sums.standardization.restored(centered(coefficients))
        restored[0] += sums.targetCenter
        return restored
    }

    /// The mean squared error, per unit of weight, over other rows whose sums are about the same
    /// centres.
    func error(_ coefficients: [Double], over rows: MomentSums) -> Double {
        let values = centered(coefficients)
        let products = rows.gram.times(values)
        let squares =
            rows.targetSquares - 2 * Dots.dot(values, rows.cross) + Dots.dot(values, products)
        return max(0, squares) / rows.weight
    }

    /// The same about the centres of the sums, the intercept first.
    private func centered(_ coefficients: [Double]) -> [Double] {
        var values = [Double](repeating: 0, count: sums.columns + 1)
        values[0] = targetMean
        for (place, column) in active.enumerated() {
            let slope = coefficients[place] / deviations[place]
            values[column + 1] = slope
            values[0] -= slope * means[place]
        }
        return values
    }
}
