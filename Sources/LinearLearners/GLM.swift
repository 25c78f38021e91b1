package import Catalog
import Diagnostics
package import Kernels
package import Learning
import LinearAlgebra
import Tables

/// Regression of counts and positive numbers: a generalised linear model.
package struct GLM: Learner {
    package var family = "poisson"
    /// What the linear sum is of the mean; the family's usual when nil.
    package var link: String?
    /// The feature that is added to the linear sum as it is.
    package var offset: String?

    package static let name = "glm"
    package static let summary =
        "A generalised linear model, for counts or positive numbers, with standard errors."
    package static let settings: [Setting<GLM>] = [
        Setting(
            "family",
            \.family,
            "what the target is spread like about its mean",
            in: .choice(["poisson", "gamma", "inverse_gaussian", "gaussian"])
        ),
        Setting(
            "link",
            \.link,
            "what of the mean is linear; `log` if absent, of a gaussian `identity`",
            in: .choice(["log", "identity", "inverse", "sqrt"])
        ),
        Setting(
            "offset",
            \.offset,
            "the feature, by its text in the formula, that counts as it is, as \"log(exposure)\""
        ),
    ]

    package init() {}

    package static func supports(_ task: LearningTask) -> Bool { task == .regression }

    package func fit(_ data: Dataset, in work: WorkContext) throws -> GLMModel {
        work.progress.report("fitting")
        guard let kind = ResponseFamily(rawValue: family) else {
            preconditionFailure("a family out of the domain")
        }
        let link = link.flatMap { ResponseLink(rawValue: $0) } ?? kind.usualLink
        let rows = data.training
        try check(rows, kind)
        let encoded = try EncodedRows(data.features, rows, in: work)
        let place = try offsetColumn(data.features, encoded.encoding)
        let model = GeneralizedLinear(family: kind, link: link)
        do throws(RegressionFailure) {
            let fit = try model.fit(
                design(encoded.matrix, without: place, rows.weights),
                rows.target,
                offset: place.map { Array(encoded.matrix.column($0)) },
                context: work
            )
            return GLMModel(fit, encoded, data.shape, kind, link, offset: place)
        } catch {
            throw error.asError(encoded.encoding, data.features)
        }
    }

    /// Refuses targets that the family cannot have.
    private func check(_ rows: Examples, _ kind: ResponseFamily) throws(Diagnostic) {
        let weights = rows.weights
        let counted = rows.target.indices.filter { row in weights.map { $0[row] > 0 } ?? true }
        if let row = counted.first(where: { !kind.accepts(rows.target[$0]) }) {
            throw Diagnostic.outsideFamily(rows.target[row], kind)
        }
        if kind == .poisson, counted.allSatisfy({ rows.target[$0] == 0 }) {
            throw Diagnostic.nothingCounted
        }
    }

    /// The encoded column of the offset.
    private func offsetColumn(
        _ features: [Feature],
        _ encoding: Encoding
    ) throws(Diagnostic) -> Int? {
        guard let offset else { return nil }
        guard let index = features.firstIndex(where: { $0.name == offset }) else {
            throw Diagnostic.noOffset(offset, features)
        }
        guard features[index].levels == nil else { throw Diagnostic.offsetType(offset) }
        return encoding.columns.firstIndex { $0.feature == index }
    }

    private func design(_ matrix: Matrix, without place: Int?, _ weights: [Double]?) -> Design {
        guard let place else { return Design(matrix, weights: weights) }
        let (before, after) = (place * matrix.rows, (place + 1) * matrix.rows)
        return Design(
            rows: matrix.rows,
            columns: matrix.columns - 1,
            cells: Array(matrix.cells[..<before] + matrix.cells[after...]),
            weights: weights
        )
    }
}

extension ResponseFamily {
    /// The link that keeps its means where they belong.
    fileprivate var usualLink: ResponseLink { self == .gaussian ? .identity : .log }

    fileprivate var domainWords: String {
        switch self {
        case .gaussian: "finite numbers"
        case .poisson: "zero and numbers above"
        case .gamma, .inverseGaussian: "numbers above zero"
        }
    }
}

extension Diagnostic {
    fileprivate static func outsideFamily(_ value: Double, _ kind: ResponseFamily) -> Diagnostic {
        let number = Int64(exactly: value).map { String($0) } ?? String(value)
        return Diagnostic(
            "glm.target",
            "the target is \(number) in some row, and `\(kind.rawValue)` is for \(kind.domainWords)",
            hints: [
                kind != .poisson && value == 0 ? "family: \"poisson\"" : "family: \"gaussian\"",
                "filter(target > 0) before `fit`",
            ]
        )
    }

    fileprivate static var nothingCounted: Diagnostic {
        Diagnostic(
            "glm.target",
            "the target is zero in all rows, so that no mean can be learned",
            hints: ["filter and join may have dropped the rows that were counted"]
        )
    }

    fileprivate static func noOffset(_ name: String, _ features: [Feature]) -> Diagnostic {
        let names = features.filter { $0.levels == nil }.map(\.name)
        let likely = names.filter { $0.contains("(") } + names
        let near = Suggestion.close(to: name, among: names, limit: 1).first ?? likely.first
        return Diagnostic(
            "glm.offset",
            "the offset `\(name)` is not among the features",
            hints: (near.map { ["offset: \"\($0)\""] } ?? [])
                + ["it is named as it stands in the formula"]
        )
    }

    fileprivate static func offsetType(_ name: String) -> Diagnostic {
        Diagnostic(
            "glm.offset",
            "the offset `\(name)` is a category, and a number was expected",
            hints: ["offset: \"log(exposure)\""]
        )
    }
}
