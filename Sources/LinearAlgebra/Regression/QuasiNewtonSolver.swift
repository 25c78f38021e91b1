import Kernels

/// Limited-memory BFGS: for more coefficients than an information matrix should have, and for
/// coming near the end on passes that need none.
struct QuasiNewtonSolver: Sendable {
    let likelihood: LogisticPass
    /// The largest entry of the gradient of the mean likelihood at which the search ends.
    let tolerance: Double
    let iterationLimit: Int
    /// What the search takes for the inverse information before it has learnt anything: a factor
    /// of the information, and by how much to divide what it solves.
    var metric: (factor: Cholesky, share: Double)?
    /// The size of a step, beside the coefficients, that is taken as the last; 0 for none.
    var lastStep = 0.0

    private static let memory = 10

    /// A step taken and the change of the gradient along it.
    private struct Pair {
        let step: [Double]
        let change: [Double]
        let curvature: Double
    }

    func search(from start: [Double]) throws(RegressionFailure) -> SearchResult {
        let weight = likelihood.pass.design.totalWeight
        var pairs: [Pair] = []
        var result = SearchResult(
            coefficients: start,
            sums: try likelihood.evaluate(start, withInformation: false),
            iterations: 0,
            convergence: .iterationLimit
        )
        while result.iterations < iterationLimit {
            let steepest = result.sums.gradient.map(\.magnitude).max() ?? 0
            if let end = verdict(result.sums, steepest: steepest / weight, weight) {
                result.convergence = end
                return result
            }
            result.iterations += 1
            likelihood.pass.context.progress.report("fitting")
            let direction = direction(result.sums.gradient, pairs, weight)
            let before = result
            if isLast(direction, result.coefficients) {
                result.coefficients = sum(result.coefficients, direction, 1)
                result.convergence = .converged
                return result
            }
            guard try advance(&result, direction) else {
                result.convergence = .stalled
                return result
            }
            remember(&pairs, from: before, to: result)
        }
        return result
    }

    private func isLast(_ step: [Double], _ coefficients: [Double]) -> Bool {
        let moved = step.map(\.magnitude).max() ?? 0
        let size = coefficients.map(\.magnitude).max() ?? 0
        return moved <= lastStep * (1 + size)
    }

    private func verdict(
        _ sums: LogisticPass.Sums,
        steepest: Double,
        _ weight: Double
    )
        -> Convergence?
    {
        // A ridge holds the coefficients, however well they tell the classes apart.
        if sums.logLikelihood > -1e-6 * weight, likelihood.penalties.allSatisfy({ $0 == 0 }) {
            let lead = likelihood.pass.design.hasIntercept ? 1 : 0
            return .separated(coefficients: likelihood.pass.kept.filter { $0 >= lead })
        }
        return steepest <= tolerance ? .converged : nil
    }

    /// The gradient times the approximate inverse information, by the two loops of Nocedal.
    private func direction(_ gradient: [Double], _ pairs: [Pair], _ weight: Double) -> [Double] {
        var direction = gradient
        var shares: [Double] = []
        for pair in pairs.reversed() {
            let share = Dots.dot(pair.step, direction) / pair.curvature
            shares.append(share)
            direction = sum(direction, pair.change, -share)
        }
        direction = preconditioned(direction, pairs, weight)
        for (pair, share) in zip(pairs, shares.reversed()) {
            let back = Dots.dot(pair.change, direction) / pair.curvature
            direction = sum(direction, pair.step, share - back)
        }
        return direction
    }

    private func preconditioned(
        _ gradient: [Double],
        _ pairs: [Pair],
        _ weight: Double
    )
        -> [Double]
    {
        if let metric { return metric.factor.solve(gradient).map { $0 * metric.share } }
        // Standardised columns have an information of about a quarter of the weight.
        let scale =
            pairs.last.map { $0.curvature / Dots.dot($0.change, $0.change) } ?? 4 / weight
        return gradient.map { $0 * scale }
    }

    /// Goes along the direction until the objective gains in proportion (Armijo's rule).
    private func advance(
        _ result: inout SearchResult,
        _ direction: [Double]
    )
        throws(RegressionFailure) -> Bool
    {
        let slope = Dots.dot(direction, result.sums.gradient)
        let slack = 1e-14 * result.sums.objective.magnitude
        var share = 1.0
        while slope > 0, share > 1e-10 {
            let candidate = sum(result.coefficients, direction, share)
            let sums = try likelihood.evaluate(candidate, withInformation: false)
            if sums.objective >= result.sums.objective + 1e-4 * share * slope - slack {
                result.coefficients = candidate
                result.sums = sums
                return true
            }
            share /= 2
        }
        return false
    }

    private func remember(_ pairs: inout [Pair], from: SearchResult, to: SearchResult) {
        let step = sum(to.coefficients, from.coefficients, -1)
        let change = sum(from.sums.gradient, to.sums.gradient, -1)
        let curvature = Dots.dot(step, change)
        guard curvature > 1e-14 * Dots.dot(change, change).squareRoot() else { return }
        pairs.append(Pair(step: step, change: change, curvature: curvature))
        if pairs.count > Self.memory { pairs.removeFirst() }
    }
}
