package import Kernels
package import Tables
package import Trees

/// What a learner learned; immutable, and fed with features coded as in training.
package protocol FittedModel: Sendable {
    /// The name of its stored form, such as `lightgbm`.
    static var flavor: String { get }
    /// The library whose format that is, with its version; nil where it is ours.
    static var library: String? { get }
    /// The name of the file in a saved model's folder that holds it.
    static var file: String { get }
    var shape: ModelShape { get }
    /// A row for each row: a number, the probability of the positive class, or one for each class.
    func predict(_ features: Matrix, in work: WorkContext) throws -> Matrix
    /// What it prints.
    var summary: ModelSummary { get }
    /// What it makes of a missing cell of a feature, and of a level that training did not have: "taken
    /// as missing".
    func fate(ofMissing feature: Int) -> String
    /// Its stored form, from which `init(decoding:shape:)` makes an equal model.
    func encoded() throws -> [UInt8]
    init(decoding bytes: [UInt8], shape: ModelShape) throws
}

extension FittedModel {
    package static var library: String? { nil }
    package static var file: String { "model.txt" }
    package var task: LearningTask { shape.task }
    package var features: [Feature] { shape.features }
    package var featureNames: [String] { shape.features.map(\.name) }
    package var flavor: String { Self.flavor }
    package func fate(ofMissing feature: Int) -> String { "taken as missing" }
}

/// A model whose predictions come from a sum on another scale: log odds, or the score of a class.
package protocol MarginModel: FittedModel {
    /// A row for each row, and a column for each output: what the link is applied to.
    func margin(_ features: Matrix, in work: WorkContext) throws -> Matrix
    /// What the margin of a number is on, where it is not the number itself.
    var marginScale: MarginScale? { get }
    /// How far the margin may be off the sum of its parts, as a share of their sizes: more where a
    /// library adds many parts in 32 bits.
    var roundoff: Double { get }
}

extension MarginModel {
    package var marginScale: MarginScale? { nil }
    package var roundoff: Double { 1e-6 }
}

/// The scale of a margin that leads to a number.
package struct MarginScale: Sendable {
    /// What it is of the number: `log`.
    package let word: String
    /// The number of a margin.
    package let number: @Sendable (Double) -> Double

    package init(_ word: String, number: @escaping @Sendable (Double) -> Double) {
        self.word = word
        self.number = number
    }
}

/// A model that tells itself what each feature adds to the margin.
package protocol ContributingModel: MarginModel {
    /// For each output a matrix of the rows, a column a feature, and the base last.
    func contributions(_ features: Matrix, in work: WorkContext) throws -> [Matrix]
}

/// A model whose margin is a sum of leaves.
package protocol TreeModel: MarginModel {
    func ensemble() throws -> TreeEnsemble
    var telling: TreeTelling { get }
}

extension TreeModel {
    package var telling: TreeTelling { TreeTelling() }
}

/// A model whose margin is linear in encoded features.
package protocol LinearForm: MarginModel {
    var encoding: Encoding { get }
    /// For each output the intercept, and a coefficient for each encoded column.
    var coefficients: [[Double]] { get }
}

extension LinearForm {
    package func fate(ofMissing feature: Int) -> String { MissingFate.mean }
}

/// What becomes of missing cells, in the words that several models share.
package enum MissingFate {
    package static let mean = "taken as the mean of training"
    package static let leftOut = "left out"
    /// LightGBM's, where no training row lacks the feature.
    package static let zero = "taken as 0, as training missed none"
}

/// A model whose margin is a sum of one function of each feature, whatever their shapes.
package protocol AdditiveForm: ContributingModel {}

/// A model that shows what each feature adds as a curve.
package protocol CurveModel: AdditiveForm {
    /// A row for each piece of each curve: feature, class where there are several, level, from, to,
    /// score, rows.
    var curves: Table { get }
}

/// A model that knows how much each feature helped in training.
package protocol GainModel: FittedModel {
    /// The total gain of each feature, in the order of the features.
    func gains() throws -> [Double]
}

extension GainModel {
    /// The features with the largest shares of the gain, in words.
    private var topFeatures: String? {
        guard let gains = try? gains() else { return nil }
        let total = gains.reduce(0, +)
        guard total > 0 else { return nil }
        let order = gains.indices.sorted { (gains[$1], $0) < (gains[$0], $1) }.prefix(5)
        return order.filter { gains[$0] > 0 }
            .map { "\(features[$0].name) \(Int((100 * gains[$0] / total).rounded())) %" }
            .joined(separator: ", ")
    }

    /// What trees of so many leaves each have to say.
    package func summary(ofLeaves leaves: [Int], hasMinRows: Bool = true) -> ModelSummary {
        var summary = ModelSummary(facts: [
            ("trees", .int(Int64(leaves.count))), ("leaves", .int(Int64(leaves.reduce(0, +)))),
        ])
        if let topFeatures { summary.facts.append(("gain", .text(topFeatures))) }
        if leaves.allSatisfy({ $0 <= 1 }) {
            let advice = hasMinRows ? ": with fewer `min_rows` there may be some" : ""
            summary.remarks.append("no tree has a split" + advice)
        }
        return summary
    }
}

/// What a model has to say about itself, as plain data.
package struct ModelSummary: Sendable {
    /// Names and values, in order: how many trees, the share explained.
    package var facts: [(name: String, value: Scalar)]
    /// A row a coefficient, or a row a leaf of one tree, for models that have some.
    package var coefficients: Table?
    /// What a reader should know before trusting it; said once, after fitting.
    package var remarks: [String]

    package init(
        facts: [(name: String, value: Scalar)] = [],
        coefficients: Table? = nil,
        remarks: [String] = []
    ) {
        self.facts = facts
        self.coefficients = coefficients
        self.remarks = remarks
    }
}
