import ClassicLearners
import Diagnostics
import DuckDBEngine
import Foundation
import Kernels
import Learning
import LightGBMLearners
import LinearLearners
import Relations
import SVMLearners
import Tables
import Testing
import Values
import XGBoostLearners

@Suite("Models as SQL")
struct ScoringSQLTests {
    private let frame: Frame
    private let engine = DuckDBEngine()
    private let work = WorkContext()

    init() throws { frame = Frame(memory: try Fixture.read().data.table) }

    private func fit(
        _ learner: any Learner,
        _ target: String,
        from features: [String] = ["distance", "hour", "carrier", "temp"]
    ) throws -> FittedPipeline {
        let value = LearnerValue(learner, formula: Table.formula(target, features))
        return try Fitting(engine: engine, work: work).fit(value, to: frame).pipeline
    }

    private func run(_ sql: String) throws -> Table {
        let frames = [NamedPlan("flights", frame.plan)]
        let query = sql.replacing(";\n", with: "")
        let schema = try engine.schema(of: query, over: frames, in: work)
        return try engine.collect(.sql(frames, query, schema), in: work)
    }

    /// Compares what DuckDB makes of the query with the model's own predictions.
    private func check(_ model: FittedPipeline, within tolerance: Double) throws {
        let found = try run(try ScoringSQL(model, table: "flights").text)
        let expected = try engine.collect(try model.predicted(frame, in: work).plan, in: work)
        #expect(found.count == expected.count && found.count > 100)
        for field in model.predictedFields {
            let column = try #require(found[field.name], "`\(field.name)`")
            let own = try #require(expected[field.name])
            for row in 0..<expected.count {
                guard let number = own[row].number, field.type == .float else {
                    #expect(column[row] == own[row] || "\(column[row])" == "\(own[row])")
                    continue
                }
                let gap = ((column[row].number ?? .nan) - number).magnitude
                #expect(gap <= tolerance * max(1, number.magnitude), "\(field.name), row \(row)")
            }
        }
    }

    @Test("of sums of terms score rows as the model does", arguments: ["delay", "late", "size"])
    func terms(_ target: String) throws {
        let isNumber = target == "delay"
        var curves = AdditiveTrees()
        curves.trees = 40
        let learners: [any Learner] =
            isNumber ? [Linear(), Lasso(), Ridge(), curves] : [Logistic(), curves, NaiveBayes()]
        for learner in learners { try check(try fit(learner, target), within: 1e-12) }
    }

    @Test("of positive numbers are on the scale of the number")
    func positive() throws {
        try check(try fit(GLM(), "distance", from: ["hour", "carrier", "temp"]), within: 1e-12)
    }

    @Test("of trees score rows as the model does", arguments: ["delay", "late", "size"])
    func trees(_ target: String) throws {
        var boosted = LightGBM()
        boosted.trees = 70
        try check(try fit(boosted, target), within: 1e-13)
        // XGBoost adds up in 32 bits.
        var other = XGBoost()
        (other.trees, other.depth) = (20, 4)
        try check(try fit(other, target), within: 1e-5)
        var forest = Forest()
        forest.trees = 10
        try check(try fit(forest, target), within: 1e-5)
        try check(try fit(DecisionTreeLearner(), target), within: 1e-5)
    }

    @Test("read what the recipe and the formula compute")
    func prepared() throws {
        let kitchen = Kitchen()
        let recipe = kitchen.recipe("late", ["distance", "hour", "carrier", "temp"])
            .adding(Impute(), "temp").adding(OneHot(), "carrier").adding(Scale(), "distance")
        let fitting = Fitting(engine: engine, work: work)
        var boosted = LightGBM()
        boosted.trees = 10
        for learner in [boosted, Logistic()] as [any Learner] {
            let value = LearnerValue(learner, recipe: recipe)
            try check(try fitting.fit(value, to: frame).pipeline, within: 1e-12)
        }
    }

    @Test("are refused where the model is no sum, or something was set on its margin")
    func refusals() throws {
        let calibrated = try fit(Logistic(), "late")
        let scores = Scored(
            task: calibrated.task,
            truth: [0, 1, 0, 1],
            outputs: Matrix(rows: 4, columns: 1, cells: [0.1, 0.4, 0.5, 0.8])
        )
        let models = [
            try fit(Neighbors(), "late"), try fit(SupportVectors(), "late"),
            calibrated.calibrated(by: try ProbabilityCalibration(.sigmoid, fitting: scores)),
        ]
        for model in models {
            let fault = #expect(throws: Diagnostic.self) { try ScoringSQL(model, table: "t") }
            #expect(fault?.code == "model.sql")
        }
    }

    @Test("keep names and texts with quotes apart from the query")
    func quotes() throws {
        let names = ["a \"b\"", "it's"]
        let rows = (0..<60).map { Double($0) }
        let texts = (0..<60).map { $0 % 3 == 0 ? "o'clock" : "no" }
        let table = Table(
            [Field(names[0], .float), Field(names[1], .text), Field("y", .float)],
            [
                Column(.float, .floats(rows)), Column(.text, .texts(texts)),
                Column(.float, .floats(rows.map { $0 * 2 + ($0 == 3 ? 1 : 0) })),
            ]
        )
        let value = LearnerValue(Linear(), formula: Table.formula("y", names))
        let model = try Fitting(engine: engine, work: work).fit(value, to: Frame(memory: table))
        let sql = try ScoringSQL(model.pipeline, table: "my \"rows\"").text
        #expect(sql.contains("FROM \"my \"\"rows\"\"\""))
        #expect(sql.contains("\"a \"\"b\"\"\"") && sql.contains("'o''clock'"))
    }
}
