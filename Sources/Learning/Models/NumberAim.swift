package import Diagnostics

/// What trees that are boosted make least of where they learn a number.
package enum NumberAim: Hashable, Sendable {
    case squared
    case absolute
    /// The deviance of counts; predictions are their means, above zero.
    case poisson
    /// The deviance of amounts above zero, whose spread grows as they do.
    case gamma
    /// Predictions are the value below which that share of the truth lies (Koenker and Bassett 1978,
    /// "Regression quantiles").
    case quantile(Double)

    /// Those that have a name; a quantile is a setting of its own.
    package static let words = ["squared", "absolute", "poisson", "gamma"]
}

extension Dataset {
    /// What two settings ask for; nil for classes, which have one loss.
    ///
    /// Throws a `Diagnostic` for losses that the target does not have.
    package func aim(loss: String?, quantile: Double?) throws(Diagnostic) -> NumberAim? {
        guard task == .regression else {
            guard loss == nil, quantile == nil else {
                throw .loss("classes have one loss, that of their probabilities")
            }
            return nil
        }
        if let quantile {
            if let loss {
                throw .loss(
                    "`quantile` is a loss of its own beside `\(loss)`",
                    "quantile: \(quantile)"
                )
            }
            return .quantile(quantile)
        }
        guard let loss else { return .squared }
        switch loss {
        case "absolute": return .absolute
        case "poisson":
            try requireTargets("zero and numbers above", of: loss) { $0 >= 0 }
            return .poisson
        case "gamma":
            try requireTargets("numbers above zero", of: loss) { $0 > 0 }
            return .gamma
        default: return .squared
        }
    }

    private func requireTargets(
        _ words: String,
        of loss: String,
        _ fits: (Double) -> Bool
    ) throws(Diagnostic) {
        let all = training.target + (validation?.target ?? [])
        guard let value = all.first(where: { !fits($0) }) else {
            if all.allSatisfy({ $0 == 0 }) {
                throw .loss("the target is zero in all rows, so that no mean can be learned")
            }
            return
        }
        let number = Int64(exactly: value).map { String($0) } ?? String(value)
        throw .loss(
            "the target is \(number) in some row, and the loss `\(loss)` is for \(words)",
            "loss: \"absolute\""
        )
    }
}

extension Diagnostic {
    fileprivate static func loss(_ message: String, _ hints: String...) -> Diagnostic {
        Diagnostic("learner.loss", message, hints: hints)
    }
}
