import Diagnostics
import Kernels
import Tables
import Values

/// Successive halving, trial by trial.
///
/// After Jamieson and Talwalkar ("Non-stochastic best arm identification and hyperparameter
/// optimization", 2016), and Li and others ("A system for massively parallel hyperparameter tuning",
/// 2020).
///
/// A trial is judged with a ninth of the budget, trees where a learner has them and else training rows.
/// Whenever fewer than half of those that were judged with a share have gone beyond it, the best of the
/// others goes on, to a third of the budget and to all of it. It is half, not the usual third, because few
/// trees favour large rates: what does best with all must not be left behind. After the first ten, points are
/// chosen by the trials before, as Falkner, Klein and Hutter do ("BOHB", 2018), among which those that
/// went farther come first.
enum Halving {
    static let shares = [1.0 / 9, 1.0 / 3, 1]

    /// How many of so many trials go beyond a share; at the end at least one does.
    static func quota(_ count: Int, atEnd: Bool) -> Int { max(atEnd ? 1 : 0, count / 2) }

    /// How many jobs so many trials are.
    static func jobs(_ count: Int) -> Int { count + count / 2 + count / 4 }
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

    /// Trials of which the worse are left behind early; a stop keeps those that were judged with any
    /// share.
    func halved() throws -> [Trial] {
        let parzen = ParzenPoints(space, seed: seed)
        running.expect(jobs: Halving.jobs(planned - earlier.count))
        var trials = earlier
        if trials.count < ParzenPoints.startup {
            let first = unknown(parzen.first(min(tries, ParzenPoints.startup)))
            trials = try judged(next: first, with: Halving.shares[0], after: trials)
        }
        while !running.work.cancellation.isCancelled {
            let point = trials.count < tries ? next(parzen, after: trials) : nil
            if try promote(&trials, atEnd: point == nil) { continue }
            guard let point else { break }
            trials = try judged(next: [point], with: Halving.shares[0], after: trials)
        }
        return trials
    }

    /// The next point: what the trials before tell, in which those that went farther come first.
    private func next(_ parzen: ParzenPoints, after trials: [Trial]) -> SearchSpace.Point? {
        let order = trials.indices.sorted { score.precedes(trials[$0], trials[$1]) }
        var tried = trials.map { (point: $0.point, loss: Double.infinity) }
        for (rank, place) in order.enumerated() where trials[place].value != nil {
            tried[place].loss = Double(rank)
        }
        return parzen.point(trials.count + 1, after: tried)
    }

    /// Judges the best of those left at a share with the next one, where too few have gone there; false
    /// where nothing was to be done.
    private func promote(_ trials: inout [Trial], atEnd: Bool) throws -> Bool {
        for (share, next) in zip(Halving.shares, Halving.shares.dropFirst()) {
            let reached = trials.indices.filter { trials[$0].share >= share }
            let beyond = reached.count { trials[$0].share > share }
            let left = reached.filter { trials[$0].share == share && trials[$0].value != nil }
            let free = Halving.quota(reached.count, atEnd: atEnd) - beyond
            guard free > 0, !left.isEmpty else { continue }
            let best = left.sorted { score.precedes(trials[$0], trials[$1]) }.prefix(free)
            let jobs = try best.map { try job(trials[$0].point, with: next) }
            for (place, result) in zip(best, running.outcomes(of: jobs, by: score)) {
                guard let result else { continue }
                trials[place].outcome = result.outcome
                trials[place].seconds += result.seconds
                trials[place].share = next
            }
            return true
        }
        return false
    }
}
