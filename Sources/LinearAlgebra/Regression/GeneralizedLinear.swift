package import Kernels

/// Regression of a response that is spread like one of the exponential families, by iteratively
/// reweighted least squares (Fisher's scoring).
package struct GeneralizedLinear: Sendable {
    package var family: ResponseFamily
    package var link: ResponseLink
    /// The relative step that ends the search.
    package var tolerance = 1e-7
    package var iterationLimit = 100

    package init(family: ResponseFamily, link: ResponseLink) {
        self.family = family
        self.link = link
    }

    /// Fits the means of `target`; `offset` is added to each row's predictor as it is.
    package func fit(
        _ design: Design,
        _ target: [Double],
        offset: [Double]?,
        context: WorkContext
    )
        throws(RegressionFailure) -> GeneralizedFit
    {
        precondition(target.count == design.rows, "a target for every row")
        try design.checkRows()
        let mean = Sums.mean(target, weights: design.weights)
        guard mean.isFinite, family.accepts(mean: mean) else { throw .targetNotFinite }
        let step = design.rows / LogisticRegression.sampleRows
        let sample = step >= 8 ? design.thinned(by: step, threads: context.threads) : nil
        let standardization = Standardization(sample ?? design)
        let kept = try Rank.kept(design, standardization, sample: sample, context: context)
        func response(_ design: Design, every step: Int) -> ResponsePass {
            let rows = Array(stride(from: 0, to: target.count, by: step))
            return ResponsePass(
                pass: BlockPass(
                    design: design,
                    standardization: standardization,
                    kept: kept,
                    context: context
                ),
                target: step == 1 ? target : rows.map { target[$0] },
                offset: step == 1 ? offset : offset.map { all in rows.map { all[$0] } },
                mean: mean,
                family: family,
                link: link
            )
        }
        var start: [Double]?
        if let sample {
            let first = try search(response(sample, every: step), from: nil)
            if first.ending == .settled { start = first.coefficients }
        }
        let whole = response(design, every: 1)
        let found = try search(whole, from: start)
        let null = try nullDeviance(whole)
        return GeneralizedFit(found, whole, null: null)
    }

    /// The deviance of the intercept alone, beside the offset.
    private func nullDeviance(_ response: ResponsePass) throws(RegressionFailure) -> Double {
        let design = response.pass.design
        let empty = Design(rows: design.rows, columns: 0, cells: [], weights: design.weights)
        var alone = response
        alone.pass = BlockPass(
            design: empty,
            standardization: Standardization(empty),
            kept: [0],
            context: response.pass.context
        )
        return try search(alone, from: nil).sums.deviance
    }

    struct Found {
        var coefficients: [Double]
        var sums: ResponsePass.Sums
        var factor: Cholesky?
        var iterations = 0
        var ending = GeneralizedFit.Ending.unfinished
    }

    private func search(
        _ response: ResponsePass,
        from start: [Double]?
    ) throws(RegressionFailure) -> Found {
        let zeros = [Double](repeating: 0, count: response.pass.kept.count)
        var found = Found(coefficients: start ?? zeros, sums: try response.sums(at: start))
        if start != nil, !found.sums.isValid {
            return try search(response, from: nil)
        }
        var isFirst = start == nil
        while found.iterations < iterationLimit {
            found.iterations += 1
            response.pass.context.progress.report("fitting")
            guard let factor = Cholesky(found.sums.information(zeros.count)) else { return found }
            found.factor = factor
            let step = factor.solve(found.sums.gradient)
            let moved = step.map(\.magnitude).max() ?? 0
            let size = found.coefficients.map(\.magnitude).max() ?? 0
            if !isFirst, moved <= tolerance * (1 + size) {
                // A step this small is the last: what it leaves is the square of it.
                found.coefficients = sum(found.coefficients, step, 1)
                found.ending = .settled
                return found
            }
            let before = isFirst ? Double.infinity : found.sums.deviance
            guard let (ahead, sums) = try advanced(found, step, before, response) else {
                return found
            }
            (found.coefficients, found.sums) = (ahead, sums)
            isFirst = false
            // Where some means go to their bound for ever the deviance settles, and steps do not.
            let gain = before - sums.deviance
            if gain.magnitude <= 1e-12 * sums.deviance.magnitude || sums.deviance == 0 {
                guard moved > 0.05 else { continue }
                found.ending = .unbounded(
                    step.indices.filter { step[$0].magnitude >= moved / 10 }
                        .map { response.pass.kept[$0] }.filter { $0 > 0 }
                )
                return found
            }
        }
        return found
    }

    /// Goes along the step, or a half of it, and so on, until the deviance is no worse.
    private func advanced(
        _ from: Found,
        _ step: [Double],
        _ before: Double,
        _ response: ResponsePass
    ) throws(RegressionFailure) -> ([Double], ResponsePass.Sums)? {
        var share = 1.0
        while share > 1e-6 {
            let ahead = sum(from.coefficients, step, share)
            let sums = try response.sums(at: ahead)
            if sums.isValid, sums.deviance <= before * (1 + 1e-12) + 1e-12 {
                return (ahead, sums)
            }
            share /= 2
        }
        return nil
    }
}

