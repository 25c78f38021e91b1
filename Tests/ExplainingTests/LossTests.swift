import Catalog
import ClassicLearners
import Diagnostics
import Documents
import Foundation
import Kernels
import Learning
import LightGBMLearners
import LinearLearners
import Relations
import Tables
import Testing

@testable import Explaining

/// What `Fixtures/losses.py` found by the definition, over all coalitions, and what shap says.
private struct LossFixture: Decodable {
    struct Values: Decodable {
        var contributions: [[Double]]
        var bases: [Double]
    }

    var names: [String]
    var features: [[Double]]
    var delay: [Double]
    var late: [Int]
    var size: [Int]
    /// LightGBM's texts, by target.
    var models: [String: String]
    var losses: [String: Values]
    var shap: Values

    static let sizes = ["low", "middle", "top"]

    static func read(file: String = #filePath) throws -> LossFixture {
        let folder = URL(fileURLWithPath: file).deletingLastPathComponent()
        let path = folder.appendingPathComponent("Fixtures/losses.json")
        return try JSONDecoder().decode(LossFixture.self, from: Data(contentsOf: path))
    }

    var table: Table {
        Table(
            names.map { Field($0, .float) } + [
                Field("delay", .float), Field("late", .bool), Field("size", .text),
            ],
            features.map { Column(.float, .floats($0)) } + [
                Column(.float, .floats(delay)), Column(.bool, .bools(late.map { $0 == 1 })),
                Column(.text, .texts(size.map { Self.sizes[$0] })),
            ]
        )
    }

    func model(of target: String) throws -> FittedPipeline {
        let task: LearningTask =
            switch target {
            case "delay": .regression
            case "late": .binary(negative: "false", positive: "true")
            default: .multiclass(Self.sizes)
            }
        let model = try LightGBMModel(
            decoding: Array((models[target] ?? "").utf8),
            shape: ModelShape(features: names.map { Feature($0, .number) }, task: task)
        )
        return try .around(model, table.column(target), names.map { table.column($0) })
    }

    /// The rows that the script explains, with their truth as the builder reads it.
    func judged(_ target: String, rows: Range<Int> = 0..<8) throws -> Table {
        let part = table.part(names, rows: rows)
        let truth = try #require(table.part([target], rows: rows).columns.first)
        return Table(part.fields + [Field("truth", truth.type)], part.columns + [truth])
    }

    var others: Table { table.part(names, rows: 100..<140) }
}

@Suite("Explanations of losses")
struct LossTests {
    private let fixture: LossFixture

    init() throws { fixture = try LossFixture.read() }

    private func explained(
        _ target: String,
        method: String = "auto",
        seed: UInt64 = 0,
        rows: Range<Int> = 0..<8
    ) throws -> Explanation {
        let model = try fixture.model(of: target)
        let players = try Players(model)
        return try ExplanationBuilder(model, players, in: WorkContext(seed: seed)).explain(
            try fixture.judged(target, rows: rows),
            by: try Explainers.choose(method, for: model, sharing: .loss, among: 4),
            against: fixture.others,
            sharing: .loss,
            words: CellWords { $0.plainCell }
        )
    }

    @Test("they are those of the definition", arguments: ["late", "size", "delay"])
    func definition(_ target: String) throws {
        let expected = try #require(fixture.losses[target])
        let found = try explained(target)
        #expect(found.method == "exact")
        #expect(found.outputs.count == 1)
        for (row, values) in expected.contributions.enumerated() {
            #expect(agree(found.outputs[0].contributions(row: row), values, 1e-9))
            #expect(agree([found.outputs[0].base(row: row)], [expected.bases[row]], 1e-9))
        }
        let mean = expected.bases.reduce(0, +) / Double(expected.bases.count)
        #expect(agree([found.outputs[0].base], [mean], 1e-9))
    }

    @Test(
        "sampled ones lie as near to them as their errors say, and have the same sums",
        arguments: ["late", "size", "delay"]
    )
    func sampled(_ target: String) throws {
        let expected = try #require(fixture.losses[target])
        let found = try explained(target, method: "permutation", seed: 3)
        let errors = try #require(found.outputs[0].errors)
        #expect(errors.cells.contains { $0 > 0 })
        for (row, values) in expected.contributions.enumerated() {
            let told = found.outputs[0].contributions(row: row)
            for (feature, value) in values.enumerated() {
                #expect((told[feature] - value).magnitude <= 5 * errors[row, feature] + 1e-9)
            }
            let total = expected.bases[row] + values.reduce(0, +)
            #expect(agree([found.outputs[0].total(row: row)], [total], 1e-9))
        }
    }

