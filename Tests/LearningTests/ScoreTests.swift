import Diagnostics
import Documents
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
