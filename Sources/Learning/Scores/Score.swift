package import Kernels

/// A measure of predictions against the truth: its name, how it is computed, and how sure it is.
package struct Score: Sendable {
    package let name: String
    package let summary: String
    /// Whether less is better.
    package let isLoss: Bool
    let form: Form
    /// Whether few rows give too much of it, of which there is never less than nothing.
    private(set) var isOverstated = false
    /// How it was defined, for one that is not of the catalogue.
    package var definition: String?
    /// Whether rows may count more or less than others.
    package internal(set) var takesWeights = true

    /// How a measure is made of rows, from which its interval and its paired test follow.
    enum Form: Sendable {
        /// A loss a row; the measure is their mean, or the root of it.
        case mean(@Sendable (Scored) -> [Double])
        case rootMean(@Sendable (Scored) -> [Double])
        /// The share of hits, 1 or 0, among the rows that count.
        case share(@Sendable (Scored) -> (hits: [Double], rows: [Int]))
        /// The area under the ROC curve.
        case area
        /// Any function of the rows' weights.
        case any(@Sendable (Scored) -> @Sendable ([Double]) -> Double)
    }

    init(_ name: String, _ summary: String, isLoss: Bool = false, _ form: Form) {
        self.name = name
        self.summary = summary
        self.isLoss = isLoss
        self.form = form
    }

    /// A measure of which few rows give too much.
    static func overstated(_ name: String, _ summary: String, _ form: Form) -> Score {
        var score = Score(name, summary, isLoss: true, form)
        score.isOverstated = true
        return score
    }

    /// Whether it is made of a loss a row.
    package var isOfLosses: Bool {
        switch form {
        case .mean, .rootMean: true
        case .share, .area, .any: false
        }
    }

    /// How its interval is found, in a word or two.
    package var method: String {
        switch form {
        case .mean: "t"
        case .rootMean: "Hall's t"
        case .share: "Wilson"
        case .area: "DeLong"
        case .any: isOverstated ? "reversed bootstrap" : "bootstrap"
        }
    }

    /// How the difference of two models is tested, in a word or two.
    package var pairedMethod: String {
        switch form {
        case .mean, .share: "paired t"
        case .rootMean: "paired t, delta method"
        case .area: method
        case .any: "bootstrap"
        }
    }

    /// How an interval of the difference is found, said where nothing else tells that rows are paired.
    var gapMethod: String {
        pairedMethod.hasPrefix("paired") ? pairedMethod : "paired \(pairedMethod)"
    }

    /// Of a share how many of how many rows; nil for other measures.
    package func counts(_ scored: Scored) -> (hits: Double, count: Double)? {
        guard case .share(let share) = form else { return nil }
        let (hits, rows) = share(scored)
        guard let weights = scored.weights(at: rows) else {
            return (rows.reduce(0) { $0 + hits[$1] }, Double(rows.count))
        }
        let count = Sums.effectiveCount(weights)
        return (count * Sums.mean(rows.map { hits[$0] }, weights: weights), count)
    }

    /// The measure with its interval.
    package func estimate(
        _ scored: Scored,
        level: Double = 0.95,
        in work: WorkContext
    )
        throws(CancellationError) -> IntervalEstimate
    {
        switch form {
        case .mean(let losses):
            return .mean(losses(scored), weights: scored.weights, level: level)
        case .rootMean(let losses):
            return .rootMean(losses(scored), weights: scored.weights, level: level)
        case .share(let share):
            let (hits, rows) = share(scored)
            let weights = scored.weights(at: rows)
            return .wilson(
                proportion: Sums.mean(rows.map { hits[$0] }, weights: weights),
                count: weights.map { Sums.effectiveCount($0) } ?? Double(rows.count),
                level: level
            )
        case .area:
            return DeLong(
                truth: scored.truth,
                scores: [scored.prediction],
                weights: scored.weights
            ).interval(level: level)
        case .any(let measure):
            var bootstrap = Score.bootstrap(scored.count, level: level)
            bootstrap.isReversed = isOverstated
            let interval = try bootstrap.interval(
                count: scored.count,
                weights: scored.weights,
                context: work,
                metric: measure(scored)
            )
            guard scored.count >= Self.fewestDrawn else { return interval.withoutBounds }
            return interval.reachingValue(notBelow: isOverstated ? 0 : -.infinity)
        }
    }

    /// The measure of the first less that of the second, on the same rows.
    package func difference(
        _ first: Scored,
        _ second: Scored,
        level: Double = 0.95,
        in work: WorkContext
    )
        throws(CancellationError) -> PairedDifference
    {
        switch form {
        case .mean(let losses):
            return PairedDifference(
                losses(first),
                losses(second),
                weights: first.weights,
                level: level
            )
        case .rootMean(let losses):
            return .ofRoots(losses(first), losses(second), weights: first.weights, level: level)
        case .share(let share):
            let (one, other) = (share(first), share(second))
            guard one.rows != other.rows else {
                let rows = one.rows
                return PairedDifference(
                    rows.map { one.hits[$0] },
                    rows.map { other.hits[$0] },
                    weights: first.weights(at: rows),
                    level: level
                )
            }
            let (mine, theirs) = (Score.weighted(one), Score.weighted(other))
            return try resampled(mine, theirs, of: first, level, work)
        case .area:
            return DeLong(
                truth: first.truth,
                scores: [first.prediction, second.prediction],
                weights: first.weights
            ).difference(level: level)
        case .any(let measure):
            return try resampled(measure(first), measure(second), of: first, level, work)
        }
    }

    private func resampled(
        _ first: @escaping @Sendable ([Double]) -> Double,
        _ second: @escaping @Sendable ([Double]) -> Double,
        of scored: Scored,
        _ level: Double,
        _ work: WorkContext
    ) throws(CancellationError) -> PairedDifference {
        let estimate = try Score.bootstrap(scored.count)
            .interval(count: scored.count, weights: scored.weights, context: work) {
                first($0) - second($0)
            }
        return PairedDifference(
            difference: estimate.value,
            standardError: estimate.standardError,
            freedom: .infinity,
            level: level
        )
    }

    /// Of two rows every draw that is not both has one of them alone, and tells nothing of chance.
    private static let fewestDrawn = 3

    private static func weighted(
        _ share: (hits: [Double], rows: [Int])
    ) -> @Sendable ([Double]) -> Double {
        { weights in
            let kept = share.rows.map { weights[$0] }
            return Sums.mean(share.rows.map { share.hits[$0] }, weights: kept)
        }
    }

    /// Fewer repetitions for very many rows, whose intervals are narrow in any case.
    private static func bootstrap(_ rows: Int, level: Double = 0.95) -> Bootstrap {
        Bootstrap(repetitions: max(200, min(1000, 50_000_000 / max(1, rows))), level: level)
    }
}

