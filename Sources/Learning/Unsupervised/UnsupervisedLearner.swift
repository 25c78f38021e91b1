package import Catalog
package import Kernels
package import Tables

/// A way to learn from rows without a target, with its settings.
///
/// What it learns tells of each row where it stands among the others: in which cluster, how far apart.
package protocol UnsupervisedLearner: Parameterized {
    associatedtype Model: UnsupervisedModel
    /// What to do where a target is asked for, each of which can be typed.
    static var instead: [String] { get }
    /// Whether rows may count more than others.
    static var takesWeights: Bool { get }
    /// Throws a `Diagnostic` for rows it cannot learn from, and `CancellationError` when stopped.
    func fit(_ rows: UnsupervisedRows, in work: WorkContext) throws -> Model
}

/// Rows as such learners take them.
package struct UnsupervisedRows: Sendable {
    package var features: [Feature]
    /// A column a feature; a missing cell is a NaN.
    package var matrix: Matrix
    /// How much each row counts, at least zero; nil when all count one.
    package var weights: [Double]?

    package init(features: [Feature], matrix: Matrix, weights: [Double]? = nil) {
        precondition(features.count == matrix.columns, "a column a feature")
        self.features = features
        self.matrix = matrix
        self.weights = weights
    }

    package var count: Int { matrix.rows }
}

/// What such a learner learned; immutable, and fed with features coded as in training.
package protocol UnsupervisedModel: Sendable {
    /// The name of its stored form, such as `kmeans`.
    static var flavor: String { get }
    var features: [Feature] { get }
    /// The columns that its predictions add.
    var outputs: [Field] { get }
    /// A column for each of `outputs`; missing in rows that have no feature at all.
    func predict(_ features: Matrix, in work: WorkContext) throws -> [Column]
    /// What it prints.
    var summary: ModelSummary { get }
    /// Its stored form, from which `init(decoding:features:)` makes an equal model.
    func encoded() throws -> [UInt8]
    init(decoding bytes: [UInt8], features: [Feature]) throws
}
