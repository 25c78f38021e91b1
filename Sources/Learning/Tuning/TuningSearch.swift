import Diagnostics
import Kernels
import Values

/// A search for a learner's settings.
package struct TuningSearch: Sendable {
    package var running: TrialRunning
    package var space: SearchSpace
    package var score: Score
    package var method: TuningMethod
    /// How many trials there are to be in all, those of an earlier search among them.
    package var tries: Int
    package var seed: UInt64
    /// Trials of an earlier search, which are not repeated.
    package var earlier: [Trial] = []

    package init(
        running: TrialRunning,
        space: SearchSpace,
        score: Score,
        method: TuningMethod,
        tries: Int,
        seed: UInt64
    ) {
        self.running = running
        self.space = space
        self.score = score
        self.method = method
        self.tries = tries
        self.seed = seed
    }

    /// Runs the trials; one that fails is a trial like others, and all failing is thrown.
    ///
    /// A stop keeps the trials so far; before the first of them it throws.
    package func run() throws -> Tuning {
        let trials: [Trial]
        switch method {
        case .grid: trials = try judged(grid)
        case .random: trials = try judged(RandomPoints(space, seed: seed).points(tries))
        case .bayes: trials = try chosen()
        case .halving: trials = try halved()
        }
        return try Tuning(self, trials)
    }

    /// The learner without the settings that are searched for: trials of another are no earlier ones.
    var learner: String { running.learner.call(open: Set(space.dimensions.map(\.name))) }

    /// How many trials there will be in all, those of an earlier search among them: fewer than
    /// `tries` where there is no more to try.
    var planned: Int {
        switch method {
        case .grid: earlier.count + unknown(grid).count
        case .random, .bayes, .halving:
            max(earlier.count, Int(min(Double(tries), space.count ?? .infinity)))
        }
    }

    private var grid: [SearchSpace.Point] {
        GridPoints.points(space, levels: GridPoints.levels(space, tries: tries) ?? 1)
    }

    /// Trials of which each is chosen by those before it; the first ones, by chance, run together.
    private func chosen() throws -> [Trial] {
        let parzen = ParzenPoints(space, seed: seed)
        running.expect(jobs: planned - earlier.count)
        var trials = earlier
        if trials.count < ParzenPoints.startup {
            let first = parzen.first(min(tries, ParzenPoints.startup))
            trials = try judged(next: unknown(first), after: trials)
        }
        while trials.count < tries, !running.work.cancellation.isCancelled {
            let losses = trials.map { ($0.point, score.loss($0)) }
            guard let point = parzen.point(trials.count + 1, after: losses) else { break }
            trials = try judged(next: [point], after: trials)
        }
        return trials
    }

    /// Points that an earlier search has not tried, as many as are left of all tries.
    func unknown(_ points: [SearchSpace.Point]) -> [SearchSpace.Point] {
        let known = Set(earlier.map(\.point))
        let left = max(0, tries - earlier.count)
        return Array(points.filter { !known.contains($0) }.prefix(left))
    }

    /// Judges points that were chosen beforehand, but for those of an earlier search.
    private func judged(_ points: [SearchSpace.Point]) throws -> [Trial] {
        let new = unknown(points)
        running.expect(jobs: new.count)
        return try judged(next: new, after: earlier)
    }

    /// The trials before, and those of more points with a share of the budget, as far as a stop lets
    /// them come.
    func judged(
        next points: [SearchSpace.Point],
        with share: Double = 1,
        after trials: [Trial]
    ) throws -> [Trial] {
        let jobs = try points.map { try job($0, with: share) }
        var all = trials
        for (point, result) in zip(points, running.outcomes(of: jobs, by: score)) {
            guard let result else { continue }
            all.append(
                Trial(
                    number: all.count + 1,
                    point: point,
                    outcome: result.outcome,
                    seconds: result.seconds,
                    share: share
                )
            )
        }
        return all
    }

    /// A point to judge with a share of the budget.
    func job(
        _ point: SearchSpace.Point,
        with share: Double
    ) throws(Diagnostic) -> TrialRunning.Job {
        var settings = space.settings(point)
        guard share < 1, let trees = budget.trees(share) else {
            return TrialRunning.Job(learner: try running.learner.with(settings), rowShare: share)
        }
        settings.append(("trees", .int(Int64(trees))))
        return TrialRunning.Job(learner: try running.learner.with(settings))
    }
}
