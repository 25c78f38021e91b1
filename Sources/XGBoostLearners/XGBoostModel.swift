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
    package var text: String { booster.text }
    private let booster: Booster

    init(_ text: BoosterText, shape: ModelShape) throws {
        self.shape = shape
        booster = try Booster(text, outputs: shape.task.outputs)
        guard booster.features == shape.features.count else {
            throw Diagnostic.modelCorrupt("its trees are of other features or classes")
        }
    }

    package func predict(_ features: Matrix, in work: WorkContext) throws -> Matrix {
        try booster.predict(features, .value, threads: work.threads)
    }

    package func margin(_ features: Matrix, in work: WorkContext) throws -> Matrix {
        try booster.predict(features, .margin, threads: work.threads)
    }

    /// Half the last bit of 32 for each tree that is added.
    package var roundoff: Double {
        let trees = (try? booster.content())?.leaves.count ?? 0
        return max(1e-6, Double(trees) / Double(task.outputs) * Double(Float.ulpOfOne) / 2)
    }

    /// Counts and amounts that came from elsewhere are predicted by their logarithms.
    package var marginScale: MarginScale? {
        guard task == .regression, (try? booster.content())?.link == .log else { return nil }
        return MarginScale("log") { exp($0) }
    }

    package var telling: TreeTelling { .xgboost }

    package func ensemble() throws -> TreeEnsemble { try booster.content().ensemble }

    package func gains() throws -> [Double] { try booster.content().gains }

    package func encoded() -> [UInt8] { Array(text.utf8) }

    package init(decoding bytes: [UInt8], shape: ModelShape) throws {
        let text = try ModelFile(bytes)
            .checkedText(features: shape.features.count, outputs: shape.task.outputs)
        try self.init(text, shape: shape)
    }
}

extension XGBoostModel {
    package var summary: ModelSummary { summary(ofLeaves: (try? booster.content())?.leaves ?? []) }
}
