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

@Suite("Folds")
struct FoldTests {
    /// What scikit-learn and SciPy made of rows in an order; the script lies beside it.
    struct Expected: Decodable {
        var x: [Double]
        var z: [Double]
        var y: [Double]
        var sizes: [[Int]]
        var both: [Double]
        var one: [Double]
        var interval: [Double]
        var difference: [Double]
    }

    let engine = DuckDBEngine()
    let work = WorkContext()
    let expected: Expected
    /// The rows with their number `t`, groups of four `g`, and classes `c` of which one is rare.
    let frame: Frame

    init() throws {
        let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("Fixtures/folds.json")
        expected = try JSONDecoder().decode(Expected.self, from: Data(contentsOf: path))
        let rows = expected.y.indices.map { Int64($0) }
        frame = Frame(
            memory: Table(
                [
                    Field("t", .int), Field("x", .float), Field("z", .float), Field("y", .float),
                    Field("g", .int), Field("c", .text),
                ],
                [
                    Column(.int, .ints(rows)), Column(.float, .floats(expected.x)),
                    Column(.float, .floats(expected.z)), Column(.float, .floats(expected.y)),
                    Column(.int, .ints(rows.map { $0 / 4 })),
                    Column(.text, .texts(rows.map { $0 % 10 == 3 ? "rare" : "usual" })),
                ]
            )
        )
    }

    private var making: FoldMaking { FoldMaking(engine: engine, work: work) }

    private func drawn(
        _ count: Int = 5,
        stratify: [String] = [],
        group: [String] = [],
        repeats: Int = 1,
        of rows: Frame? = nil
    ) throws -> Folds {
        try making.drawn(
            count,
            of: rows ?? frame,
            stratify: stratify,
            group: group,
            repeats: repeats,
            seed: 3
        )
    }

    private func following(_ count: Int = 4, gap: FoldGap = .none) throws -> Folds {
        try making.following(count, of: frame, order: SortKey(.column("t", .int)), gap: gap)
    }

    private func numbers(_ frame: Frame, _ name: String = "t") throws -> [Int64] {
        let table = try engine.collect(frame.plan, in: work)
        guard case .ints(let cells)? = table[name]?.values else { return [] }
        return cells
    }

    private func learner(_ features: [String], _ learner: any Learner = Linear()) -> LearnerValue {
        LearnerValue(learner, formula: Table.formula("y", features))
    }

    private func validated(_ learner: LearnerValue, _ folds: Folds) throws -> CrossValidation {
        try CrossValidation(learner, on: folds, engine: engine, in: work)
    }

    @Test("that are drawn judge each row once, by what was learned from all others")
    func whole() throws {
        for folds in [try drawn(), try drawn(stratify: ["c"]), try drawn(group: ["g"])] {
            var judged: [Int64] = []
            for fold in folds.folds {
                let (train, test) = (try numbers(fold.train), try numbers(fold.test))
                #expect(Set(train).isDisjoint(with: test))
                #expect((train + test).sorted() == Array(0..<103))
                #expect(train == train.sorted(), "rows keep their order")
                #expect(fold.trainRows == train.count && fold.testRows == test.count)
                judged += test
            }
            #expect(judged.sorted() == Array(0..<103))
        }
    }

    @Test("share out the rows of a stratum, and keep those of a group together")
    func strata() throws {
        for fold in try drawn(stratify: ["c"]).folds {
            let rare = try numbers(fold.test).filter { $0 % 10 == 3 }.count
            #expect(rare == 2, "ten rare rows in five folds")
            #expect(fold.facts.first == .float(2 / Double(fold.testRows)))
        }
        for fold in try drawn(group: ["g"]).folds {
            let groups = Set(try numbers(fold.test, "g"))
            #expect(groups.isDisjoint(with: try numbers(fold.train, "g")))
        }
    }

