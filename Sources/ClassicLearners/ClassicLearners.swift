package import Learning

/// The learners that need neither a library nor linear algebra, in the order in which help lists
/// them.
package enum ClassicLearners {
    package static let all: [any Learner.Type] = [NaiveBayes.self, Neighbors.self]
    /// Those that learn without a target.
    package static let unsupervised: [any UnsupervisedLearner.Type] = [
        KMeans.self, IsolationForest.self,
    ]
}
