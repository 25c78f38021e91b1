import CLightGBM
import Diagnostics
import Glibc
package import Kernels
package import Learning
package import Tables
package import Trees

/// What `lightgbm` learned: the library's own text, and the trees read from it.
package struct LightGBMModel: TreeModel, GainModel {
    package static let flavor = "lightgbm"
    package static let library: String? = "LightGBM 4.7"

    package let shape: ModelShape
    /// The model as LightGBM writes it, which its other programs read too.
    package let text: String
    private let booster: Booster

    init(text: String, shape: ModelShape) throws {
        self.text = text
        self.shape = shape
        booster = try Booster(text: text)
        guard booster.features == shape.features.count, booster.outputs == shape.task.outputs else {
            throw Diagnostic.modelCorrupt("its trees are of other features or classes")
        }
    }

    package func predict(_ features: Matrix, in work: WorkContext) throws -> Matrix {
        try outputs(features, kind: C_API_PREDICT_NORMAL, in: work)
    }

    package func margin(_ features: Matrix, in work: WorkContext) throws -> Matrix {
        var margins = try outputs(features, kind: C_API_PREDICT_RAW_SCORE, in: work)
        let scale = try ensemble().scale
        guard scale != 1 else { return margins }
        // Raw scores of averaged trees are sums, and predictions come from their mean.
        for place in margins.cells.indices { margins.cells[place] *= scale }
        return margins
    }

    private func outputs(
        _ features: Matrix,
        kind: Int32,
        in work: WorkContext
    ) throws -> Matrix {
        try booster.predict(features, kind: kind, threads: work.threads)
    }

    /// Counts and amounts that came from elsewhere are predicted by their logarithms.
    package var marginScale: MarginScale? {
        guard let line = text.firstRange(of: "\nobjective=") else { return nil }
        let name = text[line.upperBound...].prefix { $0 != " " && $0 != "\n" }
        let isLog = ["poisson", "gamma", "tweedie"].contains(name)
        return isLog ? MarginScale("log") { exp($0) } : nil
    }

    package func ensemble() throws -> TreeEnsemble { try booster.ensemble(in: text) }

    package func gains() throws -> [Double] { try booster.gains() }

    package func fate(ofMissing feature: Int) -> String {
        let isZero = features[feature].levels == nil && EnsembleText(text).missesNone(of: feature)
        return isZero ? MissingFate.zero : "taken as missing"
    }

    package func encoded() -> [UInt8] { Array(text.utf8) }

    package init(decoding bytes: [UInt8], shape: ModelShape) throws {
        let text = try ModelFile(bytes)
            .checkedText(features: shape.features.count, outputs: shape.task.outputs)
        try self.init(text: text, shape: shape)
    }
}

extension LightGBMModel {
    package var summary: ModelSummary { summary(ofLeaves: leafCounts) }

    /// The number of leaves of each tree.
    private var leafCounts: [Int] {
        text.split(separator: "\n").compactMap { line in
            line.hasPrefix("num_leaves=") ? Int(line.dropFirst("num_leaves=".count)) : nil
        }
    }
}
