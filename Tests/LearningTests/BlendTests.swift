import ClassicLearners
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

@Suite("Blends")
struct BlendTests {
    /// What `Fixtures/blend.py` wrote.
    struct Expected: Decodable {
        struct Stacked: Decodable {
            var weights: [Double]
            var loss: Double
            var told: [Double]
        }

        var truth: [Double]
        var told: [[Double]]
        var weights: [Double]
        var three: [Double]
        /// For each model a column a class.
        var probabilities: [[[Double]]]
        var classWeights: [Double]
        var x: [Double]
        var z: [Double]
        var y: [Double]
        var c: [Int]
        var stacked: Stacked
        var stackedClasses: Stacked
    }

    let engine = DuckDBEngine()
    let work = WorkContext()
    let expected: Expected
    let frame: Frame
    let rows: Table

    init() throws {
        let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("Fixtures/blend.json")
        expected = try JSONDecoder().decode(Expected.self, from: Data(contentsOf: path))
        frame = Frame(
            memory: Table(
                [
                    Field("t", .int), Field("x", .float), Field("z", .float), Field("y", .float),
                    Field("c", .bool),
                ],
                [
                    Column(.int, .ints(expected.y.indices.map { Int64($0) })),
                    Column(.float, .floats(expected.x)), Column(.float, .floats(expected.z)),
                    Column(.float, .floats(expected.y)),
                    Column(.bool, .bools(expected.c.map { $0 == 1 })),
                ]
            )
        )
        rows = try Fixture.read().data.table
    }

    private var delays: Frame { Frame(memory: rows) }

    private func fit(
        _ learner: any Learner,
        _ target: String,
        _ features: [String],
        to frame: Frame
    ) throws -> FittedPipeline {
        try Fitting(engine: engine, work: work)
            .fit(
                LearnerValue(learner, formula: Table.formula(target, features)),
                to: frame
            ).pipeline
    }

    /// The outputs for a frame's rows, a column an output.
    private func told(_ model: FittedPipeline, _ frame: Frame) throws -> [[Double]] {
        let outputs = try model.scored(frame, engine: engine, in: work).outputs
        return (0..<outputs.columns).map { Array(outputs.column($0)) }
    }

    private func mean(_ parts: [(Double, [[Double]])]) -> [[Double]] {
        parts[0].1.indices.map { output in
            parts[0].1[0].indices.map { row in
                parts.reduce(0) { $0 + $1.0 * $1.1[output][row] }
            }
        }
    }

    @Test("of numbers take the weights of the least squares that add up to one")
    func numbers() throws {
        let scored = expected.told.map {
            Scored(
                task: .regression,
                truth: expected.truth,
                outputs: Matrix(rows: $0.count, columns: 1, cells: $0)
            )
        }
        let found = try BlendWeights.best(SideBySide(scored), in: work)
        #expect(agree(found, expected.weights, relative: 1e-9, absolute: 1e-12))
        #expect(found[4] == 0, "what tells nothing does not count")
        // Of models that tell the same one counts, and the others of nothing are as they were.
        let twice = try BlendWeights.best(SideBySide(scored + [scored[0]]), in: work)
        #expect(agree([twice[0] + twice[5]], [expected.weights[0]], relative: 1e-6))
        #expect(agree(Array(twice[1...3]), Array(expected.weights[1...3]), relative: 1e-6))
        // Far from zero it is the same mixture.
        let far = scored.map { one in
            Scored(
                task: .regression,
                truth: one.truth.map { $0 * 1e-3 + 1e6 },
                outputs: Matrix(
                    rows: one.count,
                    columns: 1,
                    cells: one.prediction.map { $0 * 1e-3 + 1e6 }
                )
            )
        }
        let moved = try BlendWeights.best(SideBySide(far), in: work)
        #expect(agree(moved, expected.weights, absolute: 1e-5))
    }

