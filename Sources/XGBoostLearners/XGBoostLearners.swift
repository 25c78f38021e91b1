package import Learning

/// The learners of this family.
package enum XGBoostLearners {
    package static let all: [any Learner.Type] = [XGBoost.self]
}
