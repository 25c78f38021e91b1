import Catalog
import Diagnostics
import Foundation
import Kernels
import Learning
import LightGBMLearners
import LinearLearners
import Relations
import Tables
import Testing
import Values

@Suite("Recipes")
struct RecipeTests {
    let fixture: RecipeFixture
    let frame: Frame
    let kitchen = Kitchen()

    init() throws {
        fixture = try RecipeFixture.read()
        frame = Frame(memory: fixture.table)
    }

    private var recipe: Recipe {
        kitchen.recipe("b", ["x", "y", "k", "c"])
            .adding(Impute(), "x").adding(OneHot(), "c").adding(Scale(), "x", "y")
    }

    private func fit(_ learner: any Learner, _ recipe: Recipe) throws -> FittedPipeline {
        try Fitting(engine: kitchen.engine, work: kitchen.work)
            .fit(LearnerValue(learner, recipe: recipe), to: frame).pipeline
    }

    @Test("give a model what it would have had from prepared rows")
    func fitting() throws {
        let model = try fit(Logistic(), recipe)
        let learned = try #require(model.recipe)
        let prepared = Frame(memory: try kitchen.collect(try learned.transformed(frame)))
        let formula = Table.formula("b", learned.fields.map(\.name))
        let plain = try Fitting(engine: kitchen.engine, work: kitchen.work)
            .fit(LearnerValue(Logistic(), formula: formula), to: prepared).pipeline
        #expect(try model.model.encoded() == plain.model.encoded())
        let a = try kitchen.collect(try model.predicted(frame, in: kitchen.work))
        let b = try kitchen.collect(try plain.predicted(prepared, in: kitchen.work))
        #expect(a["probability"] == b["probability"])
        #expect(a.fields.map(\.name) == frame.schema.names + ["prediction", "probability"])
        #expect(a["x"] == fixture.table["x"])
    }

