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

/// Searches that go on from earlier trials.
extension TuningTests {
    @Test(
        "that goes on from earlier trials ends as one that was never cut",
        arguments: [
            TuningMethod.grid, .random, .bayes, .halving,
        ]
    )
    func resumed(_ method: TuningMethod) throws {
        var boosted = LightGBM()
        boosted.trees = 9
        let grid: KeyValuePairs<String, Value> = [
            "rate": .range(.float(0.05), .float(0.5)), "leaves": .range(.int(2), .int(12)),
        ]
        // A grid of few levels is part of one of many only by chance, so it is cut by its size.
        let (first, all) = method == .grid ? (16, 16) : (12, 19)
        func tuned(_ tries: Int, after earlier: Tuning? = nil) throws -> Tuning {
            let learner = learner(boosted)
            return try self.tuned(
                learner,
                grid,
                method,
                by: "rmse",
                tries: tries,
                after: earlier
            )
        }
        let whole = try tuned(all)
        let resumed = try tuned(all, after: try tuned(first))
        #expect(resumed.trials.map(\.number) == whole.trials.map(\.number))
        #expect(resumed.trials.map(\.point) == whole.trials.map(\.point))
        #expect(resumed.trials.map(\.value) == whole.trials.map(\.value))
        #expect(resumed.trials.map(\.share) == whole.trials.map(\.share))
    }

    @Test("of another metric or of other settings is not gone on from")
    func otherTrials() throws {
        let l2 = Value.list([.float(1), .float(10)])
        let earlier = try tuned(learner(Ridge()), ["l2": l2], by: "rmse")
        #expect(throws: Diagnostic.self) {
            try tuned(learner(Ridge()), ["l2": l2], by: "mae", after: earlier)
        }
        #expect(throws: Diagnostic.self) {
            try tuned(learner(Ridge()), ["seed": .list([.int(1)])], by: "rmse", after: earlier)
        }
        let wider = Value.list([.float(10), .float(100)])
        let other = try tuned(learner(Ridge()), ["l2": wider], by: "rmse", after: earlier)
        #expect(other.trials.count == 2, "1 is not among them")
    }

    @Test("judged on other folds, or by a metric that was defined otherwise, are not gone on from")
    func otherGround() throws {
        let l2 = Value.list([.float(1), .float(10)])
        let earlier = try tuned(learner(Ridge()), ["l2": l2], by: "rmse", ordered: false)
        func search(by score: Score, ordered: Bool = false) throws -> TuningSearch {
            let learner = learner(Ridge())
            let work = WorkContext()
            return TuningSearch(
                running: try TrialRunning(
                    learner,
                    on: folds(ordered: ordered),
                    engine: engine,
                    in: work
                ),
                space: try space(learner, ["l2": l2]),
                score: score,
                method: .grid,
                tries: 2,
                seed: 1
            )
        }
        let rmse = try Score.named(["rmse"], for: .regression)[0]
        #expect(try EarlierTrials(earlier.table, of: search(by: rmse)).trials.count == 2)
        // As many folds of other rows, and as many of as many.
        let other = #expect(throws: Diagnostic.self) {
            try EarlierTrials(earlier.table, of: search(by: rmse, ordered: true))
        }
        #expect(other?.message.contains("they were judged on 4 folds of") == true)
        let again = try FoldMaking(engine: engine, work: WorkContext())
            .drawn(4, of: frame, stratify: [], group: [], repeats: 1, seed: 2)
        var redrawn = try search(by: rmse)
        redrawn.running = try TrialRunning(
            learner(Ridge()),
            on: again,
            engine: engine,
            in: WorkContext()
        )
        let same = #expect(throws: Diagnostic.self) {
            try EarlierTrials(earlier.table, of: redrawn)
        }
        #expect(same?.message.contains("but on other ones") == true)
        var defined = rmse
        defined.definition = "def rmse(truth, prediction) = 1"
        let metric = #expect(throws: Diagnostic.self) {
            try EarlierTrials(earlier.table, of: search(by: defined))
        }
        #expect(metric?.message.contains("defined otherwise") == true)
    }

    @Test("of another learner is not gone on from: of other columns or other fixed settings")
    func otherLearners() throws {
        let rate = Value.list([.float(0.1), .float(0.3)])
        var (few, more) = (LightGBM(), LightGBM())
        (few.trees, more.trees) = (3, 4)
        let earlier = try tuned(learner(few), ["rate": rate], by: "rmse")
        #expect(
            try tuned(learner(few), ["rate": rate], by: "rmse", after: earlier).trials.count == 2
        )
        let narrow = LearnerValue(few, formula: Table.formula("y", ["x"]))
        for other in [learner(more), narrow] {
            let fault = #expect(throws: Diagnostic.self) {
                try tuned(other, ["rate": rate], by: "rmse", after: earlier)
            }
            #expect(fault?.message.contains("another learner than lightgbm(y ~ x") == true)
        }
        // What the earlier search itself tried says nothing of the learner.
        few.rate = 0.7
        #expect(
            try tuned(learner(few), ["rate": rate], by: "rmse", after: earlier).trials.count == 2
        )
    }
}
