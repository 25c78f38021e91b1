package import Catalog
import Diagnostics
package import Kernels
package import Learning
import LinearAlgebra
package import Tables

/// Linear regression by least squares.
package struct Linear: Learner {
    package static let name = "linear"
    package static let summary = "Linear regression by least squares, with standard errors."
    package static let settings: [Setting<Linear>] = []

    package init() {}

    package static func supports(_ task: LearningTask) -> Bool { task == .regression }

    package func fit(_ data: Dataset, in work: WorkContext) throws -> LinearModel {
        work.progress.report("fitting")
        let rows = data.training
        let encoded = try EncodedRows(data.features, rows, in: work)
        let design = Design(encoded, of: rows)
        do throws(RegressionFailure) {
            let fit = try LeastSquares.fit(design, rows.target, context: work)
            return LinearModel(fit, encoded, data.shape)
        } catch {
            throw error.asError(encoded.encoding, data.features)
        }
    }
}

/// What `linear` learned.
package struct LinearModel: LinearForm, ContributingModel {
    package static let flavor = "linear"

    struct Content: Codable, Hashable {
        var encoding: Encoding
        /// The intercept first.
        var estimates: [Double]
        var standardErrors: [Double]
        var aliased: [Int]
        var residualFreedom: Int
        var residualSquares: Double
        var rSquared: Double
        /// Features of which some training rows had no value.
        var filled: [String]
    }

    package let shape: ModelShape
    let content: Content

    init(
        _ fit: LeastSquaresFit,
        _ rows: EncodedRows,
        _ shape: ModelShape
    ) {
        self.shape = shape
        content = Content(
            encoding: rows.encoding,
            estimates: fit.coefficients,
            standardErrors: fit.standardErrors,
            aliased: fit.aliased,
            residualFreedom: fit.residualFreedom,
            residualSquares: fit.residualSquares,
            rSquared: fit.rSquared,
            filled: rows.incomplete
        )
    }

    package var encoding: Encoding { content.encoding }
    package var coefficients: [[Double]] { [content.estimates] }

    package func margin(_ features: Matrix, in work: WorkContext) throws -> Matrix {
        try linearMargin(features, in: work)
    }

    package func predict(_ features: Matrix, in work: WorkContext) throws -> Matrix {
        try margin(features, in: work)
    }

    package var summary: ModelSummary {
        let freedom = content.residualFreedom
        let width = content.estimates.count
        let table = CoefficientTable(
            terms: Term.all(of: encoding, shape.features),
            statistic: "t",
            freedom: Double(freedom),
            classes: [nil]
        )
        var remarks = AliasRemark.all(
            content.aliased,
            encoding,
            shape.features,
            remedy: "`ridge` shares the weight among them"
        )
        if !content.filled.isEmpty { remarks.append(FillRemark.text(content.filled)) }
        if freedom == 0 {
            remarks.append(
                "\(width) coefficients were fitted to no more rows: "
                    + "their standard errors cannot be known; `ridge` or `lasso` may predict better"
            )
        }
        return ModelSummary(
            facts: [
                ("r2", Scalar(finite: content.rSquared)),
                ("residual sd", Scalar(finite: residualDeviation)),
                ("degrees of freedom", .int(Int64(freedom))),
            ],
            coefficients: table.table([content.estimates], [content.standardErrors]) {
                content.aliased.contains($0)
            },
            remarks: remarks
        )
    }

    private var residualDeviation: Double {
        (content.residualSquares / Double(content.residualFreedom)).squareRoot()
    }

    package func encoded() throws -> [UInt8] { try ModelCoding.encode(content) }

    package init(decoding bytes: [UInt8], shape: ModelShape) throws {
        content = try ModelCoding.decode(bytes)
        self.shape = shape
        guard content.estimates.count == content.encoding.columns.count + 1 else {
            throw Diagnostic.modelCorrupt("it has a coefficient too many or too few")
        }
    }
}
