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
        try outputs(features, kind: C_API_PREDICT_RAW_SCORE, in: work)
    }

    private func outputs(
        _ features: Matrix,
        kind: Int32,
        in work: WorkContext
    ) throws -> Matrix {
        let width = booster.outputs
        let numbers = try booster.predict(
            features,
            kind: kind,
            width: width,
            threads: work.threads
        )
        return Matrix(rows: features.rows, columns: width, rowByRow: numbers)
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

    package func encoded() -> [UInt8] { Array(text.utf8) }

    package init(decoding bytes: [UInt8], shape: ModelShape) throws {
        let text = try ModelFile(bytes).checkedText(of: shape)
        try self.init(text: text, shape: shape)
    }
}

extension LightGBMModel {
    package var summary: ModelSummary {
        let leaves = leafCounts
        var remarks: [String] = []
        if leaves.allSatisfy({ $0 <= 1 }) {
            remarks.append("no tree has a split: with fewer `min_rows` there may be some")
        }
        var facts: [(name: String, value: Scalar)] = [
            ("trees", .int(Int64(leaves.count))),
            ("leaves", .int(Int64(leaves.reduce(0, +)))),
        ]
        if let top = topFeatures { facts.append(("gain", .text(top))) }
        return ModelSummary(facts: facts, remarks: remarks)
    }

    /// The number of leaves of each tree.
    private var leafCounts: [Int] {
        text.split(separator: "\n").compactMap { line in
            line.hasPrefix("num_leaves=") ? Int(line.dropFirst("num_leaves=".count)) : nil
        }
    }

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
}

extension Matrix {
    /// A matrix from numbers that come row by row.
    fileprivate init(rows: Int, columns: Int, rowByRow numbers: [Double]) {
        guard columns > 1 else {
            self.init(rows: rows, columns: columns, cells: numbers)
            return
        }
        var cells = [Double](repeating: 0, count: numbers.count)
        for row in 0..<rows {
            for column in 0..<columns {
                cells[column * rows + row] = numbers[row * columns + column]
            }
        }
        self.init(rows: rows, columns: columns, cells: cells)
    }
}
