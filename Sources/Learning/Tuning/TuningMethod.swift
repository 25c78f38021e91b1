/// How a search chooses what to try.
package enum TuningMethod: String, Sendable, CaseIterable {
    case grid
    case random
    /// The tree-structured Parzen estimator.
    case bayes

    /// How it is called in a sentence.
    var words: String {
        switch self {
        case .grid: "a grid"
        case .random: "random search"
        case .bayes: "Bayesian search (TPE)"
        }
    }
}
