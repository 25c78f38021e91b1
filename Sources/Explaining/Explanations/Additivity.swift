import Diagnostics
import Glibc
import Kernels
import Learning
import Tables

/// The check that no explanation skips: base and contributions add up to what the model gives, and a
/// margin leads to what it predicts.
struct Additivity {
    let pipeline: FittedPipeline
    let work: WorkContext

    /// How far a prediction may be off what its margin leads to, as a share of its size.
    static let tolerance = 1e-6
    /// How many rows, spread evenly, are predicted a second time to check the link.
    static let linkRows = 1000

    /// What the model predicts for the rows, once the contributions were found to add up.
    func predictions(of games: RowGames, sharedAs found: Attribution) throws -> Matrix {
        if let truth = games.truth { return try losses(of: games, truth, sharedAs: found) }
        guard games.output == .margin, let model = pipeline.model as? any MarginModel else {
            let predictions = try pipeline.outputs(games.rows, in: work)
            try check(found, against: predictions, tolerance: Self.tolerance)
            return predictions
        }
        let margin = try model.margin(games.rows, in: work)
        try check(found, against: margin, tolerance: model.roundoff)
        return try predictions(of: model, games.rows, margin: margin)
    }

    /// What each row's prediction costs; base and contributions add up to it.
    private func losses(
        of games: RowGames,
        _ truth: [Double],
        sharedAs found: Attribution
    ) throws -> Matrix {
        let predictions = try pipeline.outputs(games.rows, in: work)
        let losses = truth.enumerated().map { row, truth in
            pipeline.task.loss(truth: truth) { predictions[row, $0] }
        }
        let column = Matrix(rows: losses.count, columns: 1, cells: losses)
        try check(found, against: column, tolerance: Self.tolerance)
        return column
    }

    /// `tolerance` is how far a sum may be off, as a share of the sizes of what is added.
    private func check(
        _ found: Attribution,
        against totals: Matrix,
        tolerance: Double
    ) throws(Diagnostic) {
        for (output, part) in found.contributions.enumerated() {
            for row in 0..<part.rows {
                var sum = found.base(output, row: row)
                var scale = sum.magnitude
                for feature in 0..<part.columns {
                    sum += part[row, feature]
                    scale += part[row, feature].magnitude
                }
                let target = totals[row, output]
                guard target.isFinite else { throw .infiniteMargin(row) }
                scale = max(scale, target.magnitude)
                guard (sum - target).magnitude <= tolerance * scale else {
                    throw .notAdditive(row, sum, target)
                }
            }
        }
    }

    /// What the margins lead to, which is what the model predicts: both are compared on some rows.
    private func predictions(
        of model: any MarginModel,
        _ rows: Matrix,
        margin: Matrix
    ) throws -> Matrix {
        let predictions = model.linked(margin)
        let step = max(1, rows.rows / Self.linkRows)
        let places = Array(stride(from: 0, to: rows.rows, by: step))
        let told = try model.predict(rows.rows(at: places), in: work)
        for (index, row) in places.enumerated() {
            for output in 0..<predictions.columns {
                let (value, predicted) = (predictions[row, output], told[index, output])
                let scale = model.task == .regression ? value.magnitude : 1
                guard (value - predicted).magnitude <= Self.tolerance * scale else {
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
