package import Learning

/// The learners of this family.
package enum SVMLearners {
    package static let all: [any Learner.Type] = [SupportVectors.self]
}
