package import Diagnostics
import Glibc
package import Kernels
package import Tables

/// How probabilities are made anew from those that a model gives: a curve, or one for each class
/// against the rest, whose probabilities then add up to one again.
package struct ProbabilityCalibration: Sendable, Hashable, Codable {
    package enum Method: String, Sendable, Codable, CaseIterable {
        case isotonic
        case sigmoid
    }

    package let method: Method
    /// The rows that it was fitted to.
    package let rows: Int
    private let isotonic: [IsotonicCurve]
    private let sigmoid: [SigmoidCurve]

    /// Throws where some class has no row, or all rows.
    package init(_ method: Method, fitting scored: Scored) throws(Diagnostic) {
        let labels = scored.task.labels
        for (code, label) in labels.enumerated() where !scored.truth.contains(Double(code)) {
            throw Diagnostic(
                "calibrate.class",
                "no row is \(label), and rows of every class are needed"
            )
        }
        self.method = method
        rows = scored.count
        var (isotonic, sigmoid): ([IsotonicCurve], [SigmoidCurve]) = ([], [])
        for output in 0..<scored.outputs.columns {
            let code = scored.outputs.columns == 1 ? 1.0 : Double(output)
            let truth = scored.truth.map { $0 == code ? 1.0 : 0 }
            let told = Array(scored.outputs.column(output))
            switch method {
            case .isotonic:
                isotonic.append(IsotonicCurve(fitting: truth, at: told, weights: scored.weights))
            case .sigmoid:
                sigmoid.append(
                    SigmoidCurve(
                        fitting: truth,
                        at: told.map { Self.logOdds($0) },
                        weights: scored.weights
                    )
                )
            }
        }
        self.isotonic = isotonic
        self.sigmoid = sigmoid
    }

    /// Holds what was read from a file to what it has to be.
    package func checked(outputs: Int) throws(Diagnostic) -> ProbabilityCalibration {
        let curves = method == .isotonic ? isotonic.count : sigmoid.count
        let areWhole =
            isotonic.allSatisfy { curve in
                IsotonicCurve(x: curve.x, y: curve.y) != nil
                    && curve.y.allSatisfy((0...1).contains)
            } && sigmoid.allSatisfy { $0.slope.isFinite && $0.intercept.isFinite }
        guard curves == outputs, areWhole else {
            throw .modelCorrupt("its calibration is of other classes, or no curve")
        }
        return self
    }

    /// As far from a half as a probability of 10⁻⁹ at most, so that certainties are numbers too.
    private static func logOdds(_ probability: Double) -> Double {
        let inside = min(1 - 1e-9, max(1e-9, probability))
        return log(inside / (1 - inside))
    }

    /// Probabilities made anew, a row a row.
    package func callAsFunction(_ outputs: Matrix) -> Matrix {
        var made = outputs
        for output in 0..<outputs.columns {
            for (row, told) in outputs.column(output).enumerated() {
                made[row, output] =
                    switch method {
                    case .isotonic: isotonic[output](told)
                    case .sigmoid: sigmoid[output](Self.logOdds(told))
                    }
            }
        }
        guard outputs.columns > 1 else { return made }
        for row in 0..<made.rows {
            let total = (0..<made.columns).reduce(0) { $0 + made[row, $1] }
            for output in 0..<made.columns {
                made[row, output] =
                    total == 0 ? 1 / Double(made.columns) : made[row, output] / total
            }
        }
        return made
    }
}

extension FittedPipeline {
    /// The model's outputs for features coded as in training, made anew where it was calibrated.
    package func outputs(_ features: Matrix, in work: WorkContext) throws -> Matrix {
        let told = try model.predict(features, in: work)
        return calibration.map { $0(told) } ?? told
    }
}

extension CrossValidation {
    /// How the learner's probabilities are made anew, fitted to what the model of each fold gave for
    /// rows that it did not learn from.
    package func calibration(
        _ method: ProbabilityCalibration.Method
    ) throws(Diagnostic) -> ProbabilityCalibration {
        try ProbabilityCalibration(method, fitting: try SideBySide([self]).alone(0))
    }
}
