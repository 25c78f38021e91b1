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
        var add: @Sendable (Recipe) -> Recipe
        var testDescription: String { name }

        init(
            _ name: String,
            target: String? = nil,
            _ add: @escaping @Sendable (Recipe) -> Recipe
        ) {
            self.name = name
            self.target = target
            self.add = add
        }
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
        Case("indicate_missing") { $0.adding(IndicateMissing(), "x", "c") },
        Case("one_hot") { $0.adding(OneHot(), "c") },
        Case("ordinal") { $0.adding(Ordinal(), "c") },
        Case("count_encode") { $0.adding(CountEncode(), "c") },
        Case("lump") { $0.adding(made(Lump()) { $0.n = 3 }, "c") },
        Case("scale standard") { $0.adding(Scale(), "y", "z") },
        Case("scale minmax") { $0.adding(made(Scale()) { $0.method = "minmax" }, "y", "z") },
        Case("scale robust") { $0.adding(made(Scale()) { $0.method = "robust" }, "y", "z") },
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
                #expect(Self.agree(column[row], cell), "\(name), row \(row): \(column[row])")
            }
        }
    }

    private static func agree(_ found: Scalar, _ expected: RecipeFixture.Cell) -> Bool {
        switch (found, expected) {
        case (.missing, .missing): return true
        case (.text(let a), .text(let b)): return a == b
        case (_, .number(let b)):
            guard let a = found.number else { return false }
            return (a - b).magnitude <= 1e-9 * max(1, a.magnitude, b.magnitude)
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

    @Test("leave the training rows as they leave the same rows later", arguments: cases)
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
