package import Kernels

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Logistic regression on two classes, multinomial on more, by largest likelihood.
package struct LogisticRegression: Sendable {
    /// How many classes there are, two or more.
    package var classes = 2
    /// The weight of the ridge.
    ///
    /// `l2 / 2` times the squared coefficients is taken off the log likelihood; the intercept is
    /// free. scikit-learn calls `1 / l2` its `C`.
    package var l2 = 0.0
    /// Whether the ridge weighs the coefficients of columns of deviation one.
    package var isScaled = false
    /// The relative step, or for many coefficients the mean gradient, that ends the search.
    package var tolerance = 2e-7
    package var iterationLimit = 100
    /// Up to so many coefficients by Newton's method and with standard errors.
    package var newtonLimit = 400

    package init(classes: Int = 2, l2: Double = 0) {
        precondition(classes >= 2 && l2 >= 0, "two classes or more, and no negative penalty")
        self.classes = classes
        self.l2 = l2
    }

    /// Fits the probabilities of `labels`, classes from 0, each row's.
    package func fit(
        _ design: Design,
        labels: [Int],
        context: WorkContext
    )
        throws(RegressionFailure) -> LogisticFit
    {
        precondition(labels.count == design.rows, "a label for every row")
        precondition(labels.allSatisfy { $0 >= 0 && $0 < classes }, "labels from 0")
        try design.checkRows()
        let shares = classWeights(design, labels)
        guard shares.count(where: { $0 > 0 }) > 1 else { throw .oneClass }
        let step = design.rows / Self.sampleRows
        let sample = step >= 8 ? design.thinned(by: step, threads: context.threads) : nil
        let standardization = Standardization(sample ?? design)
        // Under a ridge columns that say the same share what there is to say: all are fitted.
        let kept =
            try l2 > 0
            ? Array(0..<design.width)
            : Rank.kept(design, standardization, sample: sample, context: context)
        let pass = BlockPass(
            design: design,
            standardization: standardization,
            kept: kept,
            context: context
        )
        let deviations = l2 > 0 && isScaled ? try design.spreads(context: context).map(\.sd) : nil
        let likelihood = likelihood(pass, labels, deviations, share: 1)
        var start = plainStart(shares, pass)
        if let sample {
            let some = stride(from: 0, to: design.rows, by: step).map { labels[$0] }
            let small = BlockPass(
                design: sample,
                standardization: standardization,
                kept: kept,
                context: context
            )
            let share = sample.totalWeight / design.totalWeight
            let first = try search(
                self.likelihood(small, some, deviations, share: share),
                from: start
            )
            start = try approach(likelihood, from: start, by: first, share: share)
        }
        let result = try search(likelihood, from: start)
        guard result.sums.logLikelihood.isFinite else { throw design.fault }
        return LogisticFit(likelihood, result, nullLogLikelihood: nullLogLikelihood(shares))
    }

    /// Of many rows a sample this large is fitted first: then two or three passes over all are left.
    static let sampleRows = 1 << 15

    private func likelihood(
        _ pass: BlockPass,
        _ labels: [Int],
        _ deviations: [Double]?,
        share: Double
    ) -> LogisticPass {
        let lead = pass.design.hasIntercept ? 1 : 0
        let penalties = pass.kept.map { index -> Double in
            guard index >= lead else { return 0 }
            let scale = pass.standardization.scales[index]
            guard let deviations else { return share * l2 / (scale * scale) }
            // A column that never changes has no part, however it is held.
            let factor = deviations[index - lead] > 0 ? deviations[index - lead] / scale : 1
            return share * l2 * factor * factor
        }
        return LogisticPass(pass: pass, labels: labels, classes: classes, penalties: penalties)
    }

    /// A better start: where the sample came to, led on by the sample's information.
    ///
    /// Each pass gains about two digits and costs a third of one of Newton's, of which one is left.
    private func approach(
        _ likelihood: LogisticPass,
        from start: [Double],
        by sample: SearchResult,
        share: Double
    ) throws(RegressionFailure) -> [Double] {
        guard sample.convergence == .converged else { return start }
        guard let factor = sample.factor else { return sample.coefficients }
        var solver = QuasiNewtonSolver(likelihood: likelihood, tolerance: 0, iterationLimit: 8)
        solver.metric = (factor, share)
        solver.lastStep = 20 * tolerance
        return try solver.search(from: sample.coefficients).coefficients
    }

    private func search(
        _ likelihood: LogisticPass,
        from start: [Double]
    )
        throws(RegressionFailure) -> SearchResult
    {
        guard likelihood.count > newtonLimit else {
            return try NewtonSolver(
                likelihood: likelihood,
                tolerance: tolerance,
                iterationLimit: iterationLimit
            ).search(from: start)
        }
        return try QuasiNewtonSolver(
            likelihood: likelihood,
            tolerance: tolerance,
            iterationLimit: 10 * iterationLimit
        ).search(from: start)
    }
}

