package import Diagnostics
package import Tables
import Values

/// Trials of an earlier search, read from its frame or from a file of it.
package struct EarlierTrials: Sendable {
    /// Trials within the space that is searched now, in their order.
    package let trials: [Trial]
    /// How many others there were, elsewhere or with too little of the budget.
    package let others: Int

    /// Throws for a table that is of another search: of another learner, other settings or another
    /// metric.
    package init(_ table: Table, of search: TuningSearch) throws(Diagnostic) {
        let names =
            search.space.dimensions.map(\.name)
            + ["trial", "metric", "value", "se", "learner", "judged_on"]
        for name in names where table[name] == nil {
            throw Self.fault("they have no column `\(name)`")
        }
        for row in 0..<table.count {
            guard table["metric"]?[row] == .text(search.score.name) else {
                throw Self.fault("they were judged by another metric than \(search.score.name)")
            }
            let definition = table["definition"]?[row] ?? .missing
            guard definition == (search.score.definition.map { .text($0) } ?? .missing) else {
                throw Self.fault(
                    "`\(search.score.name)` was defined otherwise when they were judged"
                )
            }
            guard table["learner"]?[row] == .text(search.learner) else {
                throw Self.fault("they are of another learner than \(search.learner)")
            }
            try Self.check(ground: table["judged_on"]?[row], search.running.facts.ground)
        }
        var (trials, others): ([Trial], Int) = ([], 0)
        for row in Self.order(table) {
            guard let trial = Self.trial(table, row, trials.count + 1, search),
                trial.share == 1 || search.method == .halving
            else {
                others += 1
                continue
            }
            trials.append(trial)
        }
        self.trials = trials
        self.others = others
    }

    /// Values of other rows, or of folds drawn otherwise, cannot be ranked with those of these.
    private static func check(ground: Scalar?, _ own: String) throws(Diagnostic) {
        guard ground != .text(own) else { return }
        let words = own.prefix { $0 != "," }
        guard case .text(let other)? = ground, other.prefix(while: { $0 != "," }) != words else {
            throw fault(
                "they were judged on \(words), too, but on other ones",
                hints: ["tune(…) of the same frame, `folds` and seed, with `resume: tuned`"]
            )
        }
        throw fault(
            "they were judged on \(other.prefix { $0 != "," }), and these are \(words)",
            hints: ["tune(…) of the same folds, with `resume: tuned`", "tune(…) without `resume:`"]
        )
    }

    private static func order(_ table: Table) -> [Int] {
        let numbers = (0..<table.count).map { table["trial"]?[$0].number ?? .infinity }
        return numbers.indices.sorted { (numbers[$0], $0) < (numbers[$1], $1) }
    }

    private static func trial(
        _ table: Table,
        _ row: Int,
        _ number: Int,
        _ search: TuningSearch
    ) -> Trial? {
        var point: SearchSpace.Point = []
        for dimension in search.space.dimensions {
            guard let cell = table[dimension.name]?[row],
                let coordinate = dimension.coordinate(.scalar(cell))
            else { return nil }
            point.append(coordinate)
        }
        let outcome: Trial.Outcome
        if let value = table["value"]?[row].number {
            outcome = .measured(value: value, error: table["se"]?[row].number ?? .nan)
        } else if case .text(let reason)? = table["reason"]?[row] {
            outcome = .failed(reason)
        } else {
            outcome = .failed("it had no value")
        }
        return Trial(
            number: number,
            point: point,
            outcome: outcome,
            seconds: table["seconds"]?[row].number ?? 0,
            share: share(table, row, search.budget)
        )
    }

    /// What it was judged with; all of it where nothing tells.
    private static func share(_ table: Table, _ row: Int, _ budget: TuningBudget) -> Double {
        switch budget {
        case .trees:
            guard let trees = table["trees"]?[row].number else { return 1 }
            return Halving.shares.first { Double(budget.trees($0) ?? 0) >= trees } ?? 1
        case .rows:
            guard let share = table["rows"]?[row].number else { return 1 }
            return Halving.shares.min { abs($0 - share) < abs($1 - share) } ?? 1
        }
    }

    private static func fault(_ reason: String, hints: [String] = ["resume: tuned"]) -> Diagnostic {
        Diagnostic(
            "tune.resume",
            "these are no earlier trials of this search: \(reason)",
            hints: hints
        )
    }
}
