import Kernels

/// How the search for the coefficients ended.
package enum Convergence: Hashable, Sendable {
    case converged
    /// The iterations were used up.
    case iterationLimit
    /// No step made the likelihood better, short of the tolerance.
    case stalled
    /// The classes can be told apart without error along these coefficients, which grow for ever.
    case separated(coefficients: [Int])
}

/// Where a search for the largest likelihood came to.
struct SearchResult: Sendable {
    var coefficients: [Double]
    var sums: LogisticPass.Sums
    var iterations: Int
    var convergence: Convergence
    /// The factor of the information, when the search knows it.
    var factor: Cholesky?
}

/// Newton's method with halved steps.
struct NewtonSolver: Sendable {
    let likelihood: LogisticPass
    /// The size of a step, beside the coefficients, that is taken as the last.
    let tolerance: Double
    let iterationLimit: Int

    func search(from start: [Double]) throws(RegressionFailure) -> SearchResult {
        var result = SearchResult(
            coefficients: start,
            sums: try likelihood.evaluate(start, withInformation: true),
            iterations: 0,
            convergence: .iterationLimit
        )
        var watch = SeparationWatch(likelihood)
        while result.iterations < iterationLimit {
            result.iterations += 1
            likelihood.pass.context.progress.report("fitting")
            guard let factor = Cholesky(likelihood.information(result.sums)) else {
                result.convergence = .stalled
                return result
            }
            result.factor = factor
            let step = factor.solve(result.sums.gradient)
            if isLast(step, result.coefficients) {
                result.coefficients = sum(result.coefficients, step, 1)
                result.convergence = .converged
                return result
            }
            if let columns = watch.separated(step, result.sums) {
                result.convergence = .separated(coefficients: columns)
                return result
            }
            guard try advance(&result, step) else {
                result.convergence = .stalled
                return result
            }
        }
        return result
    }

    private func isLast(_ step: [Double], _ coefficients: [Double]) -> Bool {
        let moved = step.map(\.magnitude).max() ?? 0
        let size = coefficients.map(\.magnitude).max() ?? 0
        return moved <= tolerance * (1 + size)
    }

    /// Goes along the step, or a half of it, and so on, until the objective is no worse.
    private func advance(
        _ result: inout SearchResult,
        _ step: [Double]
    )
        throws(RegressionFailure) -> Bool
    {
        let slack = 1e-12 * (1 + result.sums.objective.magnitude)
        var share = 1.0
        while share > 1e-4 {
            let candidate = sum(result.coefficients, step, share)
            let sums = try likelihood.evaluate(candidate, withInformation: true)
            if sums.objective >= result.sums.objective - slack {
                result.coefficients = candidate
                result.sums = sums
                return true
            }
            share /= 2
        }
        return false
    }
}

/// Tells coefficients that grow for ever from those that settle.
///
/// Where classes are separated each full step adds about one to the predictors and divides what is
/// left to gain by e; near a finite maximum the gain falls with its square instead.
private struct SeparationWatch {
    private let likelihood: LogisticPass
    private let meanWeight: Double
    private var gains: [Double] = []

    init(_ likelihood: LogisticPass) {
        self.likelihood = likelihood
        let design = likelihood.pass.design
        meanWeight = design.totalWeight / Double(max(1, design.countedRows))
    }

    /// The coefficients that grow, once that is clear.
    mutating func separated(_ step: [Double], _ sums: LogisticPass.Sums) -> [Int]? {
        // A ridge holds the coefficients, however well they tell the classes apart.
        guard likelihood.penalties.allSatisfy({ $0 == 0 }) else { return nil }
        gains.append(Dots.dot(step, sums.gradient))
        guard let last = gains.last, last < 1e-3 * meanWeight, gains.count > 4 else { return nil }
        let recent = gains.suffix(4)
        let isLinear = zip(recent.dropFirst(), recent).allSatisfy { (0.2...0.7).contains($0 / $1) }
        guard isLinear else { return nil }
        let largest = step.map(\.magnitude).max() ?? 0
        let growing = Set(
            step.indices.filter { step[$0].magnitude >= largest / 10 }
                .map { likelihood.pass.kept[$0 % likelihood.width] }
        )
        let lead = likelihood.pass.design.hasIntercept ? 1 : 0
        let columns = growing.filter { $0 >= lead }.sorted()
        return columns.isEmpty ? growing.sorted() : columns
    }
}

/// `a + share · b`.
func sum(_ a: [Double], _ b: [Double], _ share: Double) -> [Double] {
    zip(a, b).map { $0 + share * $1 }
}
