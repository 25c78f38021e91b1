import Diagnostics
import Kernels
import Tables
import Values

/// What successive halving spends (Jamieson and Talwalkar, "Non-stochastic best arm identification and
/// hyperparameter optimization", 2016): trees where a learner has them, else training rows.
///
/// Trials come in rounds of nine. All of a round are judged with a ninth of the budget, the best third of
/// them with a third, and the best of those with all of it. From the second round on points are chosen by
/// the trials before, as Falkner, Klein and Hutter do ("BOHB", 2018), among which those that went farther
/// come first.
enum Halving {
    static let round = 9
    static let shares = [1.0 / 9, 1.0 / 3, 1]

    /// How many of so many stay for the next share.
    static func survivors(_ count: Int) -> Int { max(1, (count + 2) / 3) }

    /// How many jobs a round of so many trials is.
    static func jobs(_ count: Int) -> Int {
        let second = survivors(count)
        return count + second + survivors(second)
    }
}

/// What is spent on a trial, more and more.
package enum TuningBudget: Sendable {
    /// So many trees in all.
    case trees(Int)
    case rows

    /// Trees of a learner that has them and whose number is not searched for.
    package init(of learner: LearnerValue, in space: SearchSpace) {
        guard !space.dimensions.contains(where: { $0.name == "trees" }),
            case .scalar(.int(let trees)) = learner.member("trees")
        else {
            self = .rows
            return
        }
        self = .trees(Int(trees))
    }

    /// The trees of a share, at least one.
    func trees(_ share: Double) -> Int? {
        guard case .trees(let all) = self else { return nil }
        return max(1, Int((Double(all) * share).rounded()))
    }

    var words: String {
        switch self {
        case .trees(let all): "trees, \(all) at most"
        case .rows: "shares of the training rows"
        }
    }
}

extension TuningSearch {
    var budget: TuningBudget { TuningBudget(of: running.learner, in: space) }

    /// Rounds of trials of which the worse are left behind early.
    func halved() throws -> [Trial] {
        let parzen = ParzenPoints(space, seed: seed)
        let left = max(0, tries - earlier.count)
        running.expect(
            jobs: left / Halving.round * Halving.jobs(Halving.round)
                + Halving.jobs(left % Halving.round)
        )
        var trials = earlier
        while trials.count < tries, !running.work.cancellation.isCancelled {
            let points = next(min(Halving.round, tries - trials.count), parzen, after: trials)
            guard !points.isEmpty else { break }
            trials += try round(points, from: trials.count + 1)
        }
        return trials
    }

    /// The points of a round: what the trials before tell, in which those that went farther come first.
    private func next(
        _ count: Int,
        _ parzen: ParzenPoints,
        after trials: [Trial]
    ) -> [SearchSpace.Point] {
        guard !trials.isEmpty else { return parzen.first(count) }
        let order = trials.indices.sorted { score.precedes(trials[$0], trials[$1]) }
        var ranks = [Double](repeating: .infinity, count: trials.count)
        for (rank, place) in order.enumerated() where trials[place].value != nil {
            ranks[place] = Double(rank)
        }
        let tried = zip(trials, ranks).map { (point: $0.point, loss: $1) }
        var points: [SearchSpace.Point] = []
        for number in (trials.count + 1)...(trials.count + count) {
            guard let point = parzen.point(number, after: tried, besides: points) else { break }
            points.append(point)
        }
        return points
    }

    /// One round; a stop keeps the trials that were judged with any share.
    private func round(_ points: [SearchSpace.Point], from number: Int) throws -> [Trial] {
        var trials: [Trial?] = points.map { _ in nil }
        var left = Array(points.indices)
        for share in Halving.shares {
            let jobs = try left.map { try job(points[$0], share) }
            for (place, result) in zip(left, running.outcomes(of: jobs, by: score)) {
                guard let result else { continue }
                trials[place] = Trial(
                    number: number + place,
                    point: points[place],
                    outcome: result.outcome,
                    seconds: (trials[place]?.seconds ?? 0) + result.seconds,
                    share: share
                )
            }
            guard !running.work.cancellation.isCancelled else { break }
            let measured = left.filter { trials[$0]?.value != nil }
            let best = measured.sorted { a, b in
                guard let first = trials[a], let second = trials[b] else { return false }
                return score.precedes(first, second)
            }
            left = Array(best.prefix(Halving.survivors(left.count))).sorted()
        }
        return trials.compactMap(\.self)
    }

    private func job(
        _ point: SearchSpace.Point,
        _ share: Double
    ) throws(Diagnostic) -> TrialRunning.Job {
        var settings = space.settings(point)
        guard let trees = budget.trees(share) else {
            return TrialRunning.Job(learner: try running.learner.with(settings), rowShare: share)
        }
        settings.append(("trees", .int(Int64(trees))))
        return TrialRunning.Job(learner: try running.learner.with(settings))
    }
}
