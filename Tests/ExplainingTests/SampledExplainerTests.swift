import ClassicLearners
import Diagnostics
import Explaining
import Foundation
import Kernels
import Learning
import LightGBMLearners
import LinearLearners
import Synchronization
import Tables
import Testing

@Suite("Explanations of any model")
struct SampledExplainerTests {
    let fixture: Fixture
    let table: Table

    init() throws {
        fixture = try Fixture.read()
        table = fixture.table()
    }

    private var rows: Table { table.part(Fixture.features, rows: 0..<6) }
    private var others: Table { table.part(Fixture.features, rows: 40..<70) }

    private func brute(_ model: FittedPipeline, output: Int = 0) throws -> [[Double]] {
        let asked = AskedModel(pipeline: model)
        let brute = BruteForce(
            model: asked,
            background: model.features.matrix(of: others.columns, rows: others.count),
            output: output
        )
        let matrix = model.features.matrix(of: rows.columns, rows: rows.count)
        return try (0..<rows.count).map { row in
            try brute.values(of: (0..<matrix.columns).map { matrix[row, $0] })
        }
    }

    @Test("exact values are those of the definition, of a model that only predicts")
    func exact() throws {
        let model = try table.fitted(Neighbors(), "delay")
        let found = try model.explained(rows, against: others)
        #expect(found.method == "exact")
        #expect(found.outputs[0].errors == nil)
        for (row, values) in try brute(model).enumerated() {
            #expect(agree(found.outputs[0].contributions(row: row), values, 1e-11))
        }
    }

    @Test("and for each class of several, in probabilities")
    func classes() throws {
        let model = try table.fitted(Neighbors(), "size")
        let found = try model.explained(rows, against: others, sharing: .prediction)
        for (output, part) in found.outputs.enumerated() {
            #expect(part.unit(of: found.target).hasPrefix("probability of size = "))
            for (row, values) in try brute(model, output: output).enumerated() {
                #expect(agree(part.contributions(row: row), values, 1e-11))
            }
        }
        for row in 0..<rows.count {
            let total = found.outputs.reduce(0) { $0 + $1.total(row: row) }
            #expect(agree([total], [1]))
        }
    }

    @Test("a probability is shared out itself, not its log odds rescaled")
    func probability() throws {
        var learner = LightGBM()
        learner.trees = 20
        learner.minRows = 5
        let model = try table.fitted(learner, "late")
        let found = try model.explained(rows, against: others, sharing: .prediction)
        let matrix = model.features.matrix(of: rows.columns, rows: rows.count)
        let predicted = try model.outputs(matrix, in: WorkContext())
        for (row, values) in try brute(model).enumerated() {
            #expect(agree(found.outputs[0].contributions(row: row), values, 1e-6))
            #expect(agree([found.outputs[0].total(row: row)], [predicted[row, 0]], 1e-6))
        }
    }

    @Test("sampled values lie near the definition's, as near as their errors say")
    func permutation() throws {
        let model = try table.fitted(Neighbors(), "delay")
        let found = try model.explained(rows, method: "permutation", against: others)
        let errors = try #require(found.outputs[0].errors)
        for (row, values) in try brute(model).enumerated() {
            let told = found.outputs[0].contributions(row: row)
            for (feature, value) in values.enumerated() {
                #expect((told[feature] - value).magnitude <= 5 * errors[row, feature] + 1e-9)
            }
        }
    }

    @Test("a margin of pairs is exact after a few walks, and says so")
    func pairs() throws {
        let model = try table.fitted(Linear(), "delay")
        let known = try model.explained(rows, against: others)
        let found = try model.explained(rows, method: "permutation", against: others)
        #expect(found.coarse == 0)
        for row in 0..<rows.count {
            let told = found.outputs[0].contributions(row: row)
            #expect(agree(told, known.outputs[0].contributions(row: row), 1e-9))
        }
        #expect((found.outputs[0].errors?.cells.max() ?? 1) < 1e-9)
    }

