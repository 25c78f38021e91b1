import Diagnostics
import Explaining
import Learning
import LightGBMLearners
import Tables
import Testing

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

    @Test(
        "they are the Python package's, bit for bit",
        arguments: ["regression", "binary", "multiclass"]
    )
    func parity(_ name: String) throws {
        let (expected, target, task): (Fixture.Trees, String, LearningTask) =
            switch name {
            case "regression": (fixture.regression, "delay", .regression)
            case "binary":
                (fixture.binary, "late", .binary(negative: "false", positive: "true"))
            default: (fixture.multiclass, "size", .multiclass(["low", "middle", "top"]))
            }
        let model = try pipeline(expected.text, target, task)
        let found = try model.explained(table.part(Fixture.features, rows: 0..<12))
        #expect(found.method == "tree")
        for (row, values) in expected.contributions.enumerated() {
            let ours = found.outputs.flatMap { $0.contributions(row: row) + [$0.base] }
            #expect(ours == values)
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
            #expect(often.contributions(row: row) == once.contributions(row: place))
        }
    }

    @Test("a background is refused, with the reason")
    func background() throws {
        let model = try pipeline(fixture.regression.text, "delay", .regression)
        let rows = table.part(Fixture.features, rows: 0..<3)
        let fault = #expect(throws: Diagnostic.self) {
            try model.explained(rows, against: rows)
        }
        #expect(fault?.code == "explain.background")
        #expect(fault?.message.contains("path-dependent") == true)
    }

    @Test("a method that does not fit is refused, and what fits is named")
    func method() throws {
        let model = try pipeline(fixture.regression.text, "delay", .regression)
        let fault = #expect(throws: Diagnostic.self) {
            try Explainers.choose("linear", for: model)
        }
        #expect(fault?.code == "explain.method")
        #expect(fault?.hints.first == "method: \"tree\"")
    }
}
