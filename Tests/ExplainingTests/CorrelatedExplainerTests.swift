import Diagnostics
import Explaining
import Foundation
import Kernels
import Learning
import LightGBMLearners
import LinearLearners
import Tables
import Testing

@Suite("Explanations of correlated features")
struct CorrelatedExplainerTests {
    private struct Fixture: Decodable {
        struct Rows: Decodable {
            var distance: [Double]
            var hour: [Int64]
            var carrier: [String]
            var temp: [Double]
            var wind: [Double]
            var miles: [Double]
            var delay: [Double]
            var late: [Bool]
        }

        struct Values: Decodable {
            var base: Double
            var contributions: [[Double]]
        }

        var data: Rows
        var linear, grouped, still, copied, logistic, numbers, shap: Values
        var stillRows: [Int]
    }

    private let fixture: Fixture
    private let table: Table
    private static let mixed = ["distance", "hour", "carrier", "temp", "wind"]
    private static let numbers = ["distance", "hour", "temp", "wind"]

    init() throws {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        let path = folder.appendingPathComponent("Fixtures/correlated.json")
        fixture = try JSONDecoder().decode(Fixture.self, from: Data(contentsOf: path))
        let data = fixture.data
        let floats = [
            ("distance", data.distance), ("temp", data.temp), ("wind", data.wind),
            ("miles", data.miles), ("delay", data.delay),
        ]
        table = Table(
            floats.map { Field($0.0, .float) }
                + [Field("hour", .int), Field("carrier", .text), Field("late", .bool)],
            floats.map { Column(.float, .floats($0.1)) } + [
                Column(.int, .ints(data.hour)), Column(.text, .texts(data.carrier)),
                Column(.bool, .bools(data.late)),
            ]
        )
    }

    private func explained(
        _ model: FittedPipeline,
        _ names: [String],
        rows: [Int] = Array(0..<10),
        against others: [Int] = Array(60..<200),
        groups: [Players.Group] = [],
        threads: Int = 1
    ) throws -> Explanation {
        let all = table.part(names, rows: 0..<table.count)
        func some(_ rows: [Int]) -> Table {
            Table(all.fields, all.columns.map { $0.gathered(rows) })
        }
        let players = try Players(model, groups: groups)
        return try ExplanationBuilder(model, players, in: WorkContext(threads: threads)).explain(
            some(rows),
            by: try Explainers.correlated("auto", for: model, sharing: .margin),
            against: some(others),
            words: CellWords { $0.plainCell }
        )
    }

    private func check(
        _ found: Explanation,
        _ expected: Fixture.Values,
        _ tolerance: Double = 1e-9
    ) {
        #expect(agree([found.outputs[0].base], [expected.base], tolerance))
        for (row, values) in expected.contributions.enumerated() {
            #expect(agree(found.outputs[0].contributions(row: row), values, tolerance))
        }
    }

    @Test("a linear model's are those of the definition, a category as one player")
    func linear() throws {
        let model = try table.fitted(Linear(), "delay", from: Self.mixed)
        check(try explained(model, Self.mixed), fixture.linear)
    }

    @Test("so are those of groups")
    func groups() throws {
        let model = try table.fitted(Linear(), "delay", from: Self.mixed)
        let groups = [Players.Group("other", ["carrier", "temp"])]
        check(try explained(model, Self.mixed, groups: groups), fixture.grouped)
    }

    @Test("so are those of log odds")
    func logistic() throws {
        var learner = Logistic()
        learner.l2 = 3
        let model = try table.fitted(learner, "late", from: Self.mixed)
        check(try explained(model, Self.mixed), fixture.logistic, 1e-6)
    }

    @Test("a column that never changes in the background tells nothing of others")
    func still() throws {
        let model = try table.fitted(Linear(), "delay", from: Self.mixed)
        check(
            try explained(model, Self.mixed, against: fixture.stillRows),
            fixture.still,
            1e-8
        )
    }

    @Test("a copy that the model does not use shares with its original")
    func copied() throws {
        let names = Self.mixed + ["miles"]
        let model = try table.fitted(Linear(), "delay", from: names)
        let found = try explained(model, names)
        check(found, fixture.copied, 1e-8)
        let row = found.outputs[0].contributions(row: 3)
        #expect(agree([row[0]], [row[5]], 1e-8))
        #expect(row[0].magnitude > 0.1)
    }

    @Test("shap's are the same within the error of its orders")
    func shap() throws {
        let model = try table.fitted(Linear(), "delay", from: Self.numbers)
        let found = try explained(model, Self.numbers)
        check(found, fixture.numbers)
        var sums = (gaps: 0.0, sizes: 0.0)
        for (row, values) in fixture.shap.contributions.enumerated() {
            for (own, other) in zip(found.outputs[0].contributions(row: row), values) {
                sums.gaps += (own - other).magnitude
                sums.sizes += own.magnitude
            }
        }
        #expect(agree([found.outputs[0].base], [fixture.shap.base]))
        #expect(sums.gaps > 0)
        #expect(sums.gaps < 0.02 * sums.sizes)
    }

    @Test("they are not those of independent features, add up to the same, and repeat on threads")
    func sums() throws {
        let model = try table.fitted(Linear(), "delay", from: Self.mixed)
        let found = try explained(model, Self.mixed).outputs[0]
        let rows = table.part(Self.mixed, rows: 0..<10)
        let others = table.part(Self.mixed, rows: 60..<200)
        let independent = try model.explained(rows, against: others).outputs[0]
        for row in 0..<10 {
            #expect(agree([found.total(row: row)], [independent.total(row: row)]))
            #expect(
                !agree(
                    found.contributions(row: row),
                    independent.contributions(row: row),
                    1e-2
                )
            )
        }
        let threaded = try explained(model, Self.mixed, threads: 3).outputs[0]
        #expect(threaded.contributions == found.contributions)
    }

    @Test("the audit finds them right, by regressions")
    func audit() throws {
        let model = try table.fitted(Linear(), "delay", from: Self.mixed)
        let found = try explained(model, Self.mixed)
        let table = try ExplanationAudit(found, in: WorkContext()).table()
        #expect(table["check"]?[1] == .text("definition"))
        #expect(table["verdict"]?[1] == .text("yes, but for rounding"))
    }

    @Test("what has no exact form, and what would take too long, is refused")
    func refused() throws {
        let trees = try table.fitted(LightGBM(), "delay", from: Self.numbers)
        let linear = try table.fitted(Linear(), "delay", from: Self.numbers)
        #expect(throws: Diagnostic.self) {
            try Explainers.correlated("auto", for: trees, sharing: .margin)
        }
        #expect(throws: Diagnostic.self) {
            try Explainers.correlated("permutation", for: linear, sharing: .margin)
        }
        #expect(throws: Diagnostic.self) {
            try Explainers.correlated("auto", for: linear, sharing: .loss)
        }
    }
}
