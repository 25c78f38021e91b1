import Diagnostics
import DuckDBEngine
import Foundation
import Kernels
import Learning
import LightGBMLearners
import LinearLearners
import Relations
import Tables
import Testing
import Values

@Suite("Tuning")
struct TuningTests {
    /// What scikit-learn's GridSearchCV made of rows in an order; the script lies beside it.
    struct Expected: Decodable {
        struct Grid: Decodable {
            var value: [Double]
            var rank: [Int]
        }
        var x: [Double]
        var z: [Double]
        var y: [Double]
        var late: [Bool]
        var l2: [Double]
        var ridge: Grid
        var logistic: Grid
    }

    let engine = DuckDBEngine()
    let expected: Expected
    let frame: Frame

    init() throws {
        let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("Fixtures/tuning.json")
        expected = try JSONDecoder().decode(Expected.self, from: Data(contentsOf: path))
        frame = Frame(
            memory: Table(
                [
                    Field("t", .int), Field("x", .float), Field("z", .float), Field("y", .float),
                    Field("late", .bool),
                ],
                [
                    Column(.int, .ints(expected.y.indices.map { Int64($0) })),
                    Column(.float, .floats(expected.x)), Column(.float, .floats(expected.z)),
                    Column(.float, .floats(expected.y)), Column(.bool, .bools(expected.late)),
                ]
            )
        )
    }

    private func learner(_ learner: any Learner, of target: String = "y") -> LearnerValue {
        LearnerValue(learner, formula: Table.formula(target, ["x", "z"]))
    }

    private func space(
        _ learner: LearnerValue,
        _ grid: KeyValuePairs<String, Value>
    ) throws -> SearchSpace {
        SearchSpace(try grid.map { try SearchSpace.Dimension($0.key, $0.value, of: learner) })
    }

    private func tuned(
        _ learner: LearnerValue,
        _ grid: KeyValuePairs<String, Value>,
        _ method: TuningMethod = .grid,
        by score: String,
        tries: Int = 30,
        threads: Int = 1,
        ordered: Bool = true
    ) throws -> Tuning {
        let work = WorkContext(threads: threads)
        let making = FoldMaking(engine: engine, work: work)
        let folds =
            ordered
            ? try making.following(4, of: frame, order: SortKey(.column("t", .int)), gap: .none)
            : try making.drawn(4, of: frame, stratify: [], group: [], repeats: 1, seed: 1)
        let running = try TrialRunning(learner, on: folds, engine: engine, in: work)
        return try TuningSearch(
            running: running,
            space: try space(learner, grid),
            score: try Score.named([score], for: running.task)[0],
            method: method,
            tries: tries,
            seed: 3
        ).run()
    }

    @Test("by a grid gives GridSearchCV's means and order, for ridge and logistic")
    func grid() throws {
        let l2 = Value.list(expected.l2.map { .float($0) })
        let cases = [
            (learner(Ridge()), "rmse", expected.ridge, 1e-9),
            (learner(Logistic(), of: "late"), "log_loss", expected.logistic, 1e-6),
        ]
        for (learner, score, grid, tolerance) in cases {
            let tuning = try tuned(learner, ["l2": l2], by: score)
            #expect(tuning.trials.count == 5)
            for (rank, trial) in tuning.trials.enumerated() {
                let value = try #require(trial.value)
                #expect(abs(value - grid.value[trial.number - 1]) < tolerance)
                #expect(grid.rank[trial.number - 1] == rank + 1)
            }
            let best = try #require(grid.rank.firstIndex(of: 1))
            #expect(tuning.best.member("l2").map(\.words) == Value.float(expected.l2[best]).words)
        }
    }

    @Test("judges settings as cross-validation judges a learner that has them")
    func validated() throws {
        let learner = learner(LightGBM())
        let tuning = try tuned(
            learner,
            ["rate": .range(.float(0.01), .float(0.5)), "min_rows": .range(.int(2), .int(30))],
            .random,
            by: "rmse",
            tries: 4
        )
        let work = WorkContext()
        let folds = try FoldMaking(engine: engine, work: work)
            .following(4, of: frame, order: SortKey(.column("t", .int)), gap: .none)
        let found = try CrossValidation(tuning.best, on: folds, engine: engine, in: work)
        let rmse = try Score.named(["rmse"], for: .regression)[0]
        let estimate = IntervalEstimate.resampled(found.values(rmse), ratio: folds.ratio)
        #expect(tuning.trials[0].value == estimate.value)
        #expect(tuning.trials[0].error == estimate.standardError)
    }

