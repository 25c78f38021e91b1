package import Diagnostics
package import Kernels
import Tables

/// How far from its prediction a model's truth lies in all but a share of rows: split conformal
/// prediction.
///
/// Of n rows that the model did not learn from, the ⌈(n + 1) × coverage⌉-th smallest error is taken:
/// of numbers |y − ŷ|, of classes 1 − p(y) (Vovk, Gammerman and Shafer 2005; Sadinle, Lei and
/// Wasserman 2019 for sets of classes). A further row that could have been any of them lies within
/// it with a probability of at least `coverage`, whatever the model.
package struct ConformalReach: Sendable, Hashable, Codable {
    package let coverage: Double
    /// The rows by whose errors it was found.
    package let rows: Int
    /// The largest error that counts as within: in units of the target, or of probability.
    package let error: Double

    /// Throws where there are too few rows for the coverage.
    package init(coverage: Double, of scored: Scored) throws(Diagnostic) {
        try self.init(
            coverage: coverage,
            errors: scored.conformalErrors,
            weights: scored.weights
        )
    }

    /// With weights the error is taken up to which a share of `coverage` of all weight lies, that of a
    /// further row, which is taken for the mean, counted as beyond (Tibshirani and others, "Conformal
    /// prediction under covariate shift", 2019).
    package init(
        coverage: Double,
        errors: [Double],
        weights: [Double]? = nil
    ) throws(Diagnostic) {
        let place = Self.place(coverage, among: errors.count)
        guard place <= errors.count else {
            throw Diagnostic(
                "conformal.rows",
                "\(errors.count) rows are too few for a coverage of \(coverage): at least"
                    + " \(Self.fewestRows(for: coverage)) are needed",
                hints: ["coverage: 0.8"]
            )
        }
        self.coverage = coverage
        rows = errors.count
        guard let weights else {
            error = errors.sorted()[place - 1]
            return
        }
        let total = Sums.sum(weights)
        let wanted = coverage * total * (1 + 1 / Double(errors.count)) * (1 - 1e-12)
        var sum = 0.0
        let order = SortOrder.ascending(errors)
        let last = order.first { row in
            sum += weights[row]
            return sum >= wanted
        }
        error = errors[last ?? order[order.count - 1]]
    }

    /// Counted from 1; products such as 0.9 × 10 that are whole but for rounding stay whole.
    private static func place(_ coverage: Double, among count: Int) -> Int {
        let exact = coverage * Double(count + 1)
        let whole = exact.rounded()
        return max(1, Int((exact - whole).magnitude < 1e-9 ? whole : exact.rounded(.up)))
    }

    private static func fewestRows(for coverage: Double) -> Int {
        var count = Int((coverage / (1 - coverage)).rounded(.down))
        while place(coverage, among: count) > count { count += 1 }
        return count
    }

    /// Holds what was read from a file to what it has to be.
    package func checked(isClasses: Bool) throws(Diagnostic) -> ConformalReach {
        guard coverage > 0, coverage < 1, rows > 0, error >= 0,
            isClasses ? error <= 1 : error.isFinite
        else { throw .modelCorrupt("its conformal error is none") }
        return self
    }
}

extension ConformalReach {
    /// The share of scored rows whose truth lies within, with Wilson's interval of 95 %, and how much
    /// lies within on the average: a length in units of the target, or a number of classes.
    package func held(in scored: Scored) -> (share: IntervalEstimate, size: Double) {
        let errors = scored.conformalErrors
        let within = errors.map { $0 <= error ? 1.0 : 0 }
        let share = IntervalEstimate.wilson(
            proportion: Sums.mean(within, weights: scored.weights),
            count: scored.weights.map { Sums.effectiveCount($0) } ?? Double(errors.count)
        )
        guard scored.task != .regression else { return (share, 2 * error) }
        let taken = scored.probabilities.reduce(0) { sum, chances in
            sum + Sums.mean(chances.map { 1 - $0 <= error ? 1 : 0 }, weights: scored.weights)
        }
        return (share, taken)
    }
}

extension Scored {
    /// For each row how far the truth is from what the model told.
    fileprivate var conformalErrors: [Double] {
        guard task != .regression else {
            return zip(truth, prediction).map { ($0 - $1).magnitude }
        }
        let chances = probabilities
        return labels.enumerated().map { row, label in 1 - chances[label][row] }
    }
}

extension FittedPipeline {
    /// The columns that tell what lies within reach: two ends of numbers, or a list of classes.
    var conformalFields: [Field] {
        guard conformal != nil else { return [] }
        guard task != .regression else {
            return [Field("prediction_low", .float), Field("prediction_high", .float)]
        }
        return [Field("prediction_set", .list(.text))]
    }

    /// The model's outputs as those columns.
    func conformalColumns(of outputs: Matrix) -> [Column] {
        guard let conformal else { return [] }
        let told = outputs.column(0)
        guard task != .regression else {
            return [-conformal.error, conformal.error].map { error in
                Column(finite: told.map { $0 + error }[...])
            }
        }
        let labels = task.labels
        let chances =
            outputs.columns == 1
            ? [told.map { 1 - $0 }, Array(told)]
            : labels.indices.map { Array(outputs.column($0)) }
        let cells = (0..<outputs.rows).map { row in
            Scalar.list(
                labels.indices.filter { 1 - chances[$0][row] <= conformal.error }
                    .map { .text(labels[$0]) }
            )
        }
        return [Column(.list(.text), cells: cells)]
    }
}
