package import Catalog
import Diagnostics
package import Kernels
package import Learning
import LinearAlgebra
package import Tables

/// Logistic regression: two classes, or several.
package struct Logistic: Learner {
    /// The weight of the coefficients' sizes, beside the log losses; scikit-learn's `C` is the
    /// inverse of its sum with `l2`.
    package var l1 = 0.0
    /// The weight of the squared coefficients, halved.
    package var l2 = 0.0
    package var classWeight = ClassWeights.equal

    package static let name = "logistic"
    package static let summary = "Logistic regression by largest likelihood, with standard errors."
    package static let settings: [Setting<Logistic>] = [
        Setting(
            "l1",
            \.l1,
            "the weight of the sizes of the coefficients of scaled features, beside the sum of the"
                + " log losses",
            in: .range(0...1e9),
            scale: .logarithmic
        ),
        Setting(
            "l2",
            \.l2,
            "the weight of their squares, halved, beside the same",
            in: .range(0...1e9),
            scale: .logarithmic
        ),
        .classWeight(\.classWeight),
    ]

    package init() {}

    package static func supports(_ task: LearningTask) -> Bool { task != .regression }

    package func fit(_ data: Dataset, in work: WorkContext) throws -> LogisticModel {
        work.progress.report("fitting")
        let rows = try data.weighted(by: classWeight).training
        let encoded = try EncodedRows(data.features, rows, in: work)
        let design = Design(encoded, of: rows)
        let classes = data.task.labels.count
        let labels = rows.target.map { Int($0) }
        do throws(RegressionFailure) {
            guard l1 == 0 else {
                let sparse = SparseLogistic(
                    classes: classes,
                    penalty: ElasticPenalty(l1: l1, l2: l2)
                )
                let fit = try sparse.fit(design, labels: labels, context: work)
                return LogisticModel(fit, encoded, data.shape, l1: l1, l2: l2)
            }
            var regression = LogisticRegression(classes: classes, l2: l2)
            regression.isScaled = true
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
        /// For each class but the first, or with `l1` of several classes for each; the intercept
        /// first.
        var estimates: [[Double]]
        var standardErrors: [[Double]]?
        /// With `l1` the estimates of scaled features.
        var scaled: [[Double]]?
        var aliased: [Int]
        var logLikelihood: Double
        var nullLogLikelihood: Double
        var iterations: Int
        var ending: Ending
        var l1: Double?
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

    init(
        _ fit: SparseLogisticFit,
        _ rows: EncodedRows,
        _ shape: ModelShape,
        l1: Double,
        l2: Double
    ) {
        self.shape = shape
        content = Content(
            encoding: rows.encoding,
            estimates: fit.coefficients,
            standardErrors: nil,
            scaled: fit.scaled,
            aliased: [],
            logLikelihood: fit.logLikelihood,
            nullLogLikelihood: fit.nullLogLikelihood,
            iterations: fit.iterations,
            ending: fit.isSettled ? .converged : .unfinished,
            l1: l1,
            l2: l2,
            filled: rows.incomplete
        )
    }

    package var encoding: Encoding { content.encoding }

    /// For two classes the log odds' coefficients, for more those of each class's score, which are
    /// told from the mean of all classes: so none of them is without its reasons.
    package var coefficients: [[Double]] {
        guard case .multiclass(let labels) = task, content.estimates.count < labels.count else {
            return content.estimates
        }
        let sums = content.estimates.dropFirst().reduce(content.estimates[0]) { total, set in
            zip(total, set).map { $0 + $1 }
        }
        let means = sums.map { $0 / Double(labels.count) }
        return [means.map { -$0 }]
            + content.estimates.map { set in
                zip(set, means).map { $0 - $1 }
            }
    }

    package func margin(_ features: Matrix, in work: WorkContext) throws -> Matrix {
        try linearMargin(features, in: work)
    }

    package func predict(_ features: Matrix, in work: WorkContext) throws -> Matrix {
        let margin = try margin(features, in: work)
        return margin.probabilities
    }

    package func encoded() throws -> [UInt8] { try ModelCoding.encode(content) }

    package init(decoding bytes: [UInt8], shape: ModelShape) throws {
        content = try ModelCoding.decode(bytes)
        self.shape = shape
        let width = content.encoding.columns.count + 1
        let (sets, classes) = (content.estimates.count, shape.task.labels.count)
        let isWhole = content.scaled != nil && classes > 2
        guard sets == (isWhole ? classes : classes - 1),
            content.estimates.allSatisfy({ $0.count == width }),
            content.scaled?.count ?? sets == sets,
            content.scaled?.allSatisfy({ $0.count == width - 1 }) ?? true
        else { throw Diagnostic.modelCorrupt("it has a coefficient too many or too few") }
    }
}
