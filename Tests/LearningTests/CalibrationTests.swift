import Diagnostics
import Foundation
import Kernels
import Learning
import Tables
import Testing

/// Against scikit-learn: `Tests/LearningTests/Fixtures/calibration.py`.
@Suite("Calibrated probabilities")
struct CalibrationTests {
    private struct Fitted: Decodable {
        var chance: [Double]
        var truth: [Double]
        var asked: [Double]
        var isotonic: [Double]
        var platt: [Double]
        var several: [[Double]]
        var classes: [Double]
        var multi: [[Double]]
    }

    private let fitted: Fitted

    init() throws {
        let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("Fixtures/calibration.json")
        fitted = try JSONDecoder().decode(Fitted.self, from: Data(contentsOf: url))
    }

    private var binary: Scored {
        Scored(
            task: .binary(negative: "no", positive: "yes"),
            truth: fitted.truth,
            outputs: Matrix(rows: fitted.chance.count, columns: 1, cells: fitted.chance)
        )
    }

    private var several: Scored {
        let rows = fitted.several
        return Scored(
            task: .multiclass(["a", "b", "c"]),
            truth: fitted.classes,
            outputs: Matrix(
                rows: rows.count,
                columns: 3,
                cells: (0..<3).flatMap { column in rows.map { $0[column] } }
            )
        )
    }

    @Test("steps are those of scikit-learn's IsotonicRegression")
    func isotonic() throws {
        let curve = IsotonicCurve(fitting: fitted.truth, at: fitted.chance)
        for (place, value) in zip(fitted.asked, fitted.isotonic) {
            #expect((curve(place) - value).magnitude < 1e-12)
        }
    }

    @Test("no curve that never falls is nearer than the steps, by brute force over small samples")
    func bruteForce() throws {
        let levels = stride(from: 0.0, through: 1, by: 0.125).map { $0 }
        for seed in 0..<20 {
            let truth = (0..<4).map { Double((seed * 7 + $0 * $0 * 5) >> 1 & 1) }
            let curve = IsotonicCurve(fitting: truth, at: [1, 2, 3, 4])
            let loss = (0..<4).reduce(0) { $0 + pow(curve(Double($1 + 1)) - truth[$1], 2) }
            for a in levels {
                for b in levels where b >= a {
                    for c in levels where c >= b {
                        for d in levels where d >= c {
                            let other = zip([a, b, c, d], truth).reduce(0) {
                                $0 + pow($1.0 - $1.1, 2)
                            }
                            #expect(loss <= other + 1e-12)
                        }
                    }
                }
            }
        }
    }

    @Test("the sigmoid is Platt's, as scikit-learn fits it")
    func platt() throws {
        let scores = fitted.chance.map { chance in
            let inside = min(1 - 1e-9, max(1e-9, chance))
            return log(inside / (1 - inside))
        }
        let curve = SigmoidCurve(fitting: fitted.truth, at: scores)
        #expect((curve.slope - fitted.platt[0]).magnitude < 1e-3)
        #expect((curve.intercept - fitted.platt[1]).magnitude < 1e-3)
        let made = try ProbabilityCalibration(.sigmoid, fitting: binary)(binary.outputs)
        #expect(zip(made.cells, scores).allSatisfy { ($0 - curve($1)).magnitude < 1e-15 })
    }

    @Test("several classes are each calibrated against the rest, as CalibratedClassifierCV does")
    func multiclass() throws {
        let made = try ProbabilityCalibration(.isotonic, fitting: several)(several.outputs)
        for (row, expected) in fitted.multi.enumerated() {
            for (column, value) in expected.enumerated() {
                #expect((made[row, column] - value).magnitude < 1e-9)
            }
        }
    }

    @Test("a class without rows is refused")
    func classes() {
        var scored = several
        scored.truth = scored.truth.map { $0 == 2 ? 1 : $0 }
        let fault = #expect(throws: Diagnostic.self) {
            try ProbabilityCalibration(.isotonic, fitting: scored)
        }
        #expect(fault?.code == "calibrate.class")
    }

    @Test("what is read from a file is held to be curves of as many classes")
    func stored() throws {
        let good = try ProbabilityCalibration(.isotonic, fitting: several)
        let again: ProbabilityCalibration = try ModelCoding.decode(ModelCoding.encode(good))
        #expect(try again.checked(outputs: 3) == good)
        #expect(throws: Diagnostic.self) { try again.checked(outputs: 2) }
        let text = String(decoding: try ModelCoding.encode(good), as: UTF8.self)
        let hostile = text.replacingOccurrences(of: "\"y\" : [", with: "\"y\" : [7,")
        let broken: ProbabilityCalibration = try ModelCoding.decode(Array(hostile.utf8))
        #expect(throws: Diagnostic.self) { try broken.checked(outputs: 3) }
    }
}
