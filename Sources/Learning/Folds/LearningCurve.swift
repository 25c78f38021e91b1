import Catalog
import Diagnostics
package import Kernels
package import Relations
import Tables

/// What a learner makes of more and more rows: a measure on the rows that it learned from and on
/// those held back, fold by fold.
///
/// A smaller share is part of a larger one, so that a curve shows what rows add and not which were
/// drawn.
package struct LearningCurve: Sendable {
    /// One share of each fold's training rows.
    package struct Point: Sendable {
        package var share: Double
        /// How many rows that is, the mean of the folds.
        package var rows: Double
        /// The measure in each fold, on the rows that were learned from and on its test rows.
        package var training: [Double]
        package var held: [Double]
        /// Test rows over rows that were learned from.
        package var ratio: Double

        package var trainingEstimate: IntervalEstimate { .resampled(training, ratio: ratio) }
        package var heldEstimate: IntervalEstimate { .resampled(held, ratio: ratio) }
    }

    /// Which of a dataset's training rows make up a share.
    package typealias Draw = @Sendable (_ data: Dataset, _ share: Double) -> [Int]

    package let points: [Point]

    /// Held-back measures at the last share less those at the share before; nil for a single share.
    package var lastStep: PairedDifference? {
        guard points.count > 1 else { return nil }
        let (before, last) = (points[points.count - 2], points[points.count - 1])
        return .resampled(last.held, before.held, ratio: last.ratio)
    }
}

/// A learner's folds, read once for all shares of their rows.
package struct LearningCurveRows: Sendable {
    package let facts: FoldFacts
    private let learner: LearnerValue
    private let folds: Folds
    private let cache: FoldRowsCache
    private let work: WorkContext

    package init(
        _ learner: LearnerValue,
        on folds: Folds,
        engine: any Engine,
        in work: WorkContext
    ) throws {
        self.learner = learner
        self.folds = folds
        self.work = work
        cache = FoldRowsCache(folds, of: learner, engine: engine, work: work)
        facts = try cache.prepare()
    }

    /// The curve by a measure; `draw` says which rows make up a share.
    package func curve(
        _ shares: [Double],
        by score: Score,
        draw: LearningCurve.Draw
    ) throws -> LearningCurve {
        var points: [LearningCurve.Point] = []
        for (place, share) in shares.enumerated() {
            var (rows, ratio) = (0.0, 0.0)
            var (training, held) = ([Double](), [Double]())
            for fold in folds.folds.indices {
                try work.cancellation.check()
                let done = Double(place * folds.count + fold)
                work.progress.report(
                    "learning curve",
                    fraction: done / Double(shares.count * folds.count)
                )
                let found = try judged(share, fold, score, draw)
                training.append(found.training)
                held.append(found.held)
                rows += Double(found.rows) / Double(folds.count)
                ratio += Double(found.testRows) / Double(found.rows) / Double(folds.count)
            }
            points.append(
                LearningCurve.Point(
                    share: share,
                    rows: rows,
                    training: training,
                    held: held,
                    ratio: ratio
                )
            )
        }
        return LearningCurve(points: points)
    }

    private func judged(
        _ share: Double,
        _ place: Int,
        _ score: Score,
        _ draw: LearningCurve.Draw
    ) throws -> (rows: Int, testRows: Int, training: Double, held: Double) {
        let fold = try cache.rows(place)
        let data = fold.data.rows(at: draw(fold.data, share))
        let given = learner.description.stopsEarly ? data.settingApart(seed: work.seed) : data
        func open<L: Learner>(_ learner: L) throws -> (training: Double, held: Double) {
            let (model, _) = try KeptFit.model(learner, given, in: work)
            let sides = try [data.training, fold.test].map { rows in
                let outputs = try model.predict(rows.features, in: work)
                let scored = Scored(
                    task: data.task,
                    truth: rows.target,
                    outputs: outputs,
                    weights: rows.weights
                )
                try scored.requirePredictions()
                return score.value(scored)
            }
            return (sides[0], sides[1])
        }
        do {
            let found = try open(learner.learner)
            return (data.count, fold.test.count, found.training, found.held)
        } catch let fault as Diagnostic {
            throw fault.inFold(place + 1, of: folds.count, rows: data.count)
        }
    }
}

extension Diagnostic {
    fileprivate func inFold(_ fold: Int, of count: Int, rows: Int) -> Diagnostic {
        var located = self
        located.message += ", with \(rows) rows in fold \(fold) of \(count)"
        return located
    }
}