    @Test("is the same for one seed, whatever the threads", arguments: TuningMethod.allCases)
    func threads(_ method: TuningMethod) throws {
        var boosted = LightGBM()
        boosted.trees = 12
        let tunings = try [1, 2].map { threads in
            try tuned(
                learner(boosted),
                ["rate": .range(.float(0.01), .float(0.5)), "leaves": .range(.int(2), .int(20))],
                method,
                by: "mae",
                tries: 14,
                threads: threads,
                ordered: false
            )
        }
        #expect(tunings[0].trials.map(\.point) == tunings[1].trials.map(\.point))
        #expect(tunings[0].trials.map(\.value) == tunings[1].trials.map(\.value))
        #expect(tunings[0].trials.count > 8)
    }

    /// Least at a rate of 0.03 and 90 leaves, with the first of three choices.
    private func bowl(_ point: SearchSpace.Point) -> Double {
        let (rate, leaves) = (log10(point[0]) - log10(0.03), (point[1] - 90) / 80)
        return rate * rate + leaves * leaves + 0.3 * point[2]
    }

    @Test("by Bayes comes nearer to what is best than chance does")
    func nearer() throws {
        let space = try space(
            learner(LightGBM()),
            [
                "rate": .range(.float(0.001), .float(1)), "leaves": .range(.int(2), .int(500)),
                "depth": .list([.missing, .int(3), .int(6)]),
            ]
        )
        var (wins, ratios) = (0, [Double]())
        for seed in 0..<20 {
            let parzen = ParzenPoints(space, seed: UInt64(seed))
            let chance = RandomPoints(space, seed: UInt64(seed))
            var tried: [(point: SearchSpace.Point, loss: Double)] = []
            var drawn: [Double] = []
            for trial in 1...60 {
                let known = Set(tried.map(\.point))
                let point = try #require(parzen.point(trial, after: tried))
                #expect(!known.contains(point), "no point twice")
                tried.append((point, bowl(point)))
                drawn.append(bowl(try #require(chance.point(trial, besides: []))))
            }
            #expect(Array(tried.prefix(10).map(\.loss)) == Array(drawn.prefix(10)))
            let (found, lucky) = (tried.map(\.loss).min() ?? 1, drawn.min() ?? 0)
            if found < lucky { wins += 1 }
            ratios.append(found / lucky)
        }
        #expect(wins >= 17, "\(wins) of 20")
        #expect(ratios.sorted()[10] < 0.25, "\(ratios.sorted()[10])")
    }

    @Test("draws each number evenly on its scale")
    func scales() throws {
        let space = try space(
            learner(LightGBM()),
            [
                "rate": .range(.float(0.01), .float(1)),
                "row_share": .range(.float(0.2), .float(1)),
                "leaves": .range(.int(2), .int(9)),
            ]
        )
        let chance = RandomPoints(space, seed: 8)
        let points = (1...4000).compactMap { chance.point($0, besides: []) }
        func share(_ place: Int, below end: Double) -> Double {
            Double(points.count { $0[place] < end }) / Double(points.count)
        }
        // Half of the rates lie below 0.1, half of the shares below 0.6; a number of leaves is as
        // likely as its part of the logarithms.
        #expect(abs(share(0, below: 0.1) - 0.5) < 0.025)
        #expect(abs(share(1, below: 0.6) - 0.5) < 0.025)
        let expected = log(4.5 / 1.5) / log(9.5 / 1.5)
        #expect(abs(share(2, below: 4.5) - expected) < 0.025)
        #expect(points.allSatisfy { (2...9).contains($0[2]) && $0[2] == $0[2].rounded() })
    }

    @Test("cuts a range into levels from end to end")
    func levels() {
        let rate = NumberExtent(low: 0.01, high: 1, isWhole: false, isLogarithmic: true)
        #expect(rate.levels(3) == [0.01, 0.1, 1])
        let depth = NumberExtent(low: 1, high: 8, isWhole: true, isLogarithmic: false)
        #expect(depth.levels(3) == [1, 5, 8] || depth.levels(3) == [1, 4, 8])
        #expect(depth.levels(20) == [1, 2, 3, 4, 5, 6, 7, 8])
        // No ratio leads away from zero.
        let weight = NumberExtent(low: 0, high: 4, isWhole: false, isLogarithmic: true)
        #expect(weight.levels(5) == [0, 1, 2, 3, 4])
        #expect(NumberExtent.shortened(0.123456) == 0.1235)
        #expect(NumberExtent.shortened(123456) == 123500)
    }

    @Test("counts a trial that fails, and goes on; all failing is a fault")
    func failing() throws {
        let grid: KeyValuePairs<String, Value> = ["patience": .list([.missing, .int(3)])]
        let tuning = try tuned(learner(LightGBM()), grid, by: "rmse")
        #expect(tuning.trials.map { $0.failure == nil } == [true, false])
        #expect(tuning.trials[1].failure == "`patience` needs rows to stop by")
        let all: KeyValuePairs<String, Value> = ["patience": .list([.int(3), .int(5)])]
        let fault = #expect(throws: Diagnostic.self) {
            try tuned(learner(LightGBM()), all, by: "rmse")
        }
        #expect(fault?.code == "tune.failed")
    }
}