    @Test("of classes take the weights of the least log loss")
    func classes() throws {
        let task = LearningTask.multiclass(["a", "b", "c"])
        let scored = expected.probabilities.map {
            Scored(
                task: task,
                truth: expected.three,
                outputs: Matrix(rows: expected.three.count, columns: 3, cells: $0.flatMap(\.self))
            )
        }
        let found = try BlendWeights.best(SideBySide(scored), in: work)
        #expect(agree(found, expected.classWeights, absolute: 1e-6))
        // Certainties that were wrong leave the loss a number.
        var sure = scored
        sure[0].outputs.cells = sure[0].outputs.cells.map { $0 > 0.5 ? 1 : 0 }
        let careful = try BlendWeights.best(SideBySide(sure), in: work)
        #expect(careful.allSatisfy(\.isFinite) && abs(careful.reduce(0, +) - 1) < 1e-12)
    }

    @Test("that are stacked out of fold are those of scikit-learn's learners on the same folds")
    func stacked() throws {
        for (target, learner, expected) in [
            ("y", Linear() as any Learner, expected.stacked),
            ("c", Logistic(), expected.stackedClasses),
        ] {
            let folds = try FoldMaking(engine: engine, work: work)
                .following(4, of: frame, order: SortKey(.column("t", .int)), gap: .none)
            let learners = [(learner, "x"), (learner, "z"), (Baseline(), "x")].map {
                LearnerValue($0.0, formula: Table.formula(target, [$0.1]))
            }
            let found = try learners.map {
                try CrossValidation($0, on: folds, engine: engine, in: work)
            }
            let names = ["one", "other", "none"]
            let search = try BlendSearch(SideBySide(found), "out of fold", names, in: work)
            #expect(search.kept == [0, 1])
            let models = try search.kept.map { place in
                let result = try Fitting(engine: engine, work: work)
                    .fit(learners[place], to: folds.rows)
                return (names[place], result.pipeline)
            }
            let blend = try Blending(models).weighted(search)
            let weights = blend.blended.map(\.weight)
            #expect(agree(weights, Array(expected.weights.prefix(2)), absolute: 1e-6))
            #expect(agree(try told(blend, frame)[0], expected.told, absolute: 2e-6))
            let finding = try #require((blend.model as? BlendModel)?.finding)
            #expect(agree([finding.blended], [expected.loss], relative: 1e-6))
            #expect(finding.leftOut == ["none"] && finding.losses.count == 2)
        }
    }

    /// Two models of other rows and features, of which one knows carriers that the other does not.
    private func pair(_ target: String) throws -> [FittedPipeline] {
        let carrier = RowExpression.column("carrier", .text)
        let others = delays.filtered(where: [
            try .calling("!=", carrier, .literal(.text(rows["carrier"]?[0].text ?? "")))
        ])
        var trees = LightGBM()
        (trees.trees, trees.minRows) = (10, 3)
        let plain: any Learner = target == "delay" ? Linear() : Logistic()
        return [
            try fit(plain, target, ["distance", "carrier", "temp"], to: others),
            try fit(trees, target, ["hour", "carrier", "temp"], to: delays),
        ]
    }

    @Test("predict the weighted mean, whatever rows, levels and features the models know")
    func means() throws {
        for target in ["delay", "late", "size"] {
            let models = try pair(target)
            let blend = try Blending([("a", models[0]), ("b", models[1])]).weighted([3, 1])
            #expect(blend.featureNames == ["distance", "carrier", "temp", "hour"])
            let alone = try models.map { try told($0, delays) }
            #expect(try told(blend, delays) == mean([(0.75, alone[0]), (0.25, alone[1])]))
            // A blend within a blend counts as it would alone.
            let outer = try Blending([("inner", blend), ("b", models[1])]).weighted([1, 1])
            let inner = try told(blend, delays)
            #expect(try told(outer, delays) == mean([(0.5, inner), (0.5, alone[1])]))
        }
    }

    @Test("prepare each model's columns by its own recipe")
    func recipes() throws {
        let plain = try pair("delay")[1]
        let recipe = Kitchen().recipe("delay", ["distance", "temp", "hour"])
        func prepared(_ recipe: Recipe) throws -> FittedPipeline {
            try Fitting(engine: engine, work: work)
                .fit(LearnerValue(Linear(), recipe: recipe), to: delays).pipeline
        }
        let models = [
            try prepared(recipe.adding(Scale())),
            plain,
            try prepared(recipe.adding(Impute()).adding(PowerTransform())),
        ]
        let named = zip(["scaled", "plain", "bent"], models).map { ($0, $1) }
        let blend = try Blending(named).weighted([1, 2, 1])
        let alone = try models.map { try told($0, delays) }
        let mean = mean([(0.25, alone[0]), (0.5, alone[1]), (0.25, alone[2])])
        #expect(agree(try told(blend, delays)[0], mean[0], relative: 1e-12))
        #expect(Set(blend.inputs.map(\.name)) == ["distance", "temp", "hour", "carrier"])
        // A column is shuffled for all recipes that read it.
        let shuffled = try ShuffledRows(of: blend, delays, by: engine, in: work)
        #expect(Set(shuffled.names) == ["distance", "temp", "hour", "carrier"])
        try check(savedAndLoaded: blend)
    }

