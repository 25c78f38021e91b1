/// How a search chooses what to try.
package enum TuningMethod: String, Sendable, CaseIterable {
    case grid
    case random
    /// The tree-structured Parzen estimator.
    case bayes
    /// Many with little, few with all of the budget.
    case halving

    /// How it is called in a sentence.
    var words: String {
        switch self {
        case .grid: "a grid"
        case .random: "random search"
        case .bayes: "Bayesian search (TPE)"
        case .halving: "successive halving"
        }
    }
}
