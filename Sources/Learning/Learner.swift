package import Catalog
package import Kernels

/// A way to learn, with its settings; fitting changes nothing in it and gives a model.
package protocol Learner: Parameterized {
    associatedtype Model: FittedModel
    /// The library that learns, if it is not ours.
    static var library: LibraryVersions.Name? { get }
    /// What reads the files in which the library keeps models, wherever they were trained.
    static var reader: ForeignModelReader? { get }
    /// Makes its library ready: what that takes is no part of a fit.
    static func prepare() throws
    static func supports(_ task: LearningTask) -> Bool
    /// Throws a `Diagnostic` for data it cannot learn from, and `CancellationError` when stopped.
    func fit(_ data: Dataset, in work: WorkContext) throws -> Model
}

extension Learner {
    package static var library: LibraryVersions.Name? { nil }
    package static var reader: ForeignModelReader? { nil }
    package static func prepare() throws {}

    /// The same of a learner whose type is not known.
    package var library: LibraryVersions.Name? { Self.library }
}