    private func check(savedAndLoaded blend: FittedPipeline) throws {
        let path = NSTemporaryDirectory() + "epilogue-\(UUID().uuidString).model"
        defer { try? FileManager.default.removeItem(atPath: path) }
        try blend.write(to: path, replacing: false)
        let archive = ModelArchive(
            learners: LinearLearners.all + ClassicLearners.all + LightGBMLearners.all
        )
        let again = try archive.read(path)
        #expect(again.fingerprint == blend.fingerprint)
        #expect(again.blended.map(\.name) == blend.blended.map(\.name))
        #expect(try told(again, delays) == told(blend, delays))
        // One of the models is taken for another.
        let files = FileManager.default
        for name in ["model.txt", "model.json"] {
            try files.removeItem(atPath: "\(path)/member-1.\(name)")
            try files.copyItem(
                atPath: "\(path)/member-2.\(name)",
                toPath: "\(path)/member-1.\(name)"
            )
        }
        #expect(throws: Diagnostic.self) { try archive.read(path) }
        try files.removeItem(atPath: "\(path)/member-1.model.json")
        #expect(throws: Diagnostic.self) { try archive.read(path) }
    }

    @Test("are saved with their models, and loaded bit for bit")
    func saved() throws {
        let models = try pair("size")
        let inner = try Blending([("a", models[0]), ("b", models[1])]).weighted([3, 1])
        try check(savedAndLoaded: try Blending([("x", inner), ("b", models[1])]).weighted([1, 1]))
    }

    @Test("of learners are fitted and judged as one")
    func learners() throws {
        let learners = [("x", Linear() as any Learner), ("z", Linear())].map { name, learner in
            BlendPart(
                name: name,
                weight: name == "x" ? 3 : 1,
                learner: LearnerValue(learner, formula: Table.formula("y", [name]))
            )
        }
        let value = LearnerValue(blending: learners)
        let blend = try Fitting(engine: engine, work: work).fit(value, to: frame).pipeline
        let alone = try ["x", "z"].map { try told(fit(Linear(), "y", [$0], to: frame), frame) }
        #expect(try told(blend, frame) == mean([(0.75, alone[0]), (0.25, alone[1])]))
        let folds = try FoldMaking(engine: engine, work: work)
            .following(4, of: frame, order: SortKey(.column("t", .int)), gap: .none)
        let found = try CrossValidation(value, on: folds, engine: engine, in: work)
        let parts = try learners.map {
            try CrossValidation($0.learner, on: folds, engine: engine, in: work)
        }
        for (fold, outcome) in found.outcomes.enumerated() {
            let parts = parts.map { $0.outcomes[fold].scored.prediction }
            let together = zip(parts[0], parts[1]).map { 0.75 * $0 + 0.25 * $1 }
            #expect(outcome.scored.prediction == together)
        }
    }

    @Test("refuse models of other targets, classes and kinds of column")
    func refused() throws {
        let delay = try fit(Linear(), "delay", ["distance"], to: delays)
        let late = try fit(Logistic(), "late", ["distance"], to: delays)
        #expect(throws: Diagnostic.self) { try Blending([("a", delay), ("b", late)]) }
        let text = delays.projected(
            delays.schema.fields.map { field in
                field.name == "distance"
                    ? NamedExpression("distance", .literal(.text("far")))
                    : NamedExpression(field.name, .column(field.name, field.type))
            }
        )
        let other = try fit(Linear(), "delay", ["distance", "temp"], to: text)
        #expect(throws: Diagnostic.self) {
            try Blending([("a", delay), ("b", other)]).weighted([1, 1])
        }
    }
}

extension Scalar {
    fileprivate var text: String? { if case .text(let text) = self { text } else { nil } }
}
