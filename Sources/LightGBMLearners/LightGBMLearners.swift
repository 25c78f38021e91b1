package import Learning

/// The learners of this family.
package enum LightGBMLearners {
    package static let all: [any Learner.Type] = [LightGBM.self, AdditiveTrees.self]
}
