import Diagnostics
package import Kernels
package import Learning
import LinearAlgebra
package import Tables

/// What `ridge`, `lasso` and `elastic_net` learned.
package struct PenalizedModel: LinearForm, ContributingModel {
    package static let flavor = "penalized"

    /// Which penalties there were.
    package enum Kind: String, Codable, Hashable, Sendable {
        case squares
        case sizes
        case both
    }

    /// How the penalty was chosen.
    package struct Choice: Codable, Hashable, Sendable {
        var parts: Int
        /// The root of the mean squared error on rows left out.
        var error: Double
        var isWeakest: Bool
        var isStrongest: Bool
    }

    struct Content: Codable, Hashable {
        var encoding: Encoding
        /// The intercept first.
        var estimates: [Double]
        /// The change with a deviation of each encoded column.
        var standardized: [Double]
        var kind: Kind
        var l1: Double
        /// As the learner has it: of `ridge` against the sum, else against half the mean.
        var l2: Double
        var choice: Choice?
        /// Nil where the target does not vary.
        var rSquared: Double?
        var isSettled: Bool
        /// Features of which some training rows had no value.
        var filled: [String]
    }

    package let shape: ModelShape
    let content: Content

    init(
        _ fit: PenalizedFit,
        _ rows: EncodedRows,
        _ shape: ModelShape,
        kind: Kind,
        weight: Double,
        choice: Choice?
    ) {
        self.shape = shape
        content = Content(
            encoding: rows.encoding,
            estimates: fit.coefficients,
            standardized: fit.standardized,
            kind: kind,
            l1: fit.penalty.l1,
            l2: kind == .squares ? fit.penalty.l2 * weight : fit.penalty.l2,
            choice: choice,
            rSquared: fit.rSquared.isFinite ? fit.rSquared : nil,
            isSettled: fit.isSettled,
            filled: rows.incomplete
        )
    }

    package var encoding: Encoding { content.encoding }
    package var coefficients: [[Double]] { [content.estimates] }
    /// The weight of the coefficients' sizes; chosen where none was given.
    package var l1: Double { content.l1 }
    /// The weight of their squares.
    package var l2: Double { content.l2 }

    package func margin(_ features: Matrix, in work: WorkContext) throws -> Matrix {
        try linearMargin(features, in: work)
    }

    package func predict(_ features: Matrix, in work: WorkContext) throws -> Matrix {
        try margin(features, in: work)
    }

    package func encoded() throws -> [UInt8] { try ModelCoding.encode(content) }

    package init(decoding bytes: [UInt8], shape: ModelShape) throws {
        content = try ModelCoding.decode(bytes)
        self.shape = shape
        let count = content.encoding.columns.count
        guard content.estimates.count == count + 1, content.standardized.count == count else {
            throw Diagnostic.modelCorrupt("it has a coefficient too many or too few")
        }
    }
}

extension PenalizedModel {
    package var summary: ModelSummary {
        let kept = content.standardized.count { $0 != 0 }
        var facts: [(name: String, value: Scalar)] = [
            ("r2", content.rSquared.map { .float($0) } ?? .missing)
        ]
        if let choice = content.choice {
            if content.kind != .squares { facts.append(("l1", .float(content.l1))) }
            if content.kind != .sizes { facts.append(("l2", .float(content.l2))) }
            facts.append(("chosen by", .text("\(choice.parts)-fold cross-validation")))
            facts.append(("rmse on rows left out", Scalar(finite: choice.error)))
        }
        if content.kind != .squares {
            facts.append(("not zero", .text("\(kept) of \(content.standardized.count)")))
        }
        let table = CoefficientTable(
            terms: Term.all(of: encoding, shape.features),
            statistic: "t",
            freedom: .infinity,
            classes: [nil]
        )
        return ModelSummary(
            facts: facts,
            coefficients: table.table(content.estimates, scaled: [.nan] + content.standardized),
            remarks: remarks(kept: kept)
        )
    }

    private func remarks(kept: Int) -> [String] {
        var remarks: [String] = []
        if !content.filled.isEmpty { remarks.append(FillRemark.text(content.filled)) }
        remarks.append(ScalingRemark.text)
        if !content.isSettled {
            remarks.append("the search stopped short: the coefficients are not at their best")
        }
        if kept == 0 {
            remarks.append("every coefficient is zero: each prediction is the mean")
        } else if let choice = content.choice {
            if choice.isWeakest {
                remarks.append("the weakest penalty tried did best: `linear` may do as well")
            }
            if choice.isStrongest {
                remarks.append(
                    "the strongest penalty tried did best: the features may tell little"
                )
            }
        }
        return remarks
    }
}
