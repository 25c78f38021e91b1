import Diagnostics
import Glibc
import Learning
import Tables

/// The check that no explanation skips: base and contributions add up to the margin, and the
/// margin's link gives what the model predicts.
enum Additivity {
    /// How far a sum may be off, as a share of the sizes of what is added.
    static let tolerance = 1e-6

    static func check(
        _ attribution: Attribution,
        margin: Matrix,
        predictions: Matrix,
        task: LearningTask
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
        try checkLink(margin, predictions, task)
    }

    private static func checkLink(
        _ margin: Matrix,
        _ predictions: Matrix,
        _ task: LearningTask
    ) throws(Diagnostic) {
        for row in 0..<margin.rows {
            let linked = task.linked((0..<margin.columns).map { margin[row, $0] })
            for (output, value) in linked.enumerated() {
                let predicted = predictions[row, output]
                let scale = task == .regression ? value.magnitude : 1
                guard (value - predicted).magnitude <= tolerance * scale else {
                    throw .notAdditive(row, value, predicted)
                }
            }
        }
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
