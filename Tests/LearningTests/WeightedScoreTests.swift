import Diagnostics
import DuckDBEngine
import Foundation
import Kernels
import Learning
import LinearLearners
import Relations
import Tables
import Testing
import Values

@Suite("Measures of weighted rows")
struct WeightedScoreTests {
    /// What `Fixtures/weights.py` wrote.
    private struct Expected: Decodable {
        var truth: [Double]
        var models: [String: [Double]]
        var weights: [Double]
        var found: [String: [String: [Double]]]
        var gaps: [String: [Double]]
        var numbers: [Double]
        var guesses: [Double]
        var rmse: [Double]
    }

    private let expected: Expected
    private let classes = LearningTask.binary(negative: "no", positive: "yes")

    init() throws {
        let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("Fixtures/weights.json")
        expected = try JSONDecoder().decode(Expected.self, from: Data(contentsOf: path))
    }

    private func scored(
        _ task: LearningTask,
        _ truth: [Double],
        _ outputs: [[Double]],
        _ weights: [Double]?
    ) -> Scored {
        Scored(
            task: task,
            truth: truth,
            outputs: Matrix(
                rows: truth.count,
                columns: outputs.count,
                cells: outputs.flatMap(\.self)
            ),
            weights: weights
        )
    }

    private func scored(_ model: String) throws -> Scored {
        let cells = try #require(expected.models[model])
        return scored(classes, expected.truth, [cells], expected.weights)
    }

    private func numbers(_ estimate: IntervalEstimate) -> [Double] {
        [estimate.value, estimate.low, estimate.high]
    }

    @Test("values and intervals are those of statsmodels, scikit-learn and of every pair of rows")
    func intervals() throws {
        for (model, lines) in expected.found {
            let scored = try scored(model)
            #expect(lines.count == 5)
            for (name, wanted) in lines {
                let score = try Score.named([name], for: classes)[0]
                let found = try score.estimate(scored, in: WorkContext())
                #expect(agree([score.value(scored)], [wanted[0]]), "\(model) \(name)")
                #expect(
                    agree(Array(numbers(found).prefix(wanted.count)), wanted),
                    "\(model) \(name)"
                )
            }
        }
        let task = LearningTask.regression
        let guessed = scored(task, expected.numbers, [expected.guesses], expected.weights)
        let rmse = try Score.named(["rmse"], for: task)[0]
        #expect(agree(numbers(try rmse.estimate(guessed, in: WorkContext())), expected.rmse))
    }

    @Test("differences of two models are those of statsmodels and of every pair of rows")
    func differences() throws {
        let (first, second) = (try scored("rough"), try scored("sharp"))
        for (name, wanted) in expected.gaps {
            let score = try Score.named([name], for: classes)[0]
            let found = try score.difference(first, second, in: WorkContext())
            #expect(agree(numbers(found.estimate), wanted), "\(name)")
        }
    }

    @Test("a row of weight three counts as three rows, and alike weights count as none")
    func duplicates() throws {
        let stream = RandomStream(seed: 4, purpose: "weighted scores")
        let uniform = (0..<600).map { stream.uniform(row: $0) }
        let counts = (0..<120).map { Int(uniform[$0] * 4) }
        let rows = counts.indices.flatMap { row in Array(repeating: row, count: counts[row]) }
        let several = LearningTask.multiclass(["a", "b", "c"])
        let tasks: [(LearningTask, truth: [Double], outputs: [[Double]])] = [
            (
                .regression, (0..<120).map { 1 + 9 * uniform[120 + $0] },
                [(0..<120).map { 1 + 9 * uniform[240 + $0] }]
            ),
            (
                classes, (0..<120).map { uniform[120 + $0] < 0.4 ? 1 : 0 },
                [(0..<120).map { 0.01 + 0.98 * uniform[240 + $0] }]
            ),
            (
                several, (0..<120).map { (uniform[120 + $0] * 3).rounded(.down) },
                (0..<3).map { code in
                    (0..<120).map { row in
                        let parts = (2...4).map { 0.1 + uniform[$0 * 120 + row] }
                        return parts[code] / parts.reduce(0, +)
                    }
                }
            ),
        ]
        for (task, truth, outputs) in tasks {
            let weighted = scored(task, truth, outputs, counts.map { Double($0) })
            let repeated = scored(
                task,
                rows.map { truth[$0] },
                outputs.map { column in rows.map { column[$0] } },
                nil
            )
            let alike = scored(task, truth, outputs, truth.map { _ in 2.5 })
            let plain = scored(task, truth, outputs, nil)
            for score in Score.all(for: task) {
                #expect(
                    agree([score.value(weighted)], [score.value(repeated)]),
                    "\(score.name) of \(task.word)"
                )
                let (one, other) = try (
                    score.estimate(alike, in: WorkContext()),
                    score.estimate(plain, in: WorkContext())
                )
                #expect(agree(numbers(one), numbers(other)), "\(score.name) of \(task.word)")
            }
        }
    }

    @Test("folds with weights of one and zero are as folds of the rows that count")
    func folds() throws {
        let (engine, work) = (DuckDBEngine(), WorkContext())
        let rows = expected.numbers.indices
        let frame = Frame(
            memory: Table(
                [Field("x", .float), Field("y", .float), Field("w", .int)],
                [
                    Column(.float, .floats(expected.guesses)),
                    Column(.float, .floats(expected.numbers)),
                    Column(.int, .ints(rows.map { $0 % 3 == 0 ? 0 : 1 })),
                ]
            )
        )
        var folds = try FoldMaking(engine: engine, work: work)
            .drawn(4, of: frame, stratify: [], group: [], repeats: 1, seed: 3)
        folds.weight = .column("w", .int)
        let learner = LearnerValue(Linear(), formula: Table.formula("y", ["x"]))
        let found = try CrossValidation(learner, on: folds, engine: engine, in: work)
        let score = try Score.named(["rmse"], for: .regression)[0]
        let counted = [try RowExpression.calling("==", .column("w", .int), .literal(.int(1)))]
        let values = try folds.folds.map { fold in
            let model = try Fitting(engine: engine, work: work)
                .fit(learner, to: fold.train.filtered(where: counted)).pipeline
            let test = fold.test.filtered(where: counted)
            return score.value(try model.scored(test, engine: engine, in: work))
        }
        #expect(agree(found.values(score), values))
        #expect(found.rows == 120)
        let trial = try TrialRunning(learner, on: folds, engine: engine, in: work)
        #expect(trial.facts.target == "y")
    }

    @Test("weights that are none are refused where rows are judged")
    func refused() throws {
        let (engine, work) = (DuckDBEngine(), WorkContext())
        let frame = Frame(
            memory: Table(
                [Field("x", .float), Field("y", .float)],
                [
                    Column(.float, .floats(expected.guesses)),
                    Column(.float, .floats(expected.numbers)),
                ]
            )
        )
        let learner = LearnerValue(Linear(), formula: Table.formula("y", ["x"]))
        let model = try Fitting(engine: engine, work: work).fit(learner, to: frame).pipeline
        for weight in [RowExpression.column("x", .float), .literal(.float(0))] {
            let fault = #expect(throws: Diagnostic.self) {
                try model.scored(frame, weight: weight, engine: engine, in: work)
            }
            #expect(fault?.code == "weight.value")
        }
    }
}
