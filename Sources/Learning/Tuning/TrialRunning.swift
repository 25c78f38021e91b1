import Catalog
import Diagnostics
package import Kernels
package import Relations
import Synchronization
import Tables

/// Fits and judges settings on folds whose rows were read before.
package final class TrialRunning: Sendable {
    /// Settings to judge, with a share of each fold's training rows.
    struct Job: Sendable {
        var learner: LearnerValue
        var rowShare = 1.0

        func rows(of data: Dataset, seed: UInt64) -> Dataset {
            let rows = rowShare < 1 ? data.rows(at: data.share(rowShare, seed: seed)) : data
            return learner.description.stopsEarly ? rows.settingApart(seed: seed) : rows
        }
    }

    package let learner: LearnerValue
    package let folds: Folds
    package let facts: FoldFacts
    let work: WorkContext
    private let cache: FoldRowsCache
    private let done = Mutex((tasks: 0, of: 1))

    /// Reads the folds; throws what would keep any settings from being fitted.
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

    /// How many jobs are still to come, for whoever watches.
    func expect(jobs: Int) {
        done.withLock { $0 = ($0.tasks, $0.tasks + max(1, jobs * folds.count)) }
    }

    /// Judges each job by a measure; nil for those that a stop left unfinished.
    func outcomes(
        of jobs: [Job],
        by score: Score
    ) -> [(outcome: Trial.Outcome, seconds: Double)?] {
        let count = folds.count
        let tasks = jobs.count * count
        let workers = max(1, min(work.threads, tasks))
        let inner = WorkContext(
            threads: max(1, work.threads / workers),
            memoryLimit: work.memoryLimit,
            seed: work.seed,
            kept: work.kept,
            cancellation: work.cancellation
        )
        let shared = Shared(inner: inner)
        let results = abandonableTasks(
            tasks,
            threads: workers,
            cancellation: work.cancellation
        ) { [self] task in
            let (job, fold) = (task / count, task % count)
            defer { report() }
            guard !shared.hasFailed(job) else { return FoldResult.skipped }
            let result = judged(jobs[job], fold, score, shared.inner)
            if case .failed = result { shared.fail(job) }
            return result
        }
        return jobs.indices.map { job in
            outcome(
                of: Array(results[job * count..<(job + 1) * count]),
                score,
                rowShare: jobs[job].rowShare
            )
        }
    }

    private enum FoldResult: Sendable {
        case value(Double, seconds: Double)
        case failed(String)
        /// Another fold failed, or the work was stopped.
        case skipped
    }

    private func report() {
        let fraction = done.withLock { done in
            done.tasks += 1
            return Double(done.tasks) / Double(max(done.of, done.tasks))
        }
        work.progress.report("tuning", fraction: fraction)
    }

    private func outcome(
        of results: [FoldResult?],
        _ score: Score,
        rowShare: Double
    ) -> (outcome: Trial.Outcome, seconds: Double)? {
        var (values, seconds) = ([Double](), 0.0)
        for case .failed(let reason)? in results { return (.failed(reason), 0) }
        for result in results {
            guard case .value(let value, let took)? = result else { return nil }
            values.append(value)
            seconds += took
        }
        // Test rows over those that were learned from, which a share has fewer of.
        let estimate = IntervalEstimate.resampled(values, ratio: folds.ratio / rowShare)
        guard estimate.value.isFinite else {
            return (.failed("a fold has no value of \(score.name)"), seconds)
        }
        return (.measured(value: estimate.value, error: estimate.standardError), seconds)
    }

    private func judged(
        _ job: Job,
        _ place: Int,
        _ score: Score,
        _ work: WorkContext
    ) -> FoldResult {
        func open<L: Learner>(_ learner: L) throws -> FoldResult {
            let fold = try cache.rows(place)
            let data = job.rows(of: fold.data, seed: work.seed)
            let clock = ContinuousClock()
            let start = clock.now
            let (model, seconds) = try KeptFit.model(learner, data, in: work)
            let fitted = clock.now
            let outputs = try model.predict(fold.test.features, in: work)
            let scored = Scored(
                task: data.task,
                truth: fold.test.target,
                outputs: outputs,
                weights: fold.test.weights
            )
            try scored.requirePredictions()
            let value = score.value(scored)
            // A fit that was kept took its time when it was done.
            let took = max(seconds, (fitted - start) / .seconds(1))
            return .value(value, seconds: took + (clock.now - fitted) / .seconds(1))
        }
        do {
            return try open(job.learner.learner)
        } catch is CancellationError {
            return .skipped
        } catch let fault as Diagnostic {
            return .failed(fault.message)
        } catch let faults as Faults {
            return .failed(faults.all[0].message)
        } catch {
            return work.cancellation.isCancelled ? .skipped : .failed("\(error)")
        }
    }
}

/// What the folds of one call share.
private final class Shared: Sendable {
    let inner: WorkContext
    private let failed = Mutex<Set<Int>>([])

    init(inner: WorkContext) { self.inner = inner }

    func hasFailed(_ job: Int) -> Bool { failed.withLock { $0.contains(job) } }
    func fail(_ job: Int) { failed.withLock { _ = $0.insert(job) } }
}
