import Diagnostics
import Foundation
import Kernels
import Learning
import Relations
import Tables
import Testing
import Values

@Suite("Steps of recipes")
struct RecipeStepTests {
    let fixture: RecipeFixture
    let frame: Frame
    let kitchen = Kitchen()
    let features = ["x", "y", "z", "k", "c", "when"]

    init() throws {
        fixture = try RecipeFixture.read()
        frame = Frame(memory: fixture.table)
    }

    /// A step with the columns it takes, and the case of the fixture that says what it gives.
    struct Case: CustomTestStringConvertible, Sendable {
        var name: String
        var target: String?
        var changesTraining: Bool
        var add: @Sendable (Recipe) -> Recipe
        var testDescription: String { name }

        init(
            _ name: String,
            target: String? = nil,
            changesTraining: Bool = false,
            _ add: @escaping @Sendable (Recipe) -> Recipe
        ) {
            self.name = name
            self.target = target
            self.changesTraining = changesTraining
            self.add = add
        }
    }

    private static let tree = made(Bin()) {
        $0.method = "tree"
        $0.bins = 4
    }

    static let cases: [Case] = [
        Case("impute median") { $0.adding(Impute(), "x") },
        Case("impute mean") { $0.adding(made(Impute()) { $0.with = "mean" }, "x") },
        Case("impute mode") { $0.adding(made(Impute()) { $0.with = "mode" }, "c") },
        Case("impute constant") {
            let step = made(Impute()) {
                $0.with = "constant"
                $0.value = .float(-9.5)
            }
            return $0.adding(step, "x")
        },
        Case("impute knn") { $0.adding(made(Impute()) { $0.with = "knn" }, "x") },
        Case("indicate_missing") { $0.adding(IndicateMissing(), "x", "c") },
        Case("one_hot") { $0.adding(OneHot(), "c") },
        Case("ordinal") { $0.adding(Ordinal(), "c") },
        Case("count_encode") { $0.adding(CountEncode(), "c") },
        Case("lump") { $0.adding(made(Lump()) { $0.n = 3 }, "c") },
        Case("scale standard") { $0.adding(Scale(), "y", "z") },
        Case("scale minmax") { $0.adding(made(Scale()) { $0.method = "minmax" }, "y", "z") },
        Case("scale robust") { $0.adding(made(Scale()) { $0.method = "robust" }, "y", "z") },
        Case("power_transform") { $0.adding(PowerTransform(), "y", "z") },
        Case("bin quantile") { $0.adding(Bin(), "y", "z") },
        Case("bin width") { $0.adding(made(Bin()) { $0.method = "width" }, "y", "z") },
        Case("bin tree t", target: "t") { $0.adding(tree, "y", "z") },
        Case("bin tree b", target: "b") { $0.adding(tree, "y", "z") },
        Case("pca") { $0.adding(Pca(), "y", "z", "k") },
        Case("target_encode t", target: "t", changesTraining: true) {
            $0.adding(TargetEncode(), "c")
        },
        Case("target_encode b", target: "b", changesTraining: true) {
            $0.adding(TargetEncode(), "c")
        },
        Case("clip_outliers") { $0.adding(ClipOutliers(), "y", "z") },
        Case("polynomial") { $0.adding(made(Polynomial()) { $0.degree = 3 }, "y") },
        Case("interact") { $0.adding(Interact(), "y", "z") },
        Case("spline") { $0.adding(Spline(), "y") },
        Case("date_parts") { $0.adding(DateParts(), "when") },
        Case("date_parts cyclic") {
            let step = made(DateParts()) {
                $0.parts = ["hour"]
                $0.cyclic = true
            }
            return $0.adding(step, "when")
        },
    ]

