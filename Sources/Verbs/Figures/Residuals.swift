import Catalog
import Diagnostics
import Documents
import Kernels
import Learning
import Plotting
import Tables

/// Truths less predictions of a model of numbers.
struct Residuals {
    private let judged: JudgedModel
    private let predicted: [Double]
    private let residuals: [Double]

    private static let mostPoints = 2000
    private static let bins = 20

    init(_ judged: JudgedModel) throws(Diagnostic) {
        guard !judged.scored.truth.isEmpty else {
            throw Diagnostic(
                "figure.class",
                "no row has a known `\(judged.model.target.name)`",
                at: judged.context.span(of: "frame")
            )
        }
        self.judged = judged
        predicted = judged.scored.prediction
        residuals = zip(judged.scored.truth, predicted).map { $0 - $1 }
    }

    var subject: ResidualsPlot.Subject {
        let order = SortOrder.ascending(predicted)
        let step = max(1, Double(order.count) / Double(Self.mostPoints))
        let drawn = stride(from: 0.0, to: Double(order.count), by: step).map { order[Int($0)] }
        return ResidualsPlot.Subject(
            title: judged.title,
            sentence: sentence(order),
            target: judged.model.target.name,
            points: drawn.map { (predicted[$0], residuals[$0]) },
            means: bins(order).map { rows in
                (Sums.mean(rows.map { predicted[$0] }), Sums.mean(rows.map { residuals[$0] }))
            }
        )
    }

    /// A row a row, in the frame's order.
    var table: Table {
        Table(
            [Field("truth", .float), Field("predicted", .float), Field("residual", .float)],
            [
                Column(finite: judged.scored.truth[...]), Column(finite: predicted[...]),
                Column(finite: residuals[...]),
            ],
            count: residuals.count
        )
    }

    /// Neighbouring predictions, about as many in each.
    private func bins(_ order: [Int]) -> [ArraySlice<Int>] {
        let count = min(Self.bins, order.count)
        return (0..<count).map {
            order[order.count * $0 / count..<order.count * ($0 + 1) / count]
        }
    }

    private func sentence(_ order: [Int]) -> String {
        let format = NumberFormat(digits: 3)
        let spread = Sums.variance(residuals).squareRoot()
        // What is left of a mean that is zero but for rounding says nothing.
        let found = Sums.mean(residuals)
        let mean = found.magnitude < 1e-9 * spread ? 0 : found
        var text =
            "The mean residual is \(format.string(mean)), their deviation \(format.string(spread))"
        let parts = bins(order)
        if let first = parts.first, let last = parts.last, parts.count > 3, last.count > 2 {
            let ends = [first, last].map { rows in
                Sums.variance(rows.map { residuals[$0] }).squareRoot()
            }
            if ends[1] > 1.5 * ends[0] { text += "; they spread more where more is predicted" }
            if ends[0] > 1.5 * ends[1] { text += "; they spread less where more is predicted" }
        }
        return text + "."
    }
}