    @Test("are drawn anew in each repetition, and the same for one seed")
    func repeated() throws {
        let twice = try drawn(repeats: 2)
        #expect(
            twice.count == 10 && twice.folds.map(\.repetition) == [1, 1, 1, 1, 1, 2, 2, 2, 2, 2]
        )
        let tests = try twice.folds.map { try numbers($0.test) }
        #expect(Set(tests).count == 10)
        #expect(try drawn(repeats: 2).folds.map { try numbers($0.test) } == tests)
    }

    @Test("that follow each other are scikit-learn's")
    func series() throws {
        let folds = try following()
        #expect(folds.folds.map { [$0.trainRows, $0.testRows] } == expected.sizes)
        for fold in folds.folds {
            let (train, test) = (try numbers(fold.train), try numbers(fold.test))
            #expect(train == Array(0..<Int64(train.count)))
            #expect(test == Array(Int64(train.count)..<Int64(train.count + test.count)))
        }
    }

    @Test("leave a gap of rows or of time before the test rows")
    func gaps() throws {
        for (plain, fold) in zip(try following().folds, try following(gap: .rows(6)).folds) {
            #expect(try numbers(fold.train) == numbers(plain.train).dropLast(6))
            #expect(try numbers(fold.test) == numbers(plain.test))
        }
        #expect(throws: Diagnostic.self) { try following(gap: .rows(60)) }
        let day = RowExpression.column("day", .date)
        let days = Column(.date, .days((0..<103).map { Int32($0 / 2) }))
        let dated = Frame(
            memory: Table(
                [Field("day", .date), Field("y", .float)],
                [days, Column(.float, .floats(expected.y))]
            )
        )
        let folds = try making.following(
            3,
            of: dated,
            order: SortKey(day),
            gap: .time(Interval(days: 5))
        )
        for fold in folds.folds {
            let (train, test) = (
                try engine.collect(fold.train.plan, in: work),
                try engine.collect(fold.test.plan, in: work)
            )
            guard case .days(let learned)? = train["day"]?.values,
                case .days(let judged)? = test["day"]?.values
            else { continue }
            // The two rows of a day lie on one side.
            #expect((learned.max() ?? 99) < (judged.min() ?? 0) - 5)
        }
    }

    @Test("give a regression scikit-learn's scores, and the intervals of Nadeau and Bengio")
    func scores() throws {
        let folds = try following()
        let rmse = try Score.named(["rmse"], for: .regression)[0]
        let both = try validated(learner(["x", "z"]), folds).values(rmse)
        let one = try validated(learner(["x"]), folds).values(rmse)
        #expect(agree(both, expected.both) && agree(one, expected.one))
        let mean = IntervalEstimate.resampled(both, ratio: folds.ratio)
        #expect(agree([mean.value, mean.low, mean.high], expected.interval))
        let gap = PairedDifference.resampled(both, one, ratio: folds.ratio)
        #expect(
            agree(
                [gap.estimate.value, gap.estimate.low, gap.estimate.high, gap.pValue],
                expected.difference
            )
        )
        // The same in a comparison, where the difference is to the best.
        let pair = [("both", ["x", "z"]), ("one", ["x"])]
        let lines = ModelComparison(
            try pair.map { ($0, try validated(learner($1), folds)) },
            hasBaseline: true,
            on: folds,
            scores: [rmse]
        ).lines
        #expect(lines.map(\.model) == ["both", "one"] && lines[0].gap == nil)
        let told = try #require(lines[1].gap)
        let turned = [told.value, told.high, told.low].map { -$0 }
        #expect(agree(turned, Array(expected.difference.prefix(3))))
        #expect(IntervalEstimate.resampled([1], ratio: 0.2).low.isNaN)
    }

    @Test("compare learners with the baseline, and two that are one cannot be told apart")
    func compared() throws {
        let folds = try drawn(repeats: 2)
        let scores = try Score.named(["rmse", "mae"], for: .regression)
        let found = try validated(learner(["x", "z"]), folds)
        let comparison = ModelComparison(
            [("a", found), ("b", try validated(learner(["x"]), folds)), ("again", found)],
            hasBaseline: false,
            on: folds,
            scores: scores
        )
        let rmse = comparison.lines.filter { $0.score == "rmse" }
        #expect(rmse.map(\.model) == ["a", "again", "b", "baseline"])
        #expect(rmse[0].pValue == nil && rmse[1].pValue == 1)
        #expect((rmse[3].pValue ?? 1) < 1e-3)
        // The baseline is what the learner of that name gives.
        let guess = try validated(learner(["x"], Baseline()), folds)
        #expect(agree([rmse[3].estimate.value], [Sums.mean(guess.values(scores[0]))]))
    }

    @Test("never let a learner see the rows that it is judged by")
    func kept() throws {
        let folds = try drawn()
        var learner = LightGBM()
        learner.trees = 5
        let fitting = Fitting(engine: engine, work: work)
        for fold in folds.folds {
            let judged = Set(try numbers(fold.test))
            let spoiled = expected.y.indices.map {
                judged.contains(Int64($0)) ? 1e6 : expected.y[$0]
            }
            let table = try engine.collect(frame.plan, in: work)
            var columns = table.columns
            columns[3] = Column(.float, .floats(spoiled))
            let other = Frame(memory: Table(table.fields, columns))
            let again = try drawn(of: other).folds[fold.number - 1]
            let models = try [fold, again].map {
                try fitting.fit(self.learner(["x", "z"], learner), to: $0.train).pipeline.model
                    .encoded()
            }
            #expect(models[0] == models[1])
        }
    }

    @Test("are refused where there is too little, with what to type instead")
    func refused() throws {
        func code(_ make: () throws -> Folds) -> Diagnostic.Code? {
            do {
                _ = try make()
                return nil
            } catch {
                return (error as? Diagnostic)?.code
            }
        }
        #expect(code { try drawn(104) } == "folds.few")
        #expect(code { try drawn(27, group: ["g"]) } == "folds.few")
        #expect(code { try drawn(26, group: ["g"]) } == nil)
        #expect(code { try drawn(11, stratify: ["c"]) } == "folds.stratum")
        #expect(code { try following(103) } == "folds.few")
        #expect(code { try drawn(2, of: frame.sliced(.head(1))) } == "folds.few")
        let twoValues = SortKey(try .calling("%", .column("t", .int), .literal(.int(2))))
        #expect(
            code { try making.following(4, of: frame, order: twoValues, gap: .none) }
                == "folds.ties"
        )
    }

    @Test("say in which of them a fit failed")
    func failed() throws {
        let folds = try drawn()
        let fault = #expect(throws: Diagnostic.self) {
            try validated(learner(["x"], Logistic()), folds)
        }
        #expect(fault?.message.hasSuffix(", in fold 1 of 5") == true, "\(fault?.message ?? "")")
    }
}
