import Catalog
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
import Verbs

@Suite("Models from frame to frame")
struct PipelineTests {
    let fixture: Fixture
    let frame: Frame
    let context: CallContext
    let engine = DuckDBEngine()
    let features = ["distance", "hour", "carrier", "temp"]

    init() throws {
        fixture = try Fixture.read()
        frame = Frame(memory: fixture.data.table)
        var services = Services()
        services.provide(engine, for: EngineKey.self)
        context = CallContext(services: services, work: WorkContext(), settings: Settings())
    }

    /// Calls a verb with its arguments by name, and defaults for the others.
    private func call(_ name: String, _ given: [String: Value]) throws -> Value {
        let verb = try #require(ModelVerbs.all.first { $0.name == name })
        let values = try verb.signature.parameters.map { parameter in
            try #require(given[parameter.name] ?? parameter.standard)
        }
        do throws(Faults) {
            return try verb.call(values, in: context)
        } catch {
            throw error.all[0]
        }
    }

    private func fit(
        _ learner: any Learner,
        _ target: String,
        on frame: Frame? = nil
    ) throws -> FittedPipeline {
        let value = LearnerValue(learner, formula: Table.formula(target, features))
        let made = try call(
            "fit",
            ["learner": .object(value), "frame": .frame(frame ?? self.frame)]
        )
        return try FittedPipeline(shell: made)
    }

    private func collect(_ value: Value) throws -> Table {
        try engine.collect(try Frame(shell: value).plan, in: WorkContext())
    }

    private func predictions(_ model: FittedPipeline, _ frame: Frame) throws -> Table {
        try collect(try call("predict", ["model": .object(model), "frame": .frame(frame)]))
    }

    @Test("a frame gives the same trees as its rows in memory")
    func reading() throws {
        var learner = LightGBM()
        learner.trees = 5
        let model = try fit(learner, "late")
        let data = try fixture.data.table.reading("late", from: features).dataset
        let other = try learner.fit(data, in: WorkContext())
        #expect(try model.model.encoded() == other.encoded())
        #expect(model.training.rows == 600)
    }

