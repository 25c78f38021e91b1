import Diagnostics
import Documents
import Foundation
import Kernels
import Learning
import LinearLearners
import Tables
import Testing

@Suite("Scores")
struct ScoreTests {
    let fixture: Fixture
    let features = ["distance", "hour", "carrier", "temp"]

    init() throws { fixture = try Fixture.read() }

    private func scored<L: Learner>(_ learner: L, _ target: String) throws -> Scored {
        let reading = try fixture.data.table.reading(target, from: features)
        let data = reading.dataset
        let model = try learner.fit(data, in: WorkContext())
        return Scored(
            task: data.task,
            truth: data.training.target,
            outputs: try model.predict(data.training.features, in: WorkContext())
        )
    }

    private func value(_ name: String, _ scored: Scored) throws -> Double {
        try Score.named([name], for: scored.task)[0].value(scored)
    }

    @Test(
        "scores of two classes are scikit-learn's",
        arguments: ["auc", "pr_auc", "log_loss", "brier", "accuracy", "f1", "mcc"]
    )
    func binary(_ name: String) throws {
        let expected = try #require(fixture.metrics[name])
        #expect(agree([try value(name, try scored(Logistic(), "late"))], [expected]))
    }

    @Test("scores of numbers are scikit-learn's", arguments: ["rmse", "mae", "r2"])
    func numbers(_ name: String) throws {
        let expected = try #require(fixture.metrics[name])
        #expect(agree([try value(name, try scored(Linear(), "delay"))], [expected]))
    }

    @Test("scores of several classes are scikit-learn's", arguments: ["log_loss", "accuracy"])
    func several(_ name: String) throws {
        let expected = try #require(fixture.metrics["several_" + name])
        #expect(agree([try value(name, try scored(Logistic(), "size"))], [expected]))
    }

    @Test("every score has a value inside its interval, and differs from itself by nothing")
    func intervals() throws {
        for (learner, target) in [("logistic", "late"), ("logistic", "size"), ("linear", "delay")] {
            let scored =
                learner == "linear"
                ? try scored(Linear(), target) : try scored(Logistic(), target)
            // Logarithms and deviances have no value where numbers are below zero.
            for score in Score.all(for: scored.task)
            where !["rmsle", "poisson_deviance"].contains(score.name) {
                let estimate = try score.estimate(scored, in: WorkContext())
                #expect(agree([estimate.value], [score.value(scored)]), "\(score.name)")
                #expect(estimate.low <= estimate.value, "\(score.name)")
                #expect(estimate.value <= estimate.high, "\(score.name)")
                let same = try score.difference(scored, scored, in: WorkContext())
                #expect(same.pValue == 1 && same.estimate.value == 0, "\(score.name)")
            }
        }
    }

    @Test("an unknown score names those there are")
    func unknown() {
        let fault = #expect(throws: Diagnostic.self) {
            try Score.named(["acuracy"], for: .regression)
        }
        #expect(fault?.hints.last?.hasPrefix("one of \"rmse\"") == true)
    }

    @Test("a comparison ranks, tests against the best, and says who cannot be told apart")
    func comparison() throws {
        let plain = try scored(Logistic(), "late")
        var ridge = Logistic()
        ridge.l2 = 1e-6
        let guess = try scored(Baseline(), "late")
        let comparison = try ModelComparison(
            [
                .init(name: "baseline", scored: guess), .init(name: "plain", scored: plain),
                .init(name: "ridge", scored: try scored(ridge, "late")),
            ],
            scores: try Score.named(["auc"], for: plain.task),
            in: WorkContext()
        )
        #expect(comparison.lines.map(\.rank) == [1, 2, 3])
        #expect(comparison.lines.last?.model == "baseline")
        #expect(comparison.lines[0].pValue == nil)
        #expect(try #require(comparison.lines[1].pValue) > 0.05)
        #expect(try #require(comparison.lines[2].pValue) < 1e-6)
        let notes = comparison.document.blocks.compactMap { (block: Block) -> String? in
            guard case .note(let text) = block else { return nil }
            return text
        }
        #expect(notes[0].hasSuffix("cannot be told apart by auc"))
    }

    /// What `Fixtures/comparison.py` wrote.
    private struct Differences: Decodable {
        struct Line: Decodable {
            var metric: String
            var model: String
            var looks: Int
            var gap: Double
            var low: Double
            var high: Double
        }
        var truth: [Double]
        var models: [String: [Double]]
        var lines: [Line]
    }

    @Test("a comparison has the difference to the best on the same rows, with SciPy's interval")
    func differences() throws {
        let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("Fixtures/comparison.json")
        let expected = try JSONDecoder().decode(Differences.self, from: Data(contentsOf: path))
        let task = LearningTask.binary(negative: "no", positive: "yes")
        let candidates = expected.models.map { name, cells in
            ModelComparison.Candidate(
                name: name,
                scored: Scored(
                    task: task,
                    truth: expected.truth,
                    outputs: Matrix(rows: cells.count, columns: 1, cells: cells)
                )
            )
        }
        let scores = try Score.named(["log_loss", "brier", "accuracy"], for: task)
        #expect(expected.lines.count == 12)
        for looks in [1, 3] {
            let comparison = try ModelComparison(
                candidates,
                scores: scores,
                looks: looks,
                in: WorkContext()
            )
            let wanted = expected.lines.filter { $0.looks == looks }
            let found = comparison.lines.filter { $0.gap != nil }
            #expect(found.map(\.score) == wanted.map(\.metric))
            #expect(found.map(\.model) == wanted.map(\.model))
            for (line, theirs) in zip(found, wanted) {
                let gap = try #require(line.gap)
                let numbers = [gap.value, gap.low, gap.high]
                #expect(agree(numbers, [theirs.gap, theirs.low, theirs.high]), "\(theirs.metric)")
            }
            let tables = comparison.document.blocks.compactMap { (block: Block) -> TableBlock? in
                if case .table(let table) = block { table } else { nil }
            }
            #expect(tables.map(\.rows.count) == [9, 6])
            #expect(
                tables[1].columns.map(\.name).suffix(4) == [
                    "gap", "gap_low", "gap_high", "p_value",
                ]
            )
            // As a frame missing for the best.
            let column = try #require(comparison.table["gap_low"])
            let lows = comparison.lines.map { $0.gap.map { Scalar.float($0.low) } ?? .missing }
            #expect((0..<column.count).map { column[$0] } == lows)
        }
    }

    @Test("an evaluation without rows is refused")
    func noRows() throws {
        let empty = Scored(
            task: .regression,
            truth: [],
            outputs: Matrix(rows: 0, columns: 1, cells: [])
        )
        let fault = #expect(throws: Diagnostic.self) {
            try Evaluation(empty, model: "m", groups: [], scores: [], in: WorkContext())
        }
        #expect(fault?.code == "evaluate.rows")
    }

    @Test("groups are judged by themselves, in the order of their keys")
    func groups() throws {
        var scored = try scored(Logistic(), "late")
        scored.groups = [[.text("a")], [.text("b")]]
        scored.groupOfRow = (0..<scored.count).map { $0 % 2 }
        let scores = try Score.named(["accuracy"], for: scored.task)
        let evaluation = try Evaluation(
            scored,
            model: "logistic",
            groups: [Field("g", .text)],
            scores: scores,
            in: WorkContext()
        )
        let expected = (0..<2).map { scores[0].value(scored.group($0)) }
        #expect(evaluation.lines.map(\.estimate.value) == expected)
        #expect(evaluation.table["g"] == Column(.text, .texts(["a", "b"])))
        #expect(evaluation.memberNames.isEmpty)
    }
}