    @Test("shap has the same bases and sums; its values are log odds rescaled, and differ")
    func shap() throws {
        let found = try explained("late").outputs[0]
        var largest = 0.0
        for (row, values) in fixture.shap.contributions.enumerated() {
            let ours = found.contributions(row: row)
            #expect(agree([found.base(row: row)], [fixture.shap.bases[row]], 1e-9))
            #expect(agree([ours.reduce(0, +)], [values.reduce(0, +)], 1e-7))
            largest = max(largest, zip(ours, values).map { ($0 - $1).magnitude }.max() ?? 0)
        }
        #expect(largest > 0.03 && largest < 0.05)
    }

    @Test("the squared error of a linear model is a game of pairs: one walk makes it exact")
    func pairs() throws {
        let names = fixture.names
        let model = try fixture.table.fitted(Linear(), "delay", from: names)
        func found(_ method: String) throws -> ExplainedOutput {
            try ExplanationBuilder(model, Players(model), in: WorkContext()).explain(
                try fixture.judged("delay"),
                by: try Explainers.choose(method, for: model, sharing: .loss, among: 4),
                against: fixture.others,
                sharing: .loss,
                words: CellWords { $0.plainCell }
            ).outputs[0]
        }
        let (exact, walked) = (try found("exact"), try found("permutation"))
        #expect(agree(walked.contributions.cells, exact.contributions.cells, 1e-9))
    }

    @Test("they say what they are of, and in what unit")
    func words() throws {
        let late = try explained("late")
        #expect(late.outputs[0].unit(of: late.target) == "log loss of late")
        #expect(late.outputs[0].subject(of: late.target) == "the log loss of late")
        #expect(late.outputs[0].label == nil)
        let delay = try explained("delay")
        #expect(delay.outputs[0].unit(of: delay.target) == "squared error of delay")
        let note = TextOf.document(delay.document)
        #expect(note.contains("the mean of one for each row"))
    }

    @Test("means of losses are shared out by means: changes add up")
    func changes() throws {
        let (before, after) = (
            try explained("late", rows: 0..<8), try explained("late", rows: 8..<30)
        )
        let table = try before.changes(to: after)
        let changes = (0..<table.count).compactMap { table["change"]?[$0].number }
        #expect(agree([changes[0]], [changes.dropFirst().reduce(0, +)], 1e-12))
        let output = after.outputs[0]
        let mean = (0..<after.rows).map { output.total(row: $0) }.reduce(0, +) / Double(after.rows)
        #expect(agree([table["after"]?[0].number ?? .nan], [mean], 1e-12))
    }

    @Test("an audit holds them to the model, and to the definition")
    func audit() throws {
        let table = try ExplanationAudit(try explained("size"), in: WorkContext()).table()
        let verdicts = (0..<2).map { table["verdict"]?[$0] }
        #expect(verdicts == Array(repeating: .text("yes, but for rounding"), count: 2))
    }

    @Test("what a replay keeps holds the base of every row")
    func kept() {
        let part = Matrix(rows: 2, columns: 1, cells: [1, 2])
        let attribution = Attribution(
            contributions: [part],
            bases: [0.5],
            rowBases: [0.25, 0.75],
            errors: [part]
        )
        #expect(Attribution(bytes: attribution.bytes) == attribution)
        #expect(Attribution(bytes: Array(attribution.bytes.dropLast(8))) == nil)
    }

    @Test("a truth that is absent, or of a class that the model never saw, is refused")
    func truth() throws {
        let model = try fixture.model(of: "size")
        let judged = try fixture.judged("size")
        for (cell, word) in [(Scalar.missing, "has no `size`"), (.text("vast"), "`vast`")] {
            var cells = (0..<8).map { judged.columns[4][$0] }
            cells[2] = cell
            let rows = Table(
                judged.fields,
                judged.columns.dropLast() + [Column(.text, cells: cells)]
            )
            let fault = #expect(throws: Diagnostic.self) {
                try ExplanationBuilder(model, Players(model), in: WorkContext()).explain(
                    rows,
                    by: ExactExplainer(),
                    against: fixture.others,
                    sharing: .loss,
                    words: CellWords { $0.plainCell }
                )
            }
            #expect(fault?.code == "explain.truth")
            #expect(fault?.message.contains(word) == true)
            #expect(fault?.message.contains("row 3") == true)
        }
    }
}

/// The words of a document, for tests.
private enum TextOf {
    static func document(_ document: Document) -> String { "\(document)" }
}