/// Where a search starts, and what it is measured by.
extension LogisticRegression {
    /// The weight of each class.
    func classWeights(_ design: Design, _ labels: [Int]) -> [Double] {
        var totals = [Double](repeating: 0, count: classes)
        for (row, label) in labels.enumerated() { totals[label] += design.weights?[row] ?? 1 }
        return totals
    }

    /// The likelihood of the shares of the classes alone.
    func nullLogLikelihood(_ shares: [Double]) -> Double {
        let total = Sums.sum(shares)
        return shares.reduce(0) { $1 > 0 ? $0 + $1 * log($1 / total) : $0 }
    }

    /// Zeros, and intercepts that give each class its share.
    func plainStart(_ shares: [Double], _ pass: BlockPass) -> [Double] {
        let width = pass.kept.count
        var start = [Double](repeating: 0, count: (classes - 1) * width)
        guard pass.design.hasIntercept, pass.kept.first == 0 else { return start }
        // Half a row in a class that does not occur.
        let shares = shares.map {
            max($0, 0.5 * pass.design.totalWeight / Double(pass.design.rows))
        }
        for index in 1..<classes { start[(index - 1) * width] = log(shares[index] / shares[0]) }
        return start
    }
}

extension Design {
    /// Why a likelihood came out as no number.
    var fault: RegressionFailure {
        let place = cells.firstIndex { !$0.isFinite }
        return place.map { .notFinite(column: $0 / rows) } ?? .targetNotFinite
    }
}

/// What logistic regression found.
package struct LogisticFit: Sendable {
    /// For each class but the first, how its log odds against the first depend on the columns.
    ///
    /// The intercept, if any, stands first. Zero for an aliased column.
    package let coefficients: [[Double]]
    /// From the inverse of the (penalised) information, in the shape of `coefficients`.
    ///
    /// NaN for an aliased column. Nil when there are too many to know.
    package let standardErrors: [[Double]]?
    /// Of all coefficients, class after class.
    package let covariance: DenseMatrix?
    /// The coefficients whose column is a combination of columns before it; none under a ridge.
    package let aliased: [Int]
    /// Without the penalty.
    package let logLikelihood: Double
    /// That of the classes' shares alone.
    package let nullLogLikelihood: Double
    package let iterations: Int
    package let convergence: Convergence

    fileprivate init(_ likelihood: LogisticPass, _ result: SearchResult, nullLogLikelihood: Double)
    {
        let pass = likelihood.pass
        let (width, blocks) = (pass.design.width, likelihood.classes - 1)
        coefficients = (0..<blocks).map { block in
            var standardized = [Double](repeating: 0, count: width)
            for (place, index) in pass.kept.enumerated() {
                standardized[index] = result.coefficients[block * pass.kept.count + place]
            }
            return pass.standardization.restored(standardized)
        }
        let covariance = result.factor.map {
            pass.restored(covariance: $0.inverse(), blocks: blocks, times: 1)
        }
        self.covariance = covariance
        standardErrors = covariance.map { covariance in
            let errors = covariance.diagonal.map { $0.squareRoot() }
            return (0..<blocks).map { Array(errors[$0 * width..<($0 + 1) * width]) }
        }
        let kept = Set(pass.kept)
        aliased = (0..<width).filter { !kept.contains($0) }
        logLikelihood = result.sums.logLikelihood
        self.nullLogLikelihood = nullLogLikelihood
        iterations = result.iterations
        convergence = result.convergence
    }
}