/// A pass over responses: what the next step of the search is made of.
struct ResponsePass: Sendable {
    var pass: BlockPass
    let target: [Double]
    let offset: [Double]?
    /// The mean of all targets.
    let mean: Double
    let family: ResponseFamily
    let link: ResponseLink

    struct Sums: Sendable {
        /// The upper triangle of the information.
        var gram: [Double]
        var gradient: [Double]
        var deviance = 0.0
        /// Σ w (y − μ)² / V(μ).
        var pearson = 0.0
        var isValid = true

        func information(_ width: Int) -> DenseMatrix {
            var matrix = DenseMatrix(rows: width, columns: width, cells: gram)
            matrix.mirrorUpper()
            return matrix
        }
    }

    /// The sums at some coefficients; without any, about means half way from the targets to theirs.
    func sums(at coefficients: [Double]?) throws(RegressionFailure) -> Sums {
        let width = pass.kept.count
        let zero = Sums(
            gram: Array(repeating: 0, count: width * width),
            gradient: Array(repeating: 0, count: width)
        )
        let parts = try pass.run((sums: zero, scratch: [Double]())) { state, block in
            add(&block, coefficients, &state.sums, &state.scratch)
        }
        return Sums(
            gram: added(parts.map(\.sums.gram)),
            gradient: added(parts.map(\.sums.gradient)),
            deviance: parts.reduce(0) { $0 + $1.sums.deviance },
            pearson: parts.reduce(0) { $0 + $1.sums.pearson },
            isValid: parts.allSatisfy { $0.sums.isValid && $0.sums.deviance.isFinite }
        )
    }

    private func add(
        _ block: inout RowBlock,
        _ coefficients: [Double]?,
        _ sums: inout Sums,
        _ scratch: inout [Double]
    ) {
        let count = block.rows.count
        var values = [Double](repeating: 0, count: count)
        var factors = values
        if let coefficients { block.times(coefficients, into: &values) }
        for (place, row) in block.rows.enumerated() {
            let weight = pass.design.weights?[row] ?? 1
            let response = target[row]
            let given = offset?[row] ?? 0
            let about =
                coefficients == nil ? (response + mean) / 2 : link.mean(values[place] + given)
            guard weight > 0 else {
                values[place] = 0
                continue
            }
            guard family.accepts(mean: about) else {
                sums.isValid = false
                values[place] = 0
                continue
            }
            let (slope, variance) = (link.slope(about), family.variance(about))
            let share = weight / (variance * slope * slope)
            let ahead = coefficients == nil ? link.predictor(about) - given : 0
            sums.deviance += weight * family.deviance(response, about)
            sums.pearson += weight * (response - about) * (response - about) / variance
            values[place] = share * (ahead + (response - about) * slope)
            factors[place] = share.squareRoot()
        }
        block.addTransposed(values, columns: 1, to: &sums.gradient)
        if scratch.isEmpty { scratch = block.cells }
        block.addGram(factors: factors, from: 0, sign: 1, scratch: &scratch, to: &sums.gram, at: 0)
    }
}

/// What a generalised linear model found; the intercept stands first.
package struct GeneralizedFit: Sendable {
    /// How the search ended.
    package enum Ending: Hashable, Sendable {
        case settled
        case unfinished
        /// Some means go to their bound along these coefficients, which grow for ever.
        case unbounded([Int])
    }

    /// Zero for an aliased column.
    package let coefficients: [Double]
    /// By the expected information; NaN for an aliased column, and throughout where the dispersion
    /// cannot be known.
    package let standardErrors: [Double]
    package let aliased: [Int]
    package let deviance: Double
    package let nullDeviance: Double
    /// Pearson's statistic over the degrees of freedom.
    package let dispersion: Double
    package let residualFreedom: Int
    package let iterations: Int
    package let ending: Ending

    fileprivate init(_ found: GeneralizedLinear.Found, _ response: ResponsePass, null: Double) {
        let pass = response.pass
        var standardized = [Double](repeating: 0, count: pass.design.width)
        for (place, index) in pass.kept.enumerated() {
            standardized[index] = found.coefficients[place]
        }
        coefficients = pass.standardization.restored(standardized)
        let kept = Set(pass.kept)
        aliased = (0..<pass.design.width).filter { !kept.contains($0) }
        residualFreedom = max(0, pass.design.countedRows - pass.kept.count)
        deviance = found.sums.deviance
        nullDeviance = null
        dispersion =
            residualFreedom > 0 ? found.sums.pearson / Double(residualFreedom) : Double.nan
        let scale = response.family.isOfKnownDispersion ? 1 : dispersion
        standardErrors =
            found.factor.map { factor in
                pass.restored(covariance: factor.inverse(), blocks: 1, times: scale)
                    .diagonal.map { $0.squareRoot() }
            } ?? coefficients.map { _ in .nan }
        iterations = found.iterations
        ending = found.ending
    }
}
