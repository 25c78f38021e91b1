package import Learning

/// The learners of this family.
package enum XGBoostLearners {
    package static let all: [any Learner.Type] = [
        DecisionTreeLearner.self, Forest.self, XGBoost.self,
    ]
}
