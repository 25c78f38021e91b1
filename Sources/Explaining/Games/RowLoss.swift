import Kernels
import Learning

extension LearningTask {
    /// What one row's outputs cost against its truth, a number or the code of its class: the squared
    /// error, or the log loss in nats.
    func loss(truth: Double, _ output: (Int) -> Double) -> Double {
        switch self {
        case .regression:
            let gap = output(0) - truth
            return gap * gap
        case .binary:
            return ProbabilityLosses.logLoss(truth: truth, probability: output(0))
        case .multiclass:
            return ProbabilityLosses.logLoss(ofOwn: output(Int(truth)))
        }
    }

    /// The output that tells most of a row's loss: that of its own class.
    func output(ofTruth truth: Double) -> Int {
        if case .multiclass = self { Int(truth) } else { 0 }
    }
}
