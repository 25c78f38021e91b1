import ClassicLearners
import DuckDBEngine
import Foundation
import Kernels
import Learning
import LinearLearners
import Relations
import Tables
import Testing
import Values

@Suite("Learning curves")
struct LearningCurveTests {
    /// What `Fixtures/curve.py` wrote.
    private struct Expected: Decodable {
        struct Curve: Decodable {
            var sizes: [Double]
            var training: [Double]
            var held: [Double]
        }
        var features: [[Double]]
        var number: [Double]
        var label: [Int]
        var shares: [Double]
        var linear: Curve
        var bayes: Curve
    }

    private let engine = DuckDBEngine()
    private let expected: Expected
    private let frame: Frame

    init() throws {
        let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("Fixtures/curve.json")
        expected = try JSONDecoder().decode(Expected.self, from: Data(contentsOf: path))
        // The folds of scikit-learn's KFold, as groups of which each makes a fold.
        let size = expected.number.count / 4
        frame = Frame(
            memory: Table(
                [
                    Field("x", .float), Field("y", .float), Field("z", .float),
                    Field("number", .float), Field("label", .bool), Field("block", .int),
                ],
                expected.features.map { Column(.float, .floats($0)) } + [
                    Column(.float, .floats(expected.number)),
                    Column(.bool, .bools(expected.label.map { $0 == 1 })),
                    Column(.int, .ints(expected.number.indices.map { Int64($0 / size) })),
                ]
            )
        )
    }

    private func rows(_ learner: any Learner, of target: String) throws -> LearningCurveRows {
        let work = WorkContext()
        let folds = try FoldMaking(engine: engine, work: work).drawn(
            4,
            of: frame,
            stratify: [],
            group: ["block"],
            repeats: 1,
            seed: 1
        )
        let value = LearnerValue(learner, formula: Table.formula(target, ["x", "y", "z"]))
        return try LearningCurveRows(value, on: folds, engine: engine, in: work)
    }

    @Test("its means are those of scikit-learn's learning_curve, on the same rows")
    func pinned() throws {
        let cases: [(any Learner, String, String, Expected.Curve)] = [
            (Linear(), "number", "rmse", expected.linear),
            (NaiveBayes(), "label", "log_loss", expected.bayes),
        ]
        for (learner, target, metric, theirs) in cases {
            let rows = try rows(learner, of: target)
            let score = try Score.named([metric], for: rows.facts.task)[0]
            let curve = try rows.curve(expected.shares, by: score) { data, share in
                Array(0..<Int(Double(data.count) * share))
            }
            #expect(curve.points.map(\.rows) == theirs.sizes)
            #expect(agree(curve.points.map(\.trainingEstimate.value), theirs.training))
            #expect(agree(curve.points.map(\.heldEstimate.value), theirs.held))
            #expect(curve.points.map(\.ratio) == theirs.sizes.map { 30 / $0 })
        }
    }

    @Test("a smaller share lies in a larger one, and has of every class as much")
    func draws() {
        let task = LearningTask.multiclass(["a", "b", "c"])
        let target = (0..<200).map { $0 < 4 ? 2.0 : Double($0 % 2) }
        let data = Dataset(
            shape: ModelShape(features: [Feature("x", .number)], task: task),
            training: Examples(
                features: Matrix(repeating: 0, rows: 200, columns: 1),
                target: target
            )
        )
        var before: Set<Int> = []
        for share in [0.01, 0.1, 0.5, 1] {
            let rows = data.share(share, seed: 9)
            #expect(Set(rows).isSuperset(of: before) && Set(rows).count == rows.count)
            for label in 0..<3 {
                let all = target.count { Int($0) == label }
                let found = rows.count { Int(target[$0]) == label }
                #expect(found == max(1, Int((Double(all) * share).rounded())))
            }
            #expect(data.share(share, seed: 9) == rows)
            before = Set(rows)
        }
        #expect(data.share(0.5, seed: 10) != data.share(0.5, seed: 9))
    }
}