    @Test("the same seed gives the same bits, and another seed others")
    func seeds() throws {
        let model = try table.fitted(Neighbors(), "delay")
        func found(_ seed: UInt64, threads: Int) throws -> [Double] {
            let work = WorkContext(threads: threads, seed: seed)
            return try ExplanationBuilder(model, Players(model), in: work).explain(
                rows,
                by: PermutationExplainer(),
                against: others,
                words: CellWords { $0.plainCell }
            ).outputs[0].contributions.cells
        }
        let once = try found(1, threads: 1)
        #expect(try found(1, threads: 2) == once)
        #expect(try found(2, threads: 1) != once)
    }

    @Test("a feature that differs from no row of the background adds exactly nothing")
    func dummy() throws {
        let model = try table.fitted(Neighbors(), "delay")
        let one = table.part(Fixture.features, rows: 3..<4)
        let columns = one.columns.enumerated().map { place, column in
            place == 1 ? column.gathered([0, 0, 0]) : others.columns[place].gathered([0, 1, 2])
        }
        let alike = Table(one.fields, columns)
        for method in ["exact", "permutation"] {
            let found = try model.explained(one, method: method, against: alike)
            #expect(found.outputs[0].contributions[0, 1] == 0)
        }
    }

    @Test("without rows to compare with they are refused")
    func alone() throws {
        let model = try table.fitted(Neighbors(), "delay")
        let fault = #expect(throws: Diagnostic.self) { try model.explained(rows) }
        #expect(fault?.code == "explain.background")
    }

    @Test("too many features are not enumerated, and what would take days is not begun")
    func tooMuch() throws {
        let wide = WideGame(features: 18)
        let model = try wide.model(isProbability: false)
        let fault = #expect(throws: Diagnostic.self) {
            try wide.values(model, by: ExactExplainer(), seed: 0, true)
        }
        #expect(fault?.code == "explain.exact")
        let near = try table.fitted(Neighbors(), "delay")
        let many = Table(
            rows.fields,
            rows.columns.map { $0.gathered((0..<20_000).map { $0 % 6 }) }
        )
        let cost = #expect(throws: Diagnostic.self) {
            try near.explained(many, method: "permutation", against: many)
        }
        #expect(cost?.code == "explain.cost")
    }

    @Test("sampling that is stopped leaves values for every row, with the errors they have by then")
    func stopped() throws {
        let work = WorkContext()
        let model = StoppingModel(after: 2, work)
        let names = ["distance", "hour", "temp"]
        let pipeline = try FittedPipeline.around(
            model,
            table.column("delay"),
            names.map { table.column($0) }
        )
        let found = try ExplanationBuilder(pipeline, Players(pipeline), in: work).explain(
            table.part(names, rows: 0..<6),
            by: PermutationExplainer(),
            against: table.part(names, rows: 40..<70),
            words: CellWords { $0.plainCell }
        )
        #expect(work.cancellation.isCancelled)
        #expect(found.isStopped && found.coarse > 0)
        let errors = try #require(found.outputs[0].errors)
        #expect(found.outputs[0].contributions.cells.allSatisfy { $0.isFinite })
        #expect(errors.cells.contains { $0 > 0 })
    }

    @Test(
        "intervals hold the truth as often as they say",
        .enabled(if: ProcessInfo.processInfo.environment["EPILOGUE_SOAK"] != nil),
        arguments: [false, true]
    )
    func coverage(_ isProbability: Bool) throws {
        let wide = WideGame()
        let model = try wide.model(isProbability: isProbability)
        var (held, asked) = (0, 0)
        let truth = try wide.values(model, by: ExactExplainer(), seed: 0, isProbability)
        let exact = truth.outputs[0].contributions
        for seed in 1...200 {
            let found = try wide.values(
                model,
                by: PermutationExplainer(),
                seed: UInt64(seed),
                isProbability
            )
            let errors = try #require(found.outputs[0].errors)
            for row in 0..<exact.rows {
                for player in 0..<exact.columns where errors[row, player] > 1e-12 {
                    let gap = found.outputs[0].contributions[row, player] - exact[row, player]
                    asked += 1
                    if gap.magnitude <= 1.96 * errors[row, player] { held += 1 }
                }
            }
        }
        #expect(asked > 1000)
        #expect(Double(held) / Double(asked) >= 0.93)
    }
}

