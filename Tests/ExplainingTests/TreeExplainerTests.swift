import Diagnostics
import Learning
import LightGBMLearners
import Tables
import Testing

@testable import Explaining

@Suite("Explanations of trees")
struct TreeExplainerTests {
    let fixture: Fixture
    let table: Table

    init() throws {
        fixture = try Fixture.read()
        table = fixture.table(withGaps: true)
    }

    /// The model that the Python package trained.
    private func pipeline(
        _ text: String,
        _ target: String,
        _ task: LearningTask
    ) throws
        -> FittedPipeline
    {
        let features = [
            Feature("distance", .number), Feature("hour", .number),
            Feature("carrier", .category(["AA", "B6", "UA"])), Feature("temp", .number),
        ]
        let model = try LightGBMModel(
            decoding: Array(text.utf8),
            shape: ModelShape(features: features, task: task)
        )
        return try .around(
            model,
            table.column(target),
            Fixture.features.map { table.column($0) }
        )
    }

    private func named(_ name: String) throws -> (expected: Fixture.Trees, FittedPipeline) {
        let (expected, target, task): (Fixture.Trees, String, LearningTask) =
            switch name {
            case "regression": (fixture.regression, "delay", .regression)
            case "binary":
                (fixture.binary, "late", .binary(negative: "false", positive: "true"))
            default: (fixture.multiclass, "size", .multiclass(["low", "middle", "top"]))
            }
        return (expected, try pipeline(expected.text, target, task))
    }

    @Test("what a replay keeps of them is every bit, and other bytes are none")
    func kept() {
        let part = Matrix(rows: 2, columns: 3, cells: [1, -0.0, .infinity, 1e-300, 0.1, 6])
        let other = Matrix(rows: 2, columns: 3, cells: [6, 5, 4, 3, 2, 1])
        let attribution = Attribution(contributions: [part, other], bases: [0.5, -7])
        let bytes = attribution.bytes
        #expect(Attribution(bytes: bytes) == attribution)
        for wrong in [[], Array(bytes.dropLast()), bytes + [0], Array(bytes.prefix(24))] {
            #expect(Attribution(bytes: wrong) == nil)
        }
        var vast = bytes
        for index in 8..<24 { vast[index] = 0x3F }
        #expect(Attribution(bytes: vast) == nil)
    }

    @Test(
        "they are the Python package's",
        arguments: ["regression", "binary", "multiclass"]
    )
    func parity(_ name: String) throws {
        let (expected, model) = try named(name)
        let found = try model.explained(table.part(Fixture.features, rows: 0..<12))
        #expect(found.method == "tree")
        for (row, values) in expected.contributions.enumerated() {
            let ours = found.outputs.flatMap { $0.contributions(row: row) + [$0.base] }
            #expect(agree(ours, values, 1e-12))
        }
    }

    @Test("slices of rows change nothing")
    func slices() throws {
        let model = try pipeline(fixture.regression.text, "delay", .regression)
        let places = (0..<600).map { $0 % 12 }
        let few = table.part(Fixture.features, rows: 0..<12)
        let many = Table(few.fields, few.columns.map { $0.gathered(places) })
        let once = try model.explained(few).outputs[0]
        let often = try model.explained(many).outputs[0]
        for (row, place) in places.enumerated() {
            let told = often.contributions(row: row)
            #expect(told == often.contributions(row: place))
            #expect(agree(told, once.contributions(row: place), 1e-12))
        }
    }

    @Test(
        "against a background they are those of the definition, of the library's own margin",
        arguments: ["regression", "binary", "multiclass"]
    )
    func background(_ name: String) throws {
        let (_, model) = try named(name)
        let part = table.part(Fixture.features, rows: 0..<6)
        let others = table.part(Fixture.features, rows: 40..<100)
        let found = try model.explained(part, against: others)
        let shapes = model.features
        let rows = shapes.matrix(of: part.columns, rows: part.count)
        let background = shapes.matrix(of: others.columns, rows: others.count)
        let margins = try #require(model.model as? any MarginModel)
        for (output, told) in found.outputs.enumerated() {
            let definition = BruteForce(model: margins, background: background, output: output)
            for row in 0..<part.count {
                let cells = (0..<rows.columns).map { rows[row, $0] }
                #expect(
                    agree(told.contributions(row: row), try definition.values(of: cells), 1e-11)
                )
            }
        }
    }

    @Test("a group is one player: its value is that of the definition, and not its members' sum")
    func groups() throws {
        let (_, model) = try named("regression")
        let part = table.part(Fixture.features, rows: 0..<6)
        let others = table.part(Fixture.features, rows: 40..<100)
        let groups = [Players.Group("when and who", ["hour", "carrier"])]
        let found = try model.explained(part, against: others, groups: groups)
        #expect(found.features.map(\.name) == ["distance", "when and who", "temp"])
        let rows = model.model.features.matrix(of: part.columns, rows: part.count)
        let background = model.model.features.matrix(of: others.columns, rows: others.count)
        let margins = try #require(model.model as? any MarginModel)
        let definition = BruteForce(
            model: margins,
            background: background,
            output: 0,
            players: [0, 1, 1, 2]
        )
        for row in 0..<part.count {
            let cells = (0..<rows.columns).map { rows[row, $0] }
            let told = found.outputs[0].contributions(row: row)
            #expect(agree(told, try definition.values(of: cells), 1e-11))
        }
    }

    @Test("a method that does not fit is refused, and what fits is named")
    func method() throws {
        let model = try pipeline(fixture.regression.text, "delay", .regression)
        let fault = #expect(throws: Diagnostic.self) {
            try Explainers.choose("linear", for: model, among: 4)
        }
        #expect(fault?.code == "explain.method")
        #expect(fault?.hints.first == "method: \"tree\"")
    }
}
