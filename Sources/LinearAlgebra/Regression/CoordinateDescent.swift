import Kernels

/// What holds coefficients of columns of deviation one, beside half the mean squared error:
/// `l1 Σ|b| + l2/2 Σb²`.
package struct ElasticPenalty: Sendable, Hashable {
    package var l1: Double
    package var l2: Double

    package init(l1: Double, l2: Double) {
        self.l1 = l1
        self.l2 = l2
    }
}

/// The least of `½ b'Gb − c'b` and a penalty, one coefficient after another.
///
/// Friedman, Hastie and Tibshirani, Regularization paths, 2010: the gradient is kept up to date
/// with every step (covariance updates), and a path looks only at columns that the sequential
/// strong rule of Tibshirani et al., 2012, leaves; those left out are checked at the end.
struct CoordinateDescent {
    let gram: DenseMatrix
    private(set) var coefficients: [Double]
    /// `c − G b`.
    private(set) var gradient: [Double]
    /// The largest step, beside `size`, at which a search ends.
    var tolerance = 1e-9
    /// What is large among the coefficients.
    var size: Double
    private let cross: [Double]
    /// By what each coefficient is multiplied where the penalty weighs it.
    private let factors: [Double]
    private var lastL1: Double

    private static let sweepLimit = 20_000

    init(gram: DenseMatrix, cross: [Double]) {
        self.gram = gram
        self.cross = cross
        factors = Array(repeating: 1, count: cross.count)
        coefficients = Array(repeating: 0, count: cross.count)
        gradient = cross
        size = cross.map(\.magnitude).max() ?? 0
        lastL1 = size
    }

    /// Begins at some coefficients, of which each is weighed by a factor of its own.
    init(gram: DenseMatrix, cross: [Double], factors: [Double], from coefficients: [Double]) {
        self.gram = gram
        self.cross = cross
        self.factors = factors
        self.coefficients = coefficients
        gradient = zip(cross, gram.times(coefficients)).map { $0 - $1 }
        size = cross.map(\.magnitude).max() ?? 0
        lastL1 = 0
    }

    /// Goes on from where the last search ended; tells whether it settled.
    mutating func solve(
        _ penalty: ElasticPenalty,
        context: WorkContext
    ) throws(CancellationError)
        -> Bool
    {
        let bound = 2 * penalty.l1 - lastL1
        var chosen = cross.indices.filter {
            coefficients[$0] != 0 || gradient[$0].magnitude >= bound * factors[$0]
        }
        lastL1 = penalty.l1
        while true {
            guard try settle(chosen, penalty, context) else { return false }
            let held = Set(chosen)
            let missed = cross.indices.filter { index in
                let slack = tolerance * size * gram[index, index]
                return !held.contains(index)
                    && gradient[index].magnitude > penalty.l1 * factors[index] + slack
            }
            if missed.isEmpty { return true }
            chosen = (chosen + missed).sorted()
        }
    }

    /// Sweeps over the chosen columns, between whiles over those alone that are not zero.
    private mutating func settle(
        _ chosen: [Int],
        _ penalty: ElasticPenalty,
        _ context: WorkContext
    )
        throws(CancellationError) -> Bool
    {
        var part = taken(chosen)
        var sweeps = 0
        var isSettled = false
        while !isSettled, sweeps < Self.sweepLimit {
            try context.cancellation.check()
            sweeps += 1
            isSettled = part.sweep(penalty) <= tolerance * size
            if isSettled { break }
            let active = part.coefficients.indices.filter { part.coefficients[$0] != 0 }
            var few = part.taken(active)
            while sweeps < Self.sweepLimit, few.sweep(penalty) > tolerance * size {
                sweeps += 1
                if sweeps % 64 == 0 { try context.cancellation.check() }
            }
            part.take(few, at: active)
        }
        take(part, at: chosen)
        return isSettled
    }

    /// Some columns by themselves: a sweep over them costs their square, whatever stands beside.
    private func taken(_ chosen: [Int]) -> CoordinateDescent {
        guard chosen.count < gram.rows else { return self }
        var part = CoordinateDescent(
            gram: gram.restricted(to: chosen),
            cross: [],
            factors: chosen.map { factors[$0] },
            coefficients: chosen.map { coefficients[$0] },
            gradient: chosen.map { gradient[$0] }
        )
        part.tolerance = tolerance
        part.size = size
        return part
    }

    /// Takes back what became of some columns.
    private mutating func take(_ part: CoordinateDescent, at chosen: [Int]) {
        guard chosen.count < gram.rows else {
            (coefficients, gradient) = (part.coefficients, part.gradient)
            return
        }
        let order = gram.rows
        for (place, index) in chosen.enumerated() {
            let step = part.coefficients[place] - coefficients[index]
            guard step != 0 else { continue }
            coefficients[index] = part.coefficients[place]
            gram.cells.withUnsafeBufferPointer { gram in
                for row in 0..<order { gradient[row] -= gram[index * order + row] * step }
            }
        }
    }

    private init(
        gram: DenseMatrix,
        cross: [Double],
        factors: [Double],
        coefficients: [Double],
        gradient: [Double]
    ) {
        self.gram = gram
        self.cross = cross
        self.factors = factors
        self.coefficients = coefficients
        self.gradient = gradient
        size = 0
        lastL1 = 0
    }

    /// One step of each column; the largest of them.
    private mutating func sweep(_ penalty: ElasticPenalty) -> Double {
        let order = gram.rows
        var largest = 0.0
        gram.cells.withUnsafeBufferPointer { gram in
            gradient.withUnsafeMutableBufferPointer { gradient in
                coefficients.withUnsafeMutableBufferPointer { coefficients in
                    for index in 0..<order {
                        let own = gram[index * order + index]
                        let old = coefficients[index]
                        let pull = gradient[index] + own * old
                        let factor = factors[index]
                        let rest = pull.magnitude - penalty.l1 * factor
                        let hold = own + penalty.l2 * factor * factor
                        let new = rest > 0 && hold > 0 ? (pull < 0 ? -rest : rest) / hold : 0
                        let step = new - old
                        guard step != 0 else { continue }
                        coefficients[index] = new
                        largest = max(largest, step.magnitude)
                        let column = index * order
                        for row in 0..<order { gradient[row] -= gram[column + row] * step }
                    }
                }
            }
        }
        return largest
    }

    /// Solves for the coefficients that are not zero at once; leaves all as it is where one would
    /// change its sign.
    mutating func polish(_ penalty: ElasticPenalty) {
        let active = coefficients.indices.filter { coefficients[$0] != 0 }
        var part = gram.restricted(to: active)
        for place in active.indices { part[place, place] += penalty.l2 }
        guard !active.isEmpty, let factor = Cholesky(part) else { return }
        let right = active.map { cross[$0] - (coefficients[$0] < 0 ? -1 : 1) * penalty.l1 }
        let solved = factor.solve(right)
        guard zip(active, solved).allSatisfy({ coefficients[$0] * $1 > 0 }) else { return }
        for (place, index) in active.enumerated() { coefficients[index] = solved[place] }
        let products = gram.times(coefficients)
        gradient = zip(cross, products).map { $0 - $1 }
    }
}