/// A pipeline's predictions where a margin is asked for.
private struct AskedModel: MarginModel {
    static let flavor = "asked"
    let pipeline: FittedPipeline

    init(pipeline: FittedPipeline) { self.pipeline = pipeline }
    init(decoding bytes: [UInt8], shape: ModelShape) throws { throw CancellationError() }
    var shape: ModelShape { pipeline.model.shape }
    var summary: ModelSummary { ModelSummary() }
    func encoded() -> [UInt8] { [] }

    func predict(_ features: Matrix, in work: WorkContext) throws -> Matrix {
        try pipeline.outputs(features, in: work)
    }

    func margin(_ features: Matrix, in work: WorkContext) throws -> Matrix {
        try pipeline.outputs(features, in: work)
    }
}

/// A product, which no few walks make exact; the work is stopped when it was asked often enough.
private final class StoppingModel: FittedModel {
    static let flavor = "stopping"
    private let after: Int
    private let work: WorkContext
    private let asked = Mutex(0)
    let shape = ModelShape(
        features: ["distance", "hour", "temp"].map { Feature($0, .number) },
        task: .regression
    )

    init(after: Int, _ work: WorkContext) {
        (self.after, self.work) = (after, work)
    }

    init(decoding bytes: [UInt8], shape: ModelShape) throws { throw CancellationError() }
    var summary: ModelSummary { ModelSummary() }
    func encoded() -> [UInt8] { [] }

    func predict(_ features: Matrix, in work: WorkContext) -> Matrix {
        let count = asked.withLock { count in
            count += 1
            return count
        }
        if count == after { self.work.cancellation.cancel() }
        let products = (0..<features.rows).map { row in
            sin(features[row, 0] * features[row, 1]) * features[row, 2]
        }
        return Matrix(rows: features.rows, columns: 1, cells: products)
    }
}

/// Features whose trees mix many of them, ten unless told otherwise.
private struct WideGame {
    let rows: Table
    let features: Int

    init(features: Int = 10) {
        self.features = features
        let chance = RandomStream(seed: 5, purpose: "wide")
        let columns = (0..<features).map { feature in
            Column(.float, .floats((0..<400).map { chance.normal(row: $0, draw: feature) }))
        }
        let target = (0..<400).map { row in
            let cells = columns.map { $0[row].number ?? 0 }
            return cells[0] * cells[1] * cells[2] + cells[3] * max(cells[4], cells[5]) + cells[6]
                - cells[7] * cells[8] * cells[9] > 0
        }
        rows = Table(
            (0..<features).map { Field("x\($0)", .float) } + [Field("y", .bool)],
            columns + [Column(.bool, .bools(target))]
        )
    }

    private var names: [String] { (0..<features).map { "x\($0)" } }

    func model(isProbability: Bool) throws -> FittedPipeline {
        guard isProbability else { return try rows.fitted(Neighbors(), "y", from: names) }
        var learner = LightGBM()
        learner.trees = 30
        learner.minRows = 5
        return try rows.fitted(learner, "y", from: names)
    }

    func values(
        _ model: FittedPipeline,
        by explainer: any Explainer,
        seed: UInt64,
        _ isProbability: Bool
    ) throws -> Explanation {
        try ExplanationBuilder(model, Players(model), in: WorkContext(threads: 2, seed: seed))
            .explain(
                rows.part(names, rows: 0..<4),
                by: explainer,
                against: rows.part(names, rows: 20..<40),
                sharing: .prediction,
                words: CellWords { $0.plainCell }
            )
    }
}
