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

    func learner(_ learner: any Learner, of target: String = "y") -> LearnerValue {
        LearnerValue(learner, formula: Table.formula(target, ["x", "z"]))
    }

    func space(
        _ learner: LearnerValue,
        _ grid: KeyValuePairs<String, Value>
    ) throws -> SearchSpace {
        SearchSpace(try grid.map { try SearchSpace.Dimension($0.key, $0.value, of: learner) })
    }

    /// Four folds, of which each is judged by the rows after those it learns from, or by chance.
    func folds(ordered: Bool = true, _ work: WorkContext = WorkContext()) throws -> Folds {
        let making = FoldMaking(engine: engine, work: work)
        return ordered
            ? try making.following(4, of: frame, order: SortKey(.column("t", .int)), gap: .none)
            : try making.drawn(4, of: frame, stratify: [], group: [], repeats: 1, seed: 1)
    }

    func tuned(
        _ learner: LearnerValue,
        _ grid: KeyValuePairs<String, Value>,
        _ method: TuningMethod = .grid,
        by score: String,
        tries: Int = 30,
        threads: Int = 1,
        ordered: Bool = true,
        after earlier: Tuning? = nil
    ) throws -> Tuning {
        let work = WorkContext(threads: threads)
        let folds = try folds(ordered: ordered, work)
        let running = try TrialRunning(learner, on: folds, engine: engine, in: work)
        let space = try space(learner, grid)
        let score = try Score.named([score], for: running.facts.task)[0]
        var search = TuningSearch(
            running: running,
            space: space,
            score: score,
            method: method,
            tries: tries,
            seed: 3
        )
        if let earlier {
            search.earlier = try EarlierTrials(earlier.table, of: search).trials
        }
        return try search.run()
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
        let folds = try folds()
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
    func bowl(_ point: SearchSpace.Point) -> Double {
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

    @Test("finds by chance every point of a finite space, none of them twice")
    func finite() throws {
        // A rate below which a logarithmic scale hardly ever comes to its last whole numbers.
        let space = try space(learner(LightGBM()), ["leaves": .range(.int(2), .int(400))])
        let points = RandomPoints(space, seed: 5).points(500)
        #expect(points.map { $0[0] }.sorted() == (2...400).map { Double($0) })
        #expect(points.map { $0[0] } != points.map { $0[0] }.sorted())
        #expect(RandomPoints(space, seed: 5).points(20) == Array(points.prefix(20)))
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

    @Test("tells of those that a stop kept from being made, which are no more than there are")
    func stopped() throws {
        let learner = learner(Ridge())
        let earlier = try tuned(learner, ["l2": .list([.float(1), .float(10)])], by: "rmse")
        let l2 = Value.list([1, 10, 100].map { .float($0) })
        for method in TuningMethod.allCases {
            let work = WorkContext()
            let running = try TrialRunning(learner, on: folds(), engine: engine, in: work)
            var search = TuningSearch(
                running: running,
                space: try space(learner, ["l2": l2]),
                score: try Score.named(["rmse"], for: .regression)[0],
                method: method,
                tries: 30,
                seed: 1
            )
            search.earlier = try EarlierTrials(earlier.table, of: search).trials
            work.cancellation.cancel()
            let tuning = try search.run()
            #expect(tuning.isStopped)
            #expect("\(tuning.document)".contains("2 of 3 trials"))
        }
    }

    @Test(
        "by halving judges a share as a learning curve does: its rows, and the error of so few",
        arguments: [("y", "rmse"), ("late", "log_loss")]
    )
    func shares(_ target: String, _ metric: String) throws {
        let simple: any Learner = target == "y" ? Ridge() : Logistic()
        let halved = try tuned(
            learner(simple, of: target),
            ["l2": .range(.float(0.01), .float(100))],
            .halving,
            by: metric,
            tries: 9
        )
        for share in Set(halved.trials.map(\.share)) {
            let trial = try #require(halved.trials.first { $0.share == share })
            let setting: Value = .float(trial.point[0])
            let learner = try learner(simple, of: target).with([(name: "l2", value: setting)])
            let work = WorkContext()
            let rows = try LearningCurveRows(learner, on: folds(), engine: engine, in: work)
            let score = try Score.named([metric], for: rows.facts.task)[0]
            let curve = try rows.curve([share], by: score) { data, share in
                data.share(share, seed: work.seed)
            }
            let ratio = try folds().ratio / share
            #expect(abs(ratio / curve.points[0].ratio - 1) < 0.1, "but for whole rows")
            let estimate = IntervalEstimate.resampled(curve.points[0].held, ratio: ratio)
            #expect(trial.value == estimate.value)
            #expect(trial.error == estimate.standardError)
        }
    }

    @Test("by halving leaves trials that only halving goes on from")
    func partial() throws {
        let range: KeyValuePairs<String, Value> = ["l2": .range(.float(0.01), .float(100))]
        let halved = try tuned(learner(Ridge()), range, .halving, by: "rmse", tries: 9)
        let whole = halved.trials.filter { $0.share == 1 }.map(\.point)
        #expect(whole.count == 2)
        let random = try tuned(
            learner(Ridge()),
            range,
            .random,
            by: "rmse",
            tries: 9,
            after: halved
        )
        #expect(random.trials.count == 9 && random.trials.allSatisfy { $0.share == 1 })
        #expect(Set(random.trials.map(\.point)).isSuperset(of: whole))
    }

    @Test("by halving gives all trees or rows to a few, which are judged as by cross-validation")
    func halved() throws {
        var boosted = LightGBM()
        (boosted.trees, boosted.minRows) = (18, 3)
        let byTrees = try tuned(
            learner(boosted),
            ["rate": .range(.float(0.05), .float(0.5))],
            .halving,
            by: "rmse",
            tries: 9
        )
        let shares = [1, 1, 1.0 / 3, 1.0 / 3] + Array(repeating: 1.0 / 9, count: 5)
        #expect(byTrees.trials.map(\.share) == shares)
        #expect(byTrees.table["trees"]?.values == .ints([18, 18, 6, 6, 2, 2, 2, 2, 2]))
        let byRows = try tuned(
            learner(Ridge()),
            ["l2": .range(.float(0.01), .float(100))],
            .halving,
            by: "rmse",
            tries: 9
        )
        #expect(byRows.trials.map(\.share) == byTrees.trials.map(\.share))
        let work = WorkContext()
        let folds = try folds()
        let rmse = try Score.named(["rmse"], for: .regression)[0]
        for tuning in [byTrees, byRows] {
            let found = try CrossValidation(tuning.best, on: folds, engine: engine, in: work)
            #expect(tuning.trials[0].value == Sums.mean(found.values(rmse)))
        }
        #expect(byTrees.trials[2].state == "left" && byTrees.trials[1].state == "ok")
    }

    @Test("counts a trial that fails, and goes on; all failing is a fault")
    func failing() throws {
        let some: [Value] = [.text("gaussian"), .text("gamma")]
        let tuning = try tuned(learner(GLM()), ["family": .list(some)], by: "rmse")
        #expect(tuning.trials.map { $0.failure == nil } == [true, false])
        #expect(tuning.trials[1].failure?.contains("gamma") == true)
        let all: [Value] = [.text("gamma"), .text("inverse_gaussian")]
        let fault = #expect(throws: Diagnostic.self) {
            try tuned(learner(GLM()), ["family": .list(all)], by: "rmse")
        }
        #expect(fault?.code == "tune.failed")
    }

    @Test("with patience sets rows of each fold apart, the same as a fit by hand would")
    func patience() throws {
        var boosted = LightGBM()
        (boosted.trees, boosted.patience, boosted.minRows) = (200, 5, 5)
        let tuning = try tuned(learner(boosted), ["rate": .list([.float(0.3)])], by: "rmse")
        let (folds, work) = (try folds(), WorkContext())
        let facts = try TrialRunning(learner(boosted), on: folds, engine: engine, in: work).facts
        #expect(facts.remarks.contains { $0.contains("a fifth of each fold's training rows") })
        let rmse = try Score.named(["rmse"], for: .regression)[0]
        boosted.rate = 0.3
        let values = try folds.folds.map { fold in
            let data = try DatasetReader(engine: engine, work: work).read(
                fold.train,
                target: NamedExpression("y", .column("y", .float)),
                features: ["x", "z"].map { NamedExpression($0, .column($0, .float)) }
            ).dataset
            let order = RandomStream(seed: work.seed, purpose: "share").permutation(data.count)
            let learned = Int((Double(data.count) * 0.8).rounded())
            var parts = data.rows(at: order.prefix(learned).sorted())
            parts.validation = data.training.rows(at: order.dropFirst(learned).sorted())
            let model = try boosted.fit(parts, in: work)
            let rows = try engine.collect(fold.test.plan, in: work)
            let cells = ["x", "z"].flatMap { name in
                (0..<rows.count).map { rows[name]?[$0].number ?? .nan }
            }
            let matrix = Matrix(rows: rows.count, columns: 2, cells: cells)
            let outputs = try model.predict(matrix, in: work)
            let truth = (0..<rows.count).map { rows["y"]?[$0].number ?? .nan }
            return rmse.value(Scored(task: .regression, truth: truth, outputs: outputs))
        }
        #expect(tuning.trials[0].value == Sums.mean(values))
    }
}
