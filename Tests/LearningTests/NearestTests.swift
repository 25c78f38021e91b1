import Diagnostics
import Foundation
import Kernels
import Learning
import Relations
import Tables
import Testing
import Values

@Suite("Values of near rows")
struct NearestTests {
    typealias Cells = [String: [Double?]]

    /// What scikit-learn gives, kept beside the script that computed it.
    struct Fixture: Decodable {
        struct Case: Decodable {
            var training: [String: [Double]]
            var later: [String: [Double]]
        }

        var training: Cells
        var later: Cells
        var cases: [String: Case]
    }

    static let names = ["a", "b", "c", "d"]

    let fixture: Fixture
    let kitchen = Kitchen()

    init() throws {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        let data = try Data(contentsOf: folder.appendingPathComponent("Fixtures/nearest.json"))
        fixture = try JSONDecoder().decode(Fixture.self, from: data)
    }

    private func table(_ cells: Cells) -> Table {
        Table(
            Self.names.map { Field($0, .float) },
            Self.names.map { name in
                Column(.float, cells: (cells[name] ?? []).map { $0.map { .float($0) } ?? .missing })
            }
        )
    }

    private func recipe(_ neighbors: Int?) -> Recipe {
        let step = made(Impute()) {
            $0.with = "knn"
            $0.neighbors = neighbors
        }
        return kitchen.recipe(nil, Self.names).adding(step)
    }

    private func check(_ found: Table, _ expected: [String: [Double]]) throws {
        for name in Self.names {
            let column = try #require(found[name])
            let cells = (0..<found.count).map { column[$0].number ?? .nan }
            #expect(agree(cells, expected[name] ?? [], relative: 1e-10), "\(name)")
        }
    }

    @Test("are those that scikit-learn gives, in training and later", arguments: [1, 5, 200])
    func numbers(_ neighbors: Int) throws {
        let expected = try #require(fixture.cases["\(neighbors)"])
        let learned = try kitchen.learn(
            recipe(neighbors == 5 ? nil : neighbors),
            Frame(memory: table(fixture.training))
        )
        try check(try kitchen.collect(learned.training), expected.training)
        let later = Frame(memory: table(fixture.later))
        try check(try kitchen.collect(try learned.recipe.transformed(later)), expected.later)
    }

    @Test("are the same one by one without an engine, from a saved recipe, and in turned columns")
    func evaluators() throws {
        let learned = try kitchen.learn(recipe(nil), Frame(memory: table(fixture.training)))
        let bytes = try ModelCoding.encode(learned.recipe)
        let again = try ModelCoding.decode(bytes, as: LearnedRecipe.self)
        let rows = table(fixture.later)
        let whole = try kitchen.collect(try learned.recipe.transformed(Frame(memory: rows)))
        let turned = Frame(memory: rows).keeping(["d", "b", "a", "c"])
        #expect(try kitchen.collect(try again.transformed(turned)) == whole)
        let program = try RecipeProgram(again, over: Schema(rows.fields))
        for row in 0..<rows.count {
            let one = Batch(rows.columns.map { $0.gathered([row]) }, count: 1)
            for (place, column) in try program.prepared(one).columns.enumerated() {
                #expect(column[0] == whole.columns[place][row])
            }
        }
    }

    @Test("give training rows what they give the same rows later, on any number of threads")
    func threads() throws {
        let stream = RandomStream(seed: 4, purpose: "test")
        let cells = Self.names.enumerated().reduce(into: Cells()) { cells, name in
            cells[name.element] = (0..<5000).map { row in
                let cell = stream.uniform(row: row, draw: name.offset)
                return cell < 0.2 ? nil : (cell * 1000).rounded()
            }
        }
        let frame = Frame(memory: table(cells))
        let learned = try kitchen.learn(recipe(3), frame)
        let during = try kitchen.collect(learned.training)
        let after = try kitchen.collect(try learned.recipe.transformed(frame))
        let isSame = during == after
        #expect(isSame)
        let several = Kitchen(work: WorkContext(threads: 4, seed: 3))
        let again = try several.learn(recipe(3), frame)
        let isSameOnSeveral = try several.collect(again.training) == during
        #expect(isSameOnSeveral)
        #expect(again.recipe.steps[0].stages == learned.recipe.steps[0].stages)
    }

    @Test("are those of ten thousand rows at most, drawn by the seed")
    func sampling() throws {
        let count = 12_000
        let cells: Cells = [
            "a": (0..<count).map { Double($0) }, "b": (0..<count).map { Double($0 * 2) },
            "c": (0..<count).map { $0 % 100 == 0 ? nil : Double($0) },
            "d": (0..<count).map { _ in 1 },
        ]
        let frame = Frame(memory: table(cells))
        let learned = try kitchen.learn(recipe(1), frame).recipe
        let facts = learned.steps[0].facts
        let donors = try #require(facts.first { $0.column == "a" && $0.learned == "donors" })
        #expect(donors.value == 10_000)
        let found = try #require(try kitchen.collect(try learned.transformed(frame))["c"])
        let far = stride(from: 0, to: count, by: 100).map { row in
            abs((found[row].number ?? .infinity) - Double(row))
        }
        #expect(far.allSatisfy { (1...20).contains($0) })
        let other = Kitchen(work: WorkContext(seed: 4))
        #expect(try other.learn(recipe(1), frame).recipe.steps[0].stages != learned.steps[0].stages)
    }

    @Test("fill whole numbers as floats, and leave columns that are not named")
    func named() throws {
        let frame = Frame(
            memory: Table(
                [Field("k", .int), Field("a", .float)],
                [
                    Column(.int, cells: [.int(1), .missing, .int(4), .int(9)]),
                    Column(.float, cells: [.float(1), .float(2), .missing, .float(7)]),
                ]
            )
        )
        let step = made(Impute()) {
            $0.with = "knn"
            $0.neighbors = 2
        }
        let recipe = kitchen.recipe(nil, ["k", "a"]).adding(step, "k")
        let learned = try kitchen.learn(recipe, frame).recipe
        let found = try kitchen.collect(try learned.transformed(frame))
        #expect(found["k"] == Column(.float, .floats([1, 5, 4, 9])))
        #expect(found["a"]?.isMissing(2) == true)
    }

    @Test("are refused for a column without any, and `neighbors` for another method")
    func refusals() throws {
        var cells = fixture.training
        cells["c"] = cells["c"]?.map { _ in nil }
        let fault = #expect(throws: Diagnostic.self) {
            try kitchen.learn(recipe(nil), Frame(memory: table(cells)))
        }
        #expect(fault?.code == "step.empty")
        let median = kitchen.recipe(nil, Self.names).adding(made(Impute()) { $0.neighbors = 3 })
        let other = #expect(throws: Diagnostic.self) {
            try kitchen.learn(median, Frame(memory: table(fixture.training)))
        }
        #expect(other?.code == "argument.surplus")
    }
}