    @Test("predictions stand beside the rows, in the target's own terms")
    func predicting() throws {
        let late = try predictions(try fit(Logistic(), "late"), frame)
        #expect(
            late.fields.suffix(2) == [Field("prediction", .bool), Field("probability", .float)]
        )
        for row in 0..<20 {
            let probability = try #require(late["probability"]?[row].number)
            #expect(late["prediction"]?[row] == .bool(probability >= 0.5))
        }
        let size = try predictions(try fit(Logistic(), "size"), frame)
        let names = ["prediction", "probability_low", "probability_middle", "probability_top"]
        #expect(size.fields.suffix(4).map(\.name) == names)
        let delay = try predictions(try fit(Linear(), "delay"), frame)
        #expect(delay.fields.last == Field("prediction", .float))
    }

    @Test("predicting twice replaces what was predicted before")
    func predictingTwice() throws {
        let model = try fit(Logistic(), "late")
        let once = try model.predicted(frame, in: WorkContext())
        let twice = try model.predicted(once, in: WorkContext())
        #expect(twice.schema == once.schema)
        #expect(try collect(.frame(twice)) == collect(.frame(once)))
    }

    @Test("a derived feature is computed by the engine, and leaves no trace")
    func derived() throws {
        let log = try #require(RowFunctions.named("log"))
        let expression = try RowExpression.calling(log, [.column("distance", .float)])
        let formula = Formula(text: "delay ~ log(distance)") { _ in
            .success(
                ResolvedFormula(
                    target: NamedExpression("delay", .column("delay", .float)),
                    features: [NamedExpression("log(distance)", expression)]
                )
            )
        }
        let fitting = Fitting(engine: engine, work: WorkContext())
        let model = try fitting.fit(LearnerValue(Linear(), formula: formula), to: frame).pipeline
        let table = try predictions(model, frame)
        #expect(table.fields.map(\.name) == frame.schema.names + ["prediction"])
        let form = try #require(model.model as? any LinearForm)
        for row in 0..<10 {
            let expected =
                form.coefficients[0][0]
                + form.coefficients[0][1] * Foundation.log(fixture.data.distance[row])
            let found = try #require(table["prediction"]?[row].number)
            #expect(agree([found], [expected], relative: 1e-12))
        }
    }

    @Test("a missing column and a wrong type are named before anything runs")
    func wrongFrames() throws {
        let model = try fit(Linear(), "delay")
        let without = frame.keeping(["distance", "hour", "temp"])
        let absent = #expect(throws: Diagnostic.self) {
            try model.predicted(without, in: WorkContext())
        }
        #expect(absent?.message.contains("`carrier`") == true)
        var table = fixture.data.table
        table.fields[1].type = .text
        table.columns[1] = Column(.text, .texts(fixture.data.hour.map { "\($0)" }))
        let wrong = #expect(throws: Diagnostic.self) {
            try model.predicted(Frame(memory: table), in: WorkContext())
        }
        #expect(wrong?.message == "`hour` is a text here and was an int in training")
    }

    @Test("judging a model by its own rows is said")
    func trainingRows() throws {
        let model = try fit(Logistic(), "late")
        _ = try call("evaluate", ["model": .object(model), "frame": .frame(frame)])
        #expect(context.notes.all.contains { $0.code == "evaluate.training" })
    }

    @Test("evaluate agrees with scikit-learn, and a group with the rows of that group")
    func evaluating() throws {
        let model = try fit(Logistic(), "late")
        let value = try call("evaluate", ["model": .object(model), "frame": .frame(frame)])
        guard case .object(let object) = value else {
            Issue.record("an evaluation was expected")
            return
        }
        let auc = try Double(shell: try #require(object.member("auc")))
        #expect(agree([auc], [try #require(fixture.metrics["auc"])]))
        let keys = Grouping([NamedExpression("carrier", .column("carrier", .text))])
        let grouped = try call(
            "evaluate",
            [
                "model": .object(model), "frame": .frame(frame), "by": keys.shellValue,
                "metric": .text("accuracy"),
            ]
        )
        #expect(try collect(grouped)["carrier"] == Column(.text, .texts(["AA", "B6", "UA", "WN"])))
    }

    @Test("compare adds the baseline, and refuses models of other targets")
    func comparing() throws {
        let models = [try fit(Logistic(), "late"), try fit(LightGBM(), "late")]
        let table = try collect(
            try call(
                "compare",
                ["model": .list(models.map { .object($0) }), "on": .frame(frame)]
            )
        )
        #expect(table["model"] == Column(.text, .texts(["lightgbm", "logistic", "baseline"])))
        #expect(table["value"]?[2] == .float(0.5))
        let other = try fit(Linear(), "delay")
        let fault = #expect(throws: Diagnostic.self) {
            try call(
                "compare",
                ["model": .list([.object(models[0]), .object(other)]), "on": .frame(frame)]
            )
        }
        #expect(fault?.code == "compare.target")
    }

    @Test("importance finds the feature that matters, by gain and by shuffling")
    func importance() throws {
        let model = try fit(LightGBM(), "delay")
        let gains = try collect(try call("importance", ["model": .object(model)]))
        let shuffled = try collect(
            try call("importance", ["model": .object(model), "frame": .frame(frame)])
        )
        #expect(gains["feature"]?[0] == .text("hour"))
        #expect(shuffled["feature"]?[0] == .text("hour"))
        let fault = #expect(throws: Diagnostic.self) {
            try call("importance", ["model": .object(try fit(Linear(), "delay"))])
        }
        #expect(fault?.code == "importance.method")
    }

    @Test("rows to stop by that are none are refused")
    func noValidRows() throws {
        let value = LearnerValue(Linear(), formula: Table.formula("delay", features))
        let none = frame.filtered(where: [.literal(.bool(false))])
        let fault = #expect(throws: Diagnostic.self) {
            try call(
                "fit",
                ["learner": .object(value), "frame": .frame(frame), "valid": .frame(none)]
            )
        }
        #expect(fault?.message.hasPrefix("`valid:` has no rows") == true)
    }

    @Test("threads change no prediction", arguments: [2, 4])
    func threads(_ count: Int) throws {
        let value = LearnerValue(LightGBM(), formula: Table.formula("late", features))
        func table(_ threads: Int) throws -> Table {
            let work = WorkContext(threads: threads)
            let model = try Fitting(engine: engine, work: work).fit(value, to: frame).pipeline
            return try engine.collect(try model.predicted(frame, in: work).plan, in: work)
        }
        #expect(try table(1) == table(count))
    }
}