    @Test("give what scikit-learn, pandas and NumPy give", arguments: cases)
    func numbers(_ step: Case) throws {
        let learned = try kitchen.learn(step.add(kitchen.recipe(step.target, features)), frame)
        let found = try kitchen.collect(try learned.recipe.transformed(frame))
        let expected = try #require(fixture.cases[step.name])
        for (name, cells) in expected {
            let column = try #require(found[name], "`\(name)` among \(found.fields.map(\.name))")
            for (row, cell) in cells.enumerated() {
                let tolerance = step.name == "power_transform" ? 1e-5 : 1e-9
                #expect(
                    Self.fits(column[row], cell, tolerance),
                    "\(name), row \(row): \(column[row])"
                )
            }
        }
    }

    private static func fits(
        _ found: Scalar,
        _ expected: RecipeFixture.Cell,
        _ tolerance: Double
    ) -> Bool {
        switch (found, expected) {
        case (.missing, .missing): return true
        case (.text(let a), .text(let b)): return a == b
        case (_, .number(let b)):
            guard let a = found.number else { return false }
            // The power of a likelihood's top is known to half of its digits.
            return (a - b).magnitude <= tolerance * max(1, a.magnitude, b.magnitude)
        default: return false
        }
    }

    @Test("give one row without an engine what the engine gave, to the bit", arguments: cases)
    func evaluators(_ step: Case) throws {
        let learned = try kitchen.learn(step.add(kitchen.recipe(step.target, features)), frame)
        let bytes = try ModelCoding.encode(learned.recipe)
        let again = try ModelCoding.decode(bytes, as: LearnedRecipe.self)
        let whole = try kitchen.collect(try learned.recipe.transformed(frame))
        let program = try RecipeProgram(again, over: frame.schema)
        for row in 0..<fixture.table.count {
            let one = Batch(fixture.table.columns.map { $0.gathered([row]) }, count: 1)
            let prepared = try program.prepared(one)
            for (field, column) in zip(program.fields, prepared.columns) {
                let expected = try #require(whole[field.name]?[row])
                #expect(Self.isSame(column[0], expected), "\(field.name), row \(row)")
            }
        }
    }

    /// Equal, or one unit in the last place apart: what `log` and its kin may be.
    private static func isSame(_ a: Scalar, _ b: Scalar) -> Bool {
        guard case .float(let x) = a, case .float(let y) = b else { return a == b }
        return x == y || x.nextUp == y || x.nextDown == y
    }

    @Test(
        "leave the training rows as they leave the same rows later",
        arguments: cases.filter { !$0.changesTraining }
    )
    func training(_ step: Case) throws {
        let learned = try kitchen.learn(step.add(kitchen.recipe(step.target, features)), frame)
        let during = try kitchen.collect(
            learned.training.keeping(learned.recipe.fields.map(\.name))
        )
        let after = try kitchen.collect(
            try learned.recipe.transformed(frame).keeping(learned.recipe.fields.map(\.name))
        )
        #expect(during == after)
    }

    @Test("tell shares as PCA and F tests do")
    func shares() throws {
        func facts(_ recipe: Recipe, _ learned: String) throws -> [String: Double] {
            let facts = try kitchen.learn(recipe, frame).recipe.steps[0].facts
            return Dictionary(
                uniqueKeysWithValues: facts.filter { $0.learned == learned }
                    .map { ($0.column, $0.value ?? .nan) }
            )
        }
        func expected(_ name: String) -> [Double] {
            (fixture.cases[name]?["share"] ?? []).compactMap { cell in
                if case .number(let number) = cell { number } else { nil }
            }
        }
        let numbers = ["y", "z", "k"]
        let pca = try facts(
            kitchen.recipe(nil, numbers).adding(Pca(), "y", "z", "k"),
            "share of variance"
        )
        #expect(agree(["pc_1", "pc_2"].map { pca[$0] ?? .nan }, expected("pca share")))
        for target in ["t", "b"] {
            let recipe = kitchen.recipe(target, numbers).adding(SelectFeatures())
            let found = try facts(recipe, "association")
            #expect(agree(numbers.map { found[$0] ?? .nan }, expected("association \(target)")))
        }
    }

    @Test("encode no row by its own target, nor by that of its fold")
    func crossFitting() throws {
        let recipe = kitchen.recipe("t", ["c", "k"]).adding(TargetEncode(), "c")
        func encoded(_ table: Table) throws -> [Scalar] {
            let training = try kitchen.learn(recipe, Frame(memory: table)).training
            let column = try #require(try kitchen.collect(training)["c"])
            return (0..<table.count).map { column[$0] }
        }
        let before = try encoded(fixture.table)
        var met = 0
        for row in stride(from: 0, to: fixture.table.count, by: 7) {
            var table = fixture.table
            var targets = fixture.data.t
            targets[row] += 1000
            table.columns[5] = Column(.float, .floats(targets))
            let after = try encoded(table)
            #expect(after[row] == before[row], "row \(row)")
            met += zip(before, after).filter { $0 != $1 }.count
        }
        #expect(met > 0, "other folds do meet it")
        #expect(Set(before.compactMap(\.number)).count > 6, "folds differ")
    }

    @Test("balance training rows, and leave others alone", arguments: ["down", "up"])
    func balancing(_ method: String) throws {
        var table = fixture.table
        let flags = (0..<table.count).map { $0 % 5 == 0 }
        table.columns[6] = Column(.bool, .bools(flags))
        let step = made(Balance()) { $0.method = method }
        let learned = try kitchen.learn(
            kitchen.recipe("b", ["k", "y"]).adding(step),
            Frame(memory: table)
        )
        let training = try kitchen.collect(learned.training)
        let size = method == "down" ? 24 : 96
        #expect(training.count == 2 * size)
        let column = try #require(training["\u{1}target"])
        #expect((0..<training.count).filter { column[$0] == .bool(true) }.count == size)
        let later = try kitchen.collect(try learned.recipe.transformed(Frame(memory: table)))
        #expect(later.count == table.count)
    }

    @Test("know no category that training did not have, and no missing one")
    func strangers() throws {
        let strange = Table(
            frame.schema.fields,
            fixture.table.columns.enumerated().map { place, column in
                place == 4
                    ? Column(.text, cells: [.text("zebra"), .missing])
                    : column.gathered([0, 1])
            }
        )
        func cells(_ recipe: Recipe, _ name: String) throws -> [Scalar] {
            let learned = try kitchen.learn(recipe, frame).recipe
            let table = try kitchen.collect(try learned.transformed(Frame(memory: strange)))
            let column = try #require(table[name])
            return [column[0], column[1]]
        }
        let recipe = kitchen.recipe(nil, features)
        #expect(try cells(recipe.adding(OneHot(), "c"), "c_a") == [.int(0), .int(0)])
        #expect(try cells(recipe.adding(Ordinal(), "c"), "c") == [.missing, .missing])
        let missing = Int64(fixture.data.c.filter { $0 == nil }.count)
        #expect(try cells(recipe.adding(CountEncode(), "c"), "c") == [.int(0), .int(missing)])
        #expect(try cells(recipe.adding(Lump(), "c"), "c") == [.text("other"), .missing])
    }

    @Test("refuse more categories than columns are for, and say how many")
    func manyCategories() throws {
        let count = 1500
        let table = Table(
            [Field("c", .text)],
            [Column(.text, .texts((0..<count).map { "category \($0)" }))]
        )
        let recipe = kitchen.recipe(nil, ["c"]).adding(OneHot(), "c")
        let fault = #expect(throws: Diagnostic.self) {
            try kitchen.learn(recipe, Frame(memory: table))
        }
        #expect(fault?.code == "step.categories")
        #expect(fault?.message.contains("1500") == true)
    }

    @Test("look up a hundred thousand categories in both evaluators")
    func largeTables() throws {
        let count = 100_000
        let texts = (0..<count).map { "it's \($0)" }
        let table = Table([Field("c", .text)], [Column(.text, .texts(texts))])
        let recipe = kitchen.recipe(nil, ["c"]).adding(Ordinal(), "c")
        let learned = try kitchen.learn(recipe, Frame(memory: table)).recipe
        let found = try kitchen.collect(try learned.transformed(Frame(memory: table)))
        let program = try RecipeProgram(learned, over: Schema(table.fields))
        let alone = try program.prepared(table.batch)
        let isSame = found.columns[0] == alone.columns[0]
        #expect(isSame)
        let sorted = texts.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        #expect(found.columns[0][17] == .int(Int64((sorted.firstIndex(of: texts[17]) ?? -1) + 1)))
    }
}
