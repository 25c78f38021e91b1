/// Settings that were tried, and what came of them.
package struct Trial: Sendable {
    /// From 1, in the order in which they were tried.
    package var number: Int
    package var point: SearchSpace.Point
    package var outcome: Outcome

    package enum Outcome: Sendable {
        /// The measure over the folds: its mean, and the standard error of that.
        case measured(value: Double, error: Double)
        /// Why there is none.
        case failed(String)
    }

    /// What its fits took on the clock, all folds together.
    package var seconds: Double
    /// The share of the budget that it was judged with; less than 1 where it was left behind.
    package var share = 1.0

    package init(
        number: Int,
        point: SearchSpace.Point,
        outcome: Outcome,
        seconds: Double,
        share: Double = 1
    ) {
        self.number = number
        self.point = point
        self.outcome = outcome
        self.seconds = seconds
        self.share = share
    }

    package var value: Double? {
        if case .measured(let value, _) = outcome { value } else { nil }
    }

    package var error: Double? {
        if case .measured(_, let error) = outcome { error } else { nil }
    }

    /// In a word: `ok`, `failed`, or `left` where others went farther.
    package var state: String {
        if case .failed = outcome { return "failed" }
        return share < 1 ? "left" : "ok"
    }

    package var failure: String? { if case .failed(let reason) = outcome { reason } else { nil } }
}

extension Score {
    /// The measure made a loss: less is better, and what has no value is worst.
    func loss(_ trial: Trial) -> Double {
        guard let value = trial.value else { return .infinity }
        return isLoss ? value : -value
    }

    /// Whether one trial is better than another: one of more of the budget before one of less,
    /// failures last, the earlier of equals first.
    func precedes(_ a: Trial, _ b: Trial) -> Bool {
        if (a.value == nil) != (b.value == nil) { return a.value != nil }
        if a.share != b.share { return a.share > b.share }
        let (x, y) = (loss(a), loss(b))
        return x != y ? x < y : a.number < b.number
    }
}
