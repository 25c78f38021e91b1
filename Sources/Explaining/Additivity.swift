import Diagnostics
import Glibc
import Kernels
import Learning
import Tables

/// The check that no explanation skips: base and contributions add up to the margin, and the
/// margin's link gives what the model predicts.
enum Additivity {
    /// How far a prediction may be off what its margin leads to, as a share of its size.
    static let tolerance = 1e-6

    /// `tolerance` is how far a sum may be off, as a share of the sizes of what is added.
    static func check(
        _ attribution: Attribution,
        margin: Matrix,
        tolerance: Double
    ) throws(Diagnostic) {
        for (output, part) in attribution.contributions.enumerated() {
            for row in 0..<part.rows {
                var sum = attribution.bases[output]
                var scale = sum.magnitude
                for feature in 0..<part.columns {
                    sum += part[row, feature]
                    scale += part[row, feature].magnitude
                }
                let target = margin[row, output]
                guard target.isFinite else { throw .infiniteMargin(row) }
                scale = max(scale, target.magnitude)
                guard (sum - target).magnitude <= tolerance * scale else {
                    throw .notAdditive(row, sum, target)
                }
            }
        }
    }

    /// How many rows, spread evenly, are predicted a second time to check the link.
    static let linkRows = 1000

    /// What the margins lead to, which is what the model predicts: both are compared on some rows.
    static func predictions(
        of model: any MarginModel,
        _ rows: Matrix,
        margin: Matrix,
        in work: WorkContext
    ) throws -> Matrix {
        var predictions = model.task.linked(margin)
        if let scale = model.marginScale {
            predictions = Matrix(
                rows: margin.rows,
                columns: margin.columns,
                cells: margin.cells.map(scale.number)
            )
        }
        let step = max(1, rows.rows / linkRows)
        let places = Array(stride(from: 0, to: rows.rows, by: step))
        let told = try model.predict(rows.rows(at: places), in: work)
        for (index, row) in places.enumerated() {
            for output in 0..<predictions.columns {
                let (value, predicted) = (predictions[row, output], told[index, output])
                let scale = model.task == .regression ? value.magnitude : 1
                guard (value - predicted).magnitude <= tolerance * scale else {
                    throw Diagnostic.notAdditive(row, value, predicted)
                }
            }
        }
        return predictions
    }
}

extension LearningTask {
    /// A row's margins as predictions: themselves, a probability, or the shares of eˣ.
    func linked(_ margins: [Double]) -> [Double] {
        switch self {
        case .regression: return margins
        case .binary: return margins.map { 1 / (1 + exp(-$0)) }
        case .multiclass:
            let top = margins.max() ?? 0
            let powers = margins.map { exp($0 - top) }
            let total = powers.reduce(0, +)
            return powers.map { $0 / total }
        }
    }

    /// The same for every row, a column an output.
    func linked(_ margins: Matrix) -> Matrix {
        guard self != .regression else { return margins }
        var linked = margins
        for row in 0..<margins.rows {
            let values = self.linked((0..<margins.columns).map { margins[row, $0] })
            for (output, value) in values.enumerated() { linked[row, output] = value }
        }
        return linked
    }
}

extension Diagnostic {
    fileprivate static func notAdditive(
        _ row: Int,
        _ sum: Double,
        _ target: Double
    ) -> Diagnostic {
        Diagnostic(
            "explain.additivity",
            "the contributions of row \(row + 1) lead to \(sum), and the model predicts \(target)",
            hints: ["this is a fault of the program, not of the data: please report it"]
        )
    }

    fileprivate static func infiniteMargin(_ row: Int) -> Diagnostic {
        Diagnostic(
            "explain.infinite",
            "the prediction of row \(row + 1) is not finite, so it cannot be shared out"
        )
    }
}
