import Diagnostics
import Glibc
package import Kernels
package import Learning
package import Tables
package import Trees

/// What `xgboost` learned: the library's own JSON, and the trees read from it.
package struct XGBoostModel: TreeModel, GainModel {
    package static let flavor = "xgboost"
    package static let library: String? = "XGBoost 3.2"

    package let shape: ModelShape
    /// The model as XGBoost writes it, which its other programs read too.
    package let text: String
    private let booster: Booster

    init(text: String, shape: ModelShape) throws {
        self.text = text
        self.shape = shape
        booster = try Booster(text: text)
        guard booster.features == shape.features.count else {
            throw Diagnostic.modelCorrupt("its trees are of other features or classes")
        }
    }

    package func predict(_ features: Matrix, in work: WorkContext) throws -> Matrix {
        try booster.predict(features, .value, width: task.outputs, threads: work.threads)
    }

    package func margin(_ features: Matrix, in work: WorkContext) throws -> Matrix {
        try booster.predict(features, .margin, width: task.outputs, threads: work.threads)
    }

    /// Half the last bit of 32 for each tree that is added.
    package var roundoff: Double {
        let trees = (try? content())?.leaves.count ?? 0
        return max(1e-6, Double(trees) / Double(task.outputs) * Double(Float.ulpOfOne) / 2)
    }

    /// Counts and amounts that came from elsewhere are predicted by their logarithms.
    package var marginScale: MarginScale? {
        guard let place = text.firstRange(of: #""objective":{"name":""#) else { return nil }
        let name = text[place.upperBound...].prefix { $0 != "\"" }
        guard task == .regression, ObjectiveLink(String(name)) == .log else { return nil }
        return MarginScale("log") { exp($0) }
    }

    private func content() throws -> BoosterDocument.Content {
        try booster.content(of: text, outputs: task.outputs)
    }

    package func ensemble() throws -> TreeEnsemble { try content().ensemble }

    package func gains() throws -> [Double] { try content().gains }

    package func encoded() -> [UInt8] { Array(text.utf8) }

    /// Trees are read before the library sees them, which follows their branches unchecked.
    package init(decoding bytes: [UInt8], shape: ModelShape) throws {
        let text = String(decoding: bytes, as: UTF8.self)
        _ = try BoosterDocument(text)
            .content(features: shape.features.count, outputs: shape.task.outputs)
        try self.init(text: text, shape: shape)
    }
}

extension XGBoostModel {
    package var summary: ModelSummary {
        guard let content = try? content() else { return ModelSummary() }
        var remarks: [String] = []
        if content.leaves.allSatisfy({ $0 <= 1 }) {
            remarks.append("no tree has a split: with fewer `min_rows` there may be some")
        }
        var facts: [(name: String, value: Scalar)] = [
            ("trees", .int(Int64(content.leaves.count))),
            ("leaves", .int(Int64(content.leaves.reduce(0, +)))),
        ]
        if let top = shares(of: content.gains) { facts.append(("gain", .text(top))) }
        return ModelSummary(facts: facts, remarks: remarks)
    }
}

extension FittedModel {
    /// The features with the largest shares of the gain, in words.
    func shares(of gains: [Double]) -> String? {
        let total = gains.reduce(0, +)
        guard total > 0 else { return nil }
        let order = gains.indices.sorted { (gains[$1], $0) < (gains[$0], $1) }.prefix(5)
        return order.filter { gains[$0] > 0 }
            .map { "\(features[$0].name) \(Int((100 * gains[$0] / total).rounded())) %" }
            .joined(separator: ", ")
    }
}