    @Test("take columns in another order, and name one that is not there")
    func columns() throws {
        let model = try fit(Logistic(), recipe)
        let turned = frame.keeping(["when", "c", "k", "b", "y", "x"])
        let a = try kitchen.collect(try model.predicted(frame, in: kitchen.work))
        let b = try kitchen.collect(try model.predicted(turned, in: kitchen.work))
        #expect(a["probability"] == b["probability"])
        let fault = #expect(throws: Diagnostic.self) {
            try model.predicted(frame.keeping(["x", "y", "k"]), in: kitchen.work)
        }
        #expect(fault?.code == "predict.columns")
        #expect(fault?.message.contains("`c`") == true)
    }

    @Test("are saved with the model, and predict the same when it is loaded")
    func saving() throws {
        let model = try fit(LightGBM(), recipe)
        let folder = NSTemporaryDirectory() + "epilogue-recipe-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try model.write(to: folder, replacing: false)
        let again = try ModelArchive(learners: [LightGBM.self]).read(folder)
        #expect(again.fingerprint == model.fingerprint)
        #expect(again.recipe?.text == model.recipe?.text)
        #expect(again.recipe?.table == model.recipe?.table)
        let a = try kitchen.collect(try model.predicted(frame, in: kitchen.work))
        let b = try kitchen.collect(try again.predicted(frame, in: kitchen.work))
        #expect(a == b)
    }

    /// The errors that the engine finds when each column of the frame is shuffled and prepared anew.
    private func drops(of model: FittedPipeline, _ name: String) throws -> [Double] {
        let table = fixture.table
        let chance = RandomStream(seed: kitchen.work.seed, purpose: "importance \(name)")
        func error(_ table: Table) throws -> Double {
            let rows = try kitchen.collect(
                try model.predicted(Frame(memory: table), in: kitchen.work)
            )
            let squares = try (0..<rows.count).map { row in
                let found = try #require(rows["prediction"]?[row].number)
                let gap = found - fixture.data.y[row]
                return gap * gap
            }
            return (squares.reduce(0, +) / Double(squares.count)).squareRoot()
        }
        let whole = try error(table)
        return try (0..<5).map { round in
            let order = chance.permutation(table.count, row: round)
            let columns = zip(table.fields, table.columns).map { field, column in
                field.name == name ? column.gathered(order) : column
            }
            return try error(Table(table.fields, columns)) - whole
        }
    }

    @Test("matter as their own columns do, shuffled before the engine prepares them")
    func importance() throws {
        let recipe = kitchen.recipe("y", ["x", "k", "c"])
            .adding(Impute(), "x").adding(OneHot(), "c").adding(Scale(), "x", "k")
        let model = try fit(Linear(), recipe)
        let rows = try ShuffledRows(of: model, frame, by: kitchen.engine, in: kitchen.work)
        let score = try Score.named(["rmse"], for: model.task)[0]
        let found = try FeatureImportance.permutation(
            of: model,
            on: rows,
            by: score,
            in: kitchen.work
        )
        #expect(found.count == 3)
        for row in 0..<found.count {
            guard case .text(let name) = found["feature"]?[row] else { continue }
            let drops = try drops(of: model, name)
            let mean = drops.reduce(0, +) / 5
            let spread = drops.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / 4
            let importance = try #require(found["importance"]?[row].number)
            let error = try #require(found["se"]?[row].number)
            #expect(
                (importance - mean).magnitude < 1e-9
                    && (error - (spread / 5).squareRoot()).magnitude < 1e-9
            )
            #expect(drops.contains { $0.magnitude > 1e-6 })
        }
    }

    @Test(
        "have the quantiles of the engine, to the bit, whatever stands before",
        arguments: [1, 3]
    )
    func quantiles(_ threads: Int) throws {
        let kitchen = Kitchen(work: WorkContext(threads: threads, seed: 3))
        let stream = RandomStream(seed: 8, purpose: "test")
        let names = ["u", "v"]
        let columns = names.enumerated().map { place, _ in
            Column(
                .float,
                cells: (0..<5000).map { row in
                    let cell = stream.uniform(row: row, draw: place)
                    return cell < 0.1 ? .missing : .float(cell * cell * 100 - 7)
                }
            )
        }
        let frame = Frame(memory: Table(names.map { Field($0, .float) }, columns))
        let robust = made(Scale()) { $0.method = "robust" }
        let steps: [(inout Recipe) -> Void] = [
            { $0 = $0.adding(ClipOutliers(), "u", "v") }, { $0 = $0.adding(Impute(), "u", "v") },
            { $0 = $0.adding(ClipOutliers(), "v") }, { $0 = $0.adding(robust, "u", "v") },
            { $0 = $0.adding(Spline(), "u") },
        ]
        var recipe = kitchen.recipe(nil, names)
        var met = 0
        for step in steps {
            let before = try kitchen.learn(recipe, frame).recipe.transformed(frame)
            step(&recipe)
            let facts = try kitchen.learn(recipe, frame).recipe.steps.last?.facts ?? []
            for name in names {
                let found = Dictionary(
                    uniqueKeysWithValues: facts.filter { $0.column == name }
                        .map { ($0.learned, $0.value) }
                )
                let knots: [Double] = [0, 1, 2, 3, 4].map { (knot: Double) in 0.05 + 0.9 * knot / 4
                }
                let shares: [Double] = [knots[0], 0.25, knots[1], 0.5, knots[3], 0.75, knots[4]]
                let quantiles = try kitchen.quantiles(shares, of: name, in: before)
                let (low, middle, high) = (quantiles[1], quantiles[3], quantiles[5])
                let width = high - low
                let (least, most): (Double, Double) = (low - 1.5 * width, high + 1.5 * width)
                let expected: [String: Double] = [
                    "low": least, "high": most, "median": middle, "iqr": width,
                    "knot 1": quantiles[0],
                    "knot 2": quantiles[2], "knot 3": middle, "knot 4": quantiles[4],
                    "knot 5": quantiles[6],
                ]
                for (learned, value) in found {
                    #expect(value == expected[learned], "\(learned) of \(name)")
                    met += 1
                }
            }
        }
        #expect(met == 4 + 2 + 2 + 4 + 5)
    }

    @Test("learn from the rows that have a target, and from no others")
    func missingTargets() throws {
        var table = fixture.table
        table.columns[6] = Column(
            .bool,
            cells: (0..<table.count).map { $0 % 3 == 0 ? .missing : fixture.table.columns[6][$0] }
        )
        let learned = try kitchen.learn(recipe, Frame(memory: table))
        let rows = (0..<table.count).filter { $0 % 3 != 0 }
        #expect(learned.recipe.rows == rows.count)
        #expect(learned.droppedRows == table.count - rows.count)
        let mean = Sums.mean(rows.map { fixture.data.y[$0] })
        let fact = learned.recipe.steps[2].facts.first { $0.column == "y" && $0.learned == "mean" }
        #expect(agree([try #require(fact?.value)], [mean], relative: 1e-12))
    }

    @Test("tell which columns a feature comes from")
    func sources() throws {
        let learned = try kitchen.learn(
            kitchen.recipe("b", ["x", "y", "c", "k"]).adding(OneHot(), "c")
                .adding(Interact(), "y", "k", "c_a").adding(Scale(), "c_b"),
            frame
        ).recipe
        #expect(learned.sources(of: "c_b") == ["c"])
        #expect(learned.sources(of: "y_x_k") == ["y", "k"])
        #expect(learned.sources(of: "k_x_c_a") == ["c", "k"])
        #expect(learned.sources(of: "x") == ["x"])
    }

    @Test("refuse no rows, columns without a value, and the target as a feature")
    func refusals() throws {
        func code(_ recipe: Recipe, _ frame: Frame) -> Diagnostic.Code? {
            #expect(throws: Diagnostic.self) { try kitchen.learn(recipe, frame) }?.code
        }
        let none = frame.filtered(where: [.literal(.bool(false))])
        #expect(code(recipe, none) == "learning.rows")
        var empty = fixture.table
        empty.columns[0] = Column(.float, cells: Array(repeating: .missing, count: empty.count))
        #expect(code(recipe, Frame(memory: empty)) == "step.empty")
        #expect(code(kitchen.recipe("b", ["b", "x"]), frame) == "recipe.target")
    }
}
