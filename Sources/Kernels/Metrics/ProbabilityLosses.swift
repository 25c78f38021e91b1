#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// What each row's predicted probability costs; metrics are the weighted means.
package enum ProbabilityLosses {
    /// The negative logarithm of the probability of what came true, which is first kept off 0
    /// and 1 by 2⁻⁵², as scikit-learn does.
    package static func logLoss(truth: [Double], probability: [Double]) -> [Double] {
        precondition(truth.count == probability.count, "a probability for every truth")
        return zip(truth, probability).map { logLoss(truth: $0, probability: $1) }
    }

    /// The log loss of one row of two classes, by the probability of the one whose truth is 1.
    package static func logLoss(truth: Double, probability: Double) -> Double {
        let clipped = clip(probability)
        return truth > 0.5 ? -log(clipped) : -log1p(-clipped)
    }

    /// The log loss of one row whose own class was given the probability.
    package static func logLoss(ofOwn probability: Double) -> Double { -log(clip(probability)) }

    /// The squared distance of the probability from the truth, 1 or 0.
    package static func brier(truth: [Double], probability: [Double]) -> [Double] {
        precondition(truth.count == probability.count, "a probability for every truth")
        return zip(truth, probability).map { ($0 - $1) * ($0 - $1) }
    }

    /// The log loss over several classes: `probabilities[k]` is the column of class k.
    package static func logLoss(labels: [Int], probabilities: [[Double]]) -> [Double] {
        labels.enumerated().map { row, label in logLoss(ofOwn: probabilities[label][row]) }
    }

    private static func clip(_ probability: Double) -> Double {
        min(max(probability, .ulpOfOne), 1 - .ulpOfOne)
    }
}