extension Score {
    /// The measure alone.
    package func value(_ scored: Scored) -> Double {
        switch form {
        case .mean(let losses): return Sums.mean(losses(scored), weights: scored.weights)
        case .rootMean(let losses):
            return Sums.mean(losses(scored), weights: scored.weights).squareRoot()
        case .share(let share):
            let (hits, rows) = share(scored)
            return Sums.mean(rows.map { hits[$0] }, weights: scored.weights(at: rows))
        case .area:
            return RankedScores(truth: scored.truth, score: scored.prediction)
                .auc(weights: scored.weights)
        case .any(let measure):
            return measure(scored)(scored.weights ?? Array(repeating: 1, count: scored.count))
        }
    }
}

extension IntervalEstimate {
    /// The value alone, where rows are too few to tell how far it may be off.
    fileprivate var withoutBounds: IntervalEstimate {
        IntervalEstimate(value: value, standardError: .nan, low: .nan, high: .nan)
    }

    /// The interval made to hold its value: draws of a biased measure, as `ece` is, may all lie on
    /// one side of it.
    fileprivate func reachingValue(notBelow least: Double) -> IntervalEstimate {
        IntervalEstimate(
            value: value,
            standardError: standardError,
            low: max(least, min(low, value)),
            high: max(high, value)
        )
    }
}
