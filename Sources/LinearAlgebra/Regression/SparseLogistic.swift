package import Kernels

/// Logistic regression held by the sizes of its coefficients, so that some are zero.
///
/// Two classes have one set of coefficients. Of more, each class has a set of its own, all of them
/// held: the form of glmnet and scikit-learn. Columns count by their deviations.
///
/// Newton's method, its quadratic taken as far as the penalty lets it by coordinate descent
/// (Friedman, Hastie and Tibshirani, 2010; Lee, Sun and Saunders, 2014, on its convergence).
package struct SparseLogistic: Sendable {
    package var classes: Int
    /// Beside the negative log likelihood.
    package var penalty: ElasticPenalty
    /// The relative step that ends the search.
    package var tolerance = 2e-7
    package var iterationLimit = 100
    /// Up to so many coefficients all columns are searched at once.
    package var wholeLimit = 400

    package init(classes: Int, penalty: ElasticPenalty) {
        precondition(classes >= 2 && penalty.l1 > 0, "two classes or more, and a penalty on sizes")
        self.classes = classes
        self.penalty = penalty
    }

    var sets: Int { classes == 2 ? 1 : classes }

    /// Fits the probabilities of `labels`, classes from 0, each row's.
    package func fit(
        _ design: Design,
        labels: [Int],
        context: WorkContext
    )
        throws(RegressionFailure) -> SparseLogisticFit
    {
        precondition(design.hasIntercept, "sizes are held about an intercept")
        try design.checkRows()
        let plain = LogisticRegression(classes: classes)
        let shares = plain.classWeights(design, labels)
        guard shares.count(where: { $0 > 0 }) > 1 else { throw .oneClass }
        let spreads = try design.spreads(context: context)
        let step = design.rows / LogisticRegression.sampleRows
        let sample = step >= 8 ? design.thinned(by: step, threads: context.threads) : nil
        let standardization = Standardization(sample ?? design)
        let factors =
            [0]
            + zip(spreads, standardization.scales.dropFirst()).map { spread, scale in
                spread.sd > 0 ? spread.sd / scale : 1
            }
        var rows = SparseRows(design, labels, standardization, factors, context)
        var start = intercepts(shares, design)
        if let sample {
            let some = stride(from: 0, to: design.rows, by: step).map { labels[$0] }
            let small = SparseRows(sample, some, standardization, factors, context)
            let share = sample.totalWeight / design.totalWeight
            start = try search(small, from: start, share: share).coefficients
        }
        rows.spreads = spreads
        let found = try search(rows, from: start, share: 1)
        guard found.logLikelihood.isFinite else { throw design.fault }
        return SparseLogisticFit(found, rows, plain.nullLogLikelihood(shares))
    }

    /// Intercepts that give each class its share, and zeros.
    private func intercepts(_ shares: [Double], _ design: Design) -> [[Double]] {
        let least = 0.5 * design.totalWeight / Double(design.rows)
        let logs = shares.map { logarithm(max($0, least)) }
        let mean = logs.reduce(0, +) / Double(logs.count)
        let own = classes == 2 ? [logs[1] - logs[0]] : logs.map { $0 - mean }
        return own.map { [$0] + Array(repeating: 0, count: design.columns) }
    }

    struct Found {
        var coefficients: [[Double]]
        var logLikelihood: Double
        var iterations = 0
        var isSettled = false
    }

    /// Searches the columns that may have a part, until no other would get one.
    private func search(
        _ rows: SparseRows,
        from start: [[Double]],
        share: Double
    ) throws(RegressionFailure) -> Found {
        let width = rows.design.width
        var found = Found(coefficients: start, logLikelihood: .nan)
        var held = ElasticPenalty(l1: penalty.l1 * share, l2: penalty.l2 * share)
        if held.l1 == 0 { held.l1 = .leastNormalMagnitude }
        var chosen = Array(0..<width)
        if sets * width > wholeLimit {
            chosen = try [0] + missed(rows, start, held, beside: [0])
        }
        while true {
            let newton = SparseNewton(
                rows: rows,
                kept: chosen,
                classes: classes,
                penalty: held,
                tolerance: tolerance,
                iterationLimit: iterationLimit
            )
            found = try newton.search(from: found)
            guard chosen.count < width, found.isSettled else { return found }
            let more = try missed(rows, found.coefficients, held, beside: chosen)
            if more.isEmpty { return found }
            chosen = (chosen + more).sorted()
        }
    }

    /// The columns left out, or not yet taken in, whose gradient the penalty does not hold.
    private func missed(
        _ rows: SparseRows,
        _ coefficients: [[Double]],
        _ held: ElasticPenalty,
        beside chosen: [Int]
    ) throws(RegressionFailure) -> [Int] {
        let width = rows.design.width
        let gradient = try rows.likelihood(Array(0..<width), classes: classes)
            .symmetricGradient(coefficients)
        let known = Set(chosen)
        return (1..<width).filter { column in
            !known.contains(column)
                && (0..<sets).contains { set in
                    let place = set * width + column
                    return coefficients[set][column] != 0
                        || gradient[place].magnitude > held.l1 * rows.factors[column] * (1 + 1e-9)
                }
        }
    }
}

/// What a sparse fit found.
package struct SparseLogisticFit: Sendable {
    /// The intercept, and a coefficient for each column as it is: one set of two classes, else one
    /// for each class.
    package let coefficients: [[Double]]
    /// The same for columns of deviation one, without the intercept.
    package let scaled: [[Double]]
    /// Without the penalty.
    package let logLikelihood: Double
    package let nullLogLikelihood: Double
    package let iterations: Int
    package let isSettled: Bool

    fileprivate init(_ found: SparseLogistic.Found, _ rows: SparseRows, _ null: Double) {
        var restored = found.coefficients.map { rows.standardization.restored($0) }
        scaled = restored.map { set in zip(set.dropFirst(), rows.spreads).map { $0 * $1.sd } }
        if restored.count > 1 {
            // One number may be added to all intercepts: at the means they are to add up to zero.
            let heights = restored.map { set in
                zip(set.dropFirst(), rows.spreads).reduce(set[0]) { $0 + $1.0 * $1.1.mean }
            }
            let mean = heights.reduce(0, +) / Double(heights.count)
            for set in restored.indices { restored[set][0] -= mean }
        }
        coefficients = restored
        logLikelihood = found.logLikelihood
        nullLogLikelihood = null
        iterations = found.iterations
        isSettled = found.isSettled
    }
}
