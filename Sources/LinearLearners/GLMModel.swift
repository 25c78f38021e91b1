import Diagnostics
package import Kernels
package import Learning
import LinearAlgebra
package import Tables

/// What `glm` learned.
package struct GLMModel: LinearForm, ContributingModel {
    package static let flavor = "glm"

    /// How the search for the coefficients ended.
    enum Ending: Codable, Hashable {
        case settled
        case unfinished
        case unbounded([Int])
    }

    struct Content: Codable, Hashable {
        var encoding: Encoding
        var family: ResponseFamily
        var link: ResponseLink
        /// The intercept first; 1 for the offset.
        var estimates: [Double]
        /// Nil where it cannot be known, or is not estimated.
        var standardErrors: [Double?]
        var aliased: [Int]
        var deviance: Double
        var nullDeviance: Double
        /// Nil where no degree of freedom is left.
        var dispersion: Double?
        var residualFreedom: Int
        var iterations: Int
        var ending: Ending
        /// The encoded column that counts as it is.
        var offset: Int?
        /// Features of which some training rows had no value.
        var filled: [String]
    }

    package let shape: ModelShape
    let content: Content

    init(
        _ fit: GeneralizedFit,
        _ rows: EncodedRows,
        _ shape: ModelShape,
        _ family: ResponseFamily,
        _ link: ResponseLink,
        offset: Int?
    ) {
        self.shape = shape
        // The place of a coefficient among all columns, once the offset stands among them.
        func place(_ coefficient: Int) -> Int {
            offset.map { coefficient > $0 ? coefficient + 1 : coefficient } ?? coefficient
        }
        var (estimates, errors) = (fit.coefficients, fit.standardErrors)
        if let offset {
            estimates.insert(1, at: offset + 1)
            errors.insert(.nan, at: offset + 1)
        }
        let ending: Ending =
            switch fit.ending {
            case .settled: .settled
            case .unfinished: .unfinished
            case .unbounded(let columns): .unbounded(columns.map(place))
            }
        content = Content(
            encoding: rows.encoding,
            family: family,
            link: link,
            estimates: estimates,
            standardErrors: errors.map { $0.isFinite ? $0 : nil },
            aliased: fit.aliased.map(place),
            deviance: fit.deviance,
            nullDeviance: fit.nullDeviance,
            dispersion: fit.dispersion.isFinite ? fit.dispersion : nil,
            residualFreedom: fit.residualFreedom,
            iterations: fit.iterations,
            ending: ending,
            offset: offset,
            filled: rows.incomplete
        )
    }

    package var encoding: Encoding { content.encoding }
    package var coefficients: [[Double]] { [content.estimates] }

    package func margin(_ features: Matrix, in work: WorkContext) throws -> Matrix {
        try linearMargin(features, in: work)
    }

    package func predict(_ features: Matrix, in work: WorkContext) throws -> Matrix {
        let margin = try margin(features, in: work)
        let link = content.link
        guard link != .identity else { return margin }
        return Matrix(
            rows: margin.rows,
            columns: margin.columns,
            cells: margin.cells.map { link.mean($0) }
        )
    }

    package var marginScale: MarginScale? {
        let link = content.link
        switch link {
        case .identity: return nil
        case .log: return MarginScale("log") { link.mean($0) }
        case .inverse: return MarginScale("inverse") { link.mean($0) }
        case .sqrt: return MarginScale("root") { link.mean($0) }
        }
    }

    package func encoded() throws -> [UInt8] { try ModelCoding.encode(content) }

    package init(decoding bytes: [UInt8], shape: ModelShape) throws {
        content = try ModelCoding.decode(bytes)
        self.shape = shape
        let width = content.encoding.columns.count + 1
        guard content.estimates.count == width, content.standardErrors.count == width else {
            throw Diagnostic.modelCorrupt("it has a coefficient too many or too few")
        }
    }
}

extension GLMModel {
    package var summary: ModelSummary {
        let isKnown = content.family.isOfKnownDispersion
        let table = CoefficientTable(
            terms: Term.all(of: encoding, shape.features),
            statistic: isKnown ? "z" : "t",
            freedom: isKnown ? .infinity : Double(content.residualFreedom),
            classes: [nil]
        )
        return ModelSummary(
            facts: [
                ("link", .text(content.link.rawValue)),
                ("deviance", .float(content.deviance)),
                (
                    "share of the null explained",
                    Scalar(finite: 1 - content.deviance / content.nullDeviance)
                ),
                ("dispersion", content.dispersion.map { .float($0) } ?? .missing),
                ("degrees of freedom", .int(Int64(content.residualFreedom))),
                ("iterations", .int(Int64(content.iterations))),
            ],
            coefficients: table.table(
                [content.estimates],
                [content.standardErrors.map { $0 ?? .nan }]
            ) { content.aliased.contains($0) },
            remarks: remarks
        )
    }

    private var remarks: [String] {
        var remarks = AliasRemark.all(
            content.aliased,
            encoding,
            shape.features,
            remedy: "the formula can do without"
        )
        if !content.filled.isEmpty { remarks.append(FillRemark.text(content.filled)) }
        switch content.ending {
        case .settled: break
        case .unfinished:
            remarks.append("the search stopped short: the coefficients are not at their best")
        case .unbounded(let columns):
            let terms = Term.all(of: encoding, shape.features)
            let names = NameList.quoted(columns.map { terms[$0].text })
            remarks.append(
                "the coefficients of \(names) grow for ever, since the target is zero in all rows"
                    + " that they tell apart: `lump` or `filter` such rows"
            )
        }
        if content.family == .poisson, let dispersion = content.dispersion, dispersion > 1.5 {
            let times = (dispersion * 10).rounded() / 10
            remarks.append(
                "the target varies \(times) times as much as Poisson's would: standard errors are"
                    + " too small by the root of that"
            )
        }
        return remarks
    }
}
