import Diagnostics
import Foundation
import Kernels
import Learning
import LightGBMLearners
import Tables
import Testing
import Trees

@Suite("LightGBM")
struct LightGBMTests {
    let fixture: Fixture
    let features = ["distance", "hour", "carrier", "temp"]

    init() throws { fixture = try Fixture.read() }

    /// The settings of the script that made the fixture.
    private var learner: LightGBM {
        var learner = LightGBM()
        learner.trees = 30
        learner.leaves = 15
        learner.minRows = 10
        learner.rowShare = 0.8
        learner.columnShare = 0.75
        learner.l2 = 1
        learner.seed = 11
        return learner
    }

    private func trees(of model: LightGBMModel) throws -> String {
        let start = try #require(model.text.range(of: "Tree=0"))
        let end = try #require(model.text.range(of: "end of trees"))
        return String(model.text[start.lowerBound..<end.lowerBound])
    }

    private func matrix(for model: LightGBMModel) -> Matrix {
        let table = fixture.data.table
        return model.features.matrix(of: features.compactMap { table[$0] }, rows: table.count)
    }

    @Test(
        "trees and predictions are the Python package's, bit for bit",
        arguments: ["regression", "binary", "multiclass"]
    )
    func parity(_ name: String) throws {
        let target = ["regression": "delay", "binary": "late", "multiclass": "size"][name] ?? ""
        let expected =
            name == "regression"
            ? fixture.regression : name == "binary" ? fixture.binary : fixture.multiclass
        let data = try fixture.data.table
            .reading(target, from: features, weight: "weight", rows: 0..<400).dataset
        let model = try learner.fit(data, in: WorkContext())
        #expect(try trees(of: model) == expected.trees)
        let rows = matrix(for: model)
        let prediction = try model.predict(rows, in: WorkContext())
        let outputs = (0..<prediction.columns).map { Array(prediction.column($0)) }
        #expect(outputs == (try Fixture.predictions(of: name)))
        #expect(agree(try model.gains(), expected.gain, relative: 1e-5))
        let found = try TreeContributions(of: model.ensemble())
            .pathDependent(rows.rows(at: Array(0..<20)), in: WorkContext())
        for (row, numbers) in expected.contributions.enumerated() {
            let ours = zip(found.contributions, found.bases).flatMap { part, base in
                features.indices.map { part[row, $0] } + [base]
            }
            #expect(agree(ours, numbers, relative: 1e-11))
        }
    }

    @Test("patience stops where the Python package stops")
    func stopping() throws {
        let table = fixture.data.table
        let reading = try table.reading("late", from: features, weight: "weight", rows: 0..<400)
        var data = reading.dataset
        let held = Array(400..<600)
        data.validation = Examples(
            features: data.features.matrix(
                of: features.compactMap { table[$0]?.gathered(held) },
                rows: held.count
            ),
            target: held.map { fixture.data.late[$0] ? 1 : 0 },
            weights: held.map { fixture.data.weight[$0] }
        )
        var learner = learner
        learner.trees = 200
        learner.patience = 10
        let model = try learner.fit(data, in: WorkContext())
        #expect(model.summary.facts[0].value == .int(Int64(fixture.stopped.iterations)))
        #expect(try trees(of: model) == fixture.stopped.trees)
    }

    @Test("patience without rows to stop by is refused")
    func patienceAlone() throws {
        let data = try fixture.data.table.reading("late", from: features).dataset
        var learner = learner
        learner.patience = 5
        let fault = #expect(throws: Diagnostic.self) {
            try learner.fit(data, in: WorkContext())
        }
        #expect(fault?.hints == ["fit(train, valid: valid)"])
    }

    @Test("threads change nothing", arguments: [2, 4])
    func threads(_ count: Int) throws {
        let data = try fixture.data.table.reading("late", from: features).dataset
        let one = try learner.fit(data, in: WorkContext(threads: 1))
        let many = try learner.fit(data, in: WorkContext(threads: count))
        #expect(try trees(of: one) == trees(of: many))
        let rows = matrix(for: one)
        #expect(
            try one.predict(rows, in: WorkContext(threads: 1))
                == many.predict(rows, in: WorkContext(threads: count))
        )
    }

    @Test("a stored model gives the same predictions to the last bit")
    func storing() throws {
        let table = fixture.data.table
        for target in ["delay", "late", "size"] {
            let data = try table.reading(target, from: features).dataset
            try checkStoring(try learner.fit(data, in: WorkContext()), table, features)
        }
    }

    @Test("a text that is no model is refused")
    func corrupt() throws {
        let shape = ModelShape(features: [Feature("x", .number)], task: .regression)
        let fault = #expect(throws: Diagnostic.self) {
            try LightGBMModel(decoding: Array("tree\nversion=v4\n".utf8), shape: shape)
        }
        #expect(fault?.code == "model.corrupt")
    }

    @Test("a request to stop ends the training between trees")
    func stoppingByHand() throws {
        let data = try fixture.data.table.reading("late", from: features).dataset
        let work = WorkContext()
        work.cancellation.cancel()
        #expect(throws: CancellationError.self) { try learner.fit(data, in: work) }
    }

    @Test("few rows give no split, and it is said")
    func fewRows() throws {
        let data = try fixture.data.table.reading("delay", from: features, rows: 0..<8).dataset
        let model = try LightGBM().fit(data, in: WorkContext())
        #expect(model.summary.remarks.contains { $0.hasPrefix("no tree has a split") })
    }
}
