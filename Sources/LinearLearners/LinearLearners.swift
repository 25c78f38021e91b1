package import Learning

/// The learners of this family, in the order in which help lists them.
package enum LinearLearners {
    package static let all: [any Learner.Type] = [
        Linear.self, Ridge.self, Lasso.self, ElasticNet.self, Logistic.self, GLM.self,
    ]
}
