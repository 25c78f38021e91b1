import Diagnostics
import Foundation
import Learning
import Relations
import Tables
import Testing
import Values

@Suite("Texts as words")
struct TfidfTests {
    /// What scikit-learn gives, kept beside the script that computed it.
    struct Fixture: Decodable {
        var training: [String?]
        var later: [String?]
        var words: [String]
        var idf: [Double]
        var counts: [Double]
        var trainingRows: [[Double]]
        var laterRows: [[Double]]
    }

    let fixture: Fixture
    let kitchen = Kitchen()
    let recipe: Recipe

    init() throws {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        let data = try Data(contentsOf: folder.appendingPathComponent("Fixtures/tfidf.json"))
        fixture = try JSONDecoder().decode(Fixture.self, from: data)
        recipe = kitchen.recipe(nil, ["number", "text"]).adding(made(Tfidf()) { $0.n = 12 }, "text")
    }

    private func table(_ texts: [String?]) -> Table {
        Table(
            [Field("text", .text), Field("number", .int)],
            [
                Column(.text, cells: texts.map { $0.map { .text($0) } ?? .missing }),
                Column(.int, .ints(texts.indices.map { Int64($0) })),
            ]
        )
    }

    private func learned() throws -> LearnedRecipe {
        try kitchen.learn(recipe, Frame(memory: table(fixture.training))).recipe
    }

    @Test("learn the words and weights that scikit-learn has")
    func learning() throws {
        let recipe = try learned()
        let facts = recipe.steps[0].facts
        #expect(facts.map(\.learned) == fixture.words)
        #expect(agree(facts.map { $0.value ?? .nan }, fixture.idf, relative: 1e-14))
        let texts = fixture.training.filter { $0 != nil }.count
        #expect(
            facts.map(\.text) == fixture.counts.map { "in \(Int($0)) of \(texts) texts" }
        )
        #expect(recipe.fields.map(\.name) == ["number"] + fixture.words.map { "text_\($0)" })
    }

    @Test("become the rows that scikit-learn gives, in training and later")
    func rows() throws {
        let recipe = try learned()
        let cases = [
            (fixture.training, fixture.trainingRows), (fixture.later, fixture.laterRows),
        ]
        for (texts, expected) in cases {
            let found = try kitchen.collect(
                try recipe.transformed(Frame(memory: table(texts)))
            )
            for (place, word) in fixture.words.enumerated() {
                let column = try #require(found["text_\(word)"])
                let cells = (0..<texts.count).map { column[$0].number ?? .nan }
                #expect(agree(cells, expected.map { $0[place] }, relative: 1e-12), "\(word)")
            }
        }
    }

    @Test("are the same one by one without an engine, from a saved recipe, and in turned columns")
    func evaluators() throws {
        let bytes = try ModelCoding.encode(try learned())
        let again = try ModelCoding.decode(bytes, as: LearnedRecipe.self)
        let rows = table(fixture.later)
        let whole = try kitchen.collect(try learned().transformed(Frame(memory: rows)))
        let turned = Frame(memory: rows).keeping(["number", "text"])
        #expect(try kitchen.collect(try again.transformed(turned)) == whole)
        let program = try RecipeProgram(again, over: Schema(rows.fields))
        for row in 0..<rows.count {
            let one = Batch(rows.columns.map { $0.gathered([row]) }, count: 1)
            for (place, column) in try program.prepared(one).columns.enumerated() {
                #expect(column[0] == whole.columns[place][row])
            }
        }
    }

    @Test("are found in categories too, on any number of rows and threads")
    func manyRows() throws {
        let texts = (0..<9000).map { fixture.later[$0 % fixture.later.count] }
        let levels = Set(texts.compactMap { $0 }).sorted()
        let type = ColumnType.category(levels)
        let frame = Frame(
            memory: Table(
                [Field("text", type)],
                [Column(type, cells: texts.map { $0.map { .text($0) } ?? .missing })]
            )
        )
        let recipe = kitchen.recipe(nil, ["text"]).adding(made(Tfidf()) { $0.n = 3 }, "text")
        let learned = try kitchen.learn(recipe, frame).recipe
        let found = try kitchen.collect(try learned.transformed(frame))
        let period = fixture.later.count
        let isSame = (period..<texts.count).allSatisfy { row in
            found.columns.allSatisfy { $0[row] == $0[row % period] }
        }
        #expect(isSame)
        #expect(found.columns[0].values != .floats(Array(repeating: 0, count: texts.count)))
    }

    @Test("are refused where no training text has a word")
    func noWords() throws {
        for texts in [["a", "!", ""], [nil, nil]] as [[String?]] {
            let fault = #expect(throws: Diagnostic.self) {
                try kitchen.learn(recipe, Frame(memory: table(texts)))
            }
            #expect(fault?.code == "step.empty")
        }
    }
}
