import Diagnostics
import Kernels
import Learning
import LinearAlgebra
import Tables

/// What a coefficient belongs to: the intercept, a feature, or a level of one.
struct Term: Hashable {
    var name: String
    var level: String?

    /// The terms of a linear model, the intercept first.
    static func all(of encoding: Encoding, _ features: [Feature]) -> [Term] {
        [Term(name: "intercept", level: nil)]
            + encoding.columns.map { column in
                let feature = features[column.feature]
                return Term(
                    name: feature.name,
                    level: column.level.map { (feature.levels ?? [])[$0] }
                )
            }
    }

    var text: String { level.map { "\(name) = \($0)" } ?? name }
}

/// Coefficients with their uncertainty as a table, a row a term and class.
struct CoefficientTable {
    var terms: [Term]
    /// `t` or `z`.
    var statistic: String
    /// Of Student's distribution; infinite for the normal.
    var freedom: Double
    /// One for each set of coefficients; nil where there is a single one.
    var classes: [String?]

    /// `isAliased` tells terms without an estimate of their own.
    func table(
        _ estimates: [[Double]],
        _ errors: [[Double]],
        isAliased: (Int) -> Bool
    ) -> Table {
        let count = terms.count
        let aliased = (0..<count).map(isAliased)
        func cells(_ value: (Int, Int) -> Double) -> Column {
            let all = classes.indices.flatMap { set in
                (0..<count).map { aliased[$0] ? .nan : value(set, $0) }
            }
            return Column(finite: all[...])
        }
        let student = StudentDistribution(freedom: max(freedom, 1))
        let reach = student.quantile(0.975)
        let columns: [(Field, Column)] = [
            (Field("estimate", .float), cells { estimates[$0][$1] }),
            (Field("se", .float), cells { errors[$0][$1] }),
            (Field(statistic, .float), cells { estimates[$0][$1] / errors[$0][$1] }),
            (
                Field("p_value", .float),
                cells { set, term in
                    let ratio = estimates[set][term] / errors[set][term]
                    return ratio.isNaN ? .nan : student.twoSided(ratio)
                }
            ),
            (Field("low", .float), cells { estimates[$0][$1] - reach * errors[$0][$1] }),
            (Field("high", .float), cells { estimates[$0][$1] + reach * errors[$0][$1] }),
        ]
        let all = lead + columns
        return Table(all.map(\.0), all.map(\.1))
    }

    /// Estimates that have no errors: a penalty makes them less uncertain than they are biased.
    func table(_ estimates: [Double], scaled: [Double]) -> Table {
        let columns =
            lead + [
                (Field("estimate", .float), Column(finite: estimates[...])),
                (Field("scaled", .float), Column(finite: scaled[...])),
            ]
        return Table(columns.map(\.0), columns.map(\.1))
    }

    private var lead: [(Field, Column)] {
        let names = classes.flatMap { _ in terms.map { Scalar.text($0.name) } }
        let levels = classes.flatMap { _ in
            terms.map { $0.level.map { Scalar.text($0) } ?? .missing }
        }
        var columns = [(Field("term", .text), Column(.text, cells: names))]
        if levels.contains(where: { $0 != .missing }) {
            columns.append((Field("level", .text), Column(.text, cells: levels)))
        }
        guard classes.contains(where: { $0 != nil }) else { return columns }
        let labels = classes.flatMap { label in terms.map { _ in Scalar.text(label ?? "") } }
        return [(Field("class", .text), Column(.text, cells: labels))] + columns
    }
}

/// What is said of coefficients that cannot be told apart.
enum AliasRemark {
    /// `remedy` is what would give them one.
    static func all(
        _ aliased: [Int],
        _ encoding: Encoding,
        _ features: [Feature],
        remedy: String
    ) -> [String] {
        guard !aliased.isEmpty else { return [] }
        let terms = Term.all(of: encoding, features)
        let names = NameList.quoted(aliased.map { terms[$0].text })
        let verb = aliased.count == 1 ? "follows" : "follow"
        return [
            "\(names) \(verb) from the terms before and got no coefficient; "
                + remedy
        ]
    }
}

/// What is said of features under a penalty.
enum ScalingRemark {
    static let text = "features are scaled within, so that the penalty weighs them alike"
}

extension RegressionFailure {
    /// As the reader sees it; a stop stays a stop.
    func asError(_ encoding: Encoding, _ features: [Feature]) -> any Error {
        switch self {
        case .cancelled: return CancellationError()
        case .noRows:
            return Diagnostic("learning.rows", "no row has a weight above zero")
        case .notFinite(let column):
            let feature = features[encoding.columns[column].feature].name
            return Diagnostic(
                "feature.infinite",
                "`\(feature)` is infinite, or too large to square, in some row",
                hints: ["filter(\(feature) between -1e100 and 1e100)"]
            )
        case .targetNotFinite:
            return Diagnostic(
                "target.infinite",
                "the target or a weight is infinite, or too large to square, in some row"
            )
        case .oneClass:
            return Diagnostic(
                "target.classes",
                "only one class has rows with a weight above zero"
            )
        }
    }
}
