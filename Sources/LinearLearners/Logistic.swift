package import Catalog
import Diagnostics
package import Kernels
package import Learning
import LinearAlgebra
package import Tables

/// Logistic regression: two classes, or several.
package struct Logistic: Learner {
    /// The weight of the squared coefficients, halved; scikit-learn's `C` is its inverse.
    package var l2 = 0.0

    package static let name = "logistic"
    package static let summary = "Logistic regression by largest likelihood, with standard errors."
    package static let settings: [Setting<Logistic>] = [
        Setting("l2", \.l2, "the weight of the squared coefficients", in: .range(0...1e9))
    ]

    package init() {}

    package static func supports(_ task: LearningTask) -> Bool { task != .regression }

    package func fit(_ data: Dataset, in work: WorkContext) throws -> LogisticModel {
        work.progress.report("fitting")
        let rows = data.training
        let encoded = try EncodedRows(data.features, rows, in: work)
        let design = Design(encoded, of: rows)
        let regression = LogisticRegression(classes: data.task.labels.count, l2: l2)
        do throws(RegressionFailure) {
            let labels = rows.target.map { Int($0) }
            let fit = try regression.fit(design, labels: labels, context: work)
            return LogisticModel(fit, encoded, data.shape, l2: l2)
        } catch {
            throw error.asError(encoded.encoding, data.features)
        }
    }
}

/// What `logistic` learned.
package struct LogisticModel: LinearForm, ContributingModel {
    package static let flavor = "logistic"

    /// How the search for the coefficients ended.
    enum Ending: Codable, Hashable {
        case converged
        case unfinished
        case separated([Int])
    }

    struct Content: Codable, Hashable {
        var encoding: Encoding
        /// For each class but the first, the intercept first.
        var estimates: [[Double]]
        var standardErrors: [[Double]]?
        var aliased: [Int]
        var logLikelihood: Double
        var nullLogLikelihood: Double
        var iterations: Int
        var ending: Ending
        var l2: Double
        /// Features of which some training rows had no value.
        var filled: [String]
    }

    package let shape: ModelShape
    let content: Content

    init(
        _ fit: LogisticFit,
        _ rows: EncodedRows,
        _ shape: ModelShape,
        l2: Double
    ) {
        self.shape = shape
        let ending: Ending =
            switch fit.convergence {
            case .converged: .converged
            case .iterationLimit, .stalled: .unfinished
            case .separated(let columns): .separated(columns)
            }
        content = Content(
            encoding: rows.encoding,
            estimates: fit.coefficients,
            standardErrors: fit.standardErrors,
            aliased: fit.aliased,
            logLikelihood: fit.logLikelihood,
            nullLogLikelihood: fit.nullLogLikelihood,
            iterations: fit.iterations,
            ending: ending,
            l2: l2,
            filled: rows.incomplete
        )
    }

    package var encoding: Encoding { content.encoding }

    /// For two classes the log odds' coefficients, for more those of each class's score: the first
    /// class's are zero.
    package var coefficients: [[Double]] {
        guard case .multiclass = task else { return content.estimates }
        return [Array(repeating: 0, count: encoding.columns.count + 1)] + content.estimates
    }

    package func margin(_ features: Matrix, in work: WorkContext) throws -> Matrix {
        try linearMargin(features, in: work)
    }

    package func predict(_ features: Matrix, in work: WorkContext) throws -> Matrix {
        let margin = try margin(features, in: work)
        return margin.columns == 1 ? margin.logistic : margin.softmax
    }

    package func encoded() throws -> [UInt8] { try ModelCoding.encode(content) }

    package init(decoding bytes: [UInt8], shape: ModelShape) throws {
        content = try ModelCoding.decode(bytes)
        self.shape = shape
        let width = content.encoding.columns.count + 1
        guard content.estimates.count == shape.task.labels.count - 1,
            content.estimates.allSatisfy({ $0.count == width })
        else { throw Diagnostic.modelCorrupt("it has a coefficient too many or too few") }
    }
}

extension LogisticModel {
    package var summary: ModelSummary {
        let labels = task.labels
        let isBinary = labels.count == 2
        let table = CoefficientTable(
            terms: Term.all(of: encoding, shape.features),
            statistic: "z",
            freedom: .infinity,
            classes: isBinary ? [nil] : labels.dropFirst().map { $0 }
        )
        var facts: [(name: String, value: Scalar)] = [
            ("log likelihood", .float(content.logLikelihood)),
            (
                "share of the null explained",
                .float(1 - content.logLikelihood / content.nullLogLikelihood)
            ),
            ("iterations", .int(Int64(content.iterations))),
        ]
        switch content.ending {
        case .converged: break
        case .unfinished: facts.append(("search", .text("stopped short")))
        case .separated: facts.append(("search", .text("classes told apart without error")))
        }
        let unknown = content.estimates.map { $0.map { _ in Double.nan } }
        return ModelSummary(
            facts: facts,
            coefficients: table.table(
                content.estimates,
                content.standardErrors ?? unknown
            ) { content.aliased.contains($0) },
            remarks: remarks
        )
    }

    private var remarks: [String] {
        var remarks = AliasRemark.all(content.aliased, encoding, shape.features)
        if !content.filled.isEmpty { remarks.append(FillRemark.text(content.filled)) }
        switch content.ending {
        case .converged: break
        case .unfinished:
            remarks.append("the search stopped short: the coefficients are not at their best")
        case .separated(let columns):
            let terms = Term.all(of: encoding, shape.features)
            let names = columns.prefix(5).map { "`\(terms[$0].text)`" }.joined(separator: ", ")
            remarks.append(
                "\(names) \(columns.count == 1 ? "tells" : "tell") the classes apart without error:"
                    + " the coefficients grow for ever, and mean nothing without `l2:`"
            )
        }
        if content.l2 > 0 {
            remarks.append("standard errors are those of the penalised fit")
        }
        return remarks
    }
}
