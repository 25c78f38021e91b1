import Diagnostics
import Foundation
import Kernels
import Learning
import LightGBMLearners
import Tables
import Testing
import XGBoostLearners

@Suite("Numbers learned by other losses than the squared one")
struct NumberAimTests {
    /// What `Fixtures/aims.py` wrote.
    private struct Expected: Decodable {
        var features: [[Double]]
        var targets: [String: [Double]]
        var lightgbm: [String: [Double]]
        var xgboost: [String: [Double]]
        /// By `quantile 0.9` and the like.
        var pinball: [String: Double]
    }

    private let expected: Expected

    init() throws {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        let path = folder.appendingPathComponent("Fixtures/aims.json")
        expected = try JSONDecoder().decode(Expected.self, from: Data(contentsOf: path))
    }

    private static let aims = ["absolute", "poisson", "gamma", "quantile"]

    private func data(_ aim: String) throws -> Dataset {
        let target = try #require(expected.targets[aim == "poisson" ? "counts" : "amounts"])
        return Dataset(
            shape: ModelShape(
                features: ["a", "b"].map { Feature($0, .number) },
                task: .regression
            ),
            training: Examples(
                features: Matrix(
                    rows: target.count,
                    columns: 2,
                    cells: expected.features.flatMap(\.self)
                ),
                target: target
            )
        )
    }

    private func gap(_ found: Matrix, _ wanted: [Double]?) throws -> Double {
        zip(found.column(0), try #require(wanted)).map { ($0 - $1).magnitude }.max() ?? .infinity
    }

    @Test(
        "lightgbm predicts what its Python package does, before and after saving",
        arguments: aims
    )
    func lightgbm(_ aim: String) throws {
        var learner = LightGBM()
        (learner.trees, learner.seed) = (25, 11)
        if aim == "quantile" { learner.quantile = 0.9 } else { learner.loss = aim }
        let data = try data(aim)
        let model = try learner.fit(data, in: WorkContext())
        let found = try model.predict(data.training.features, in: WorkContext())
        #expect(try gap(found, expected.lightgbm[aim]) < 1e-12)
        let read = try LightGBMModel(decoding: model.encoded(), shape: data.shape)
        #expect(try read.predict(data.training.features, in: WorkContext()) == found)
        for level in [0.5, 0.9] {
            let name = level == 0.5 ? "pinball" : "pinball_0.9"
            let scored = Scored(task: .regression, truth: data.training.target, outputs: found)
            let value = try Score.named([name], for: .regression)[0].value(scored)
            let wanted = try #require(expected.pinball["\(aim) \(level)"])
            #expect((value - wanted).magnitude < 1e-12)
        }
    }

    @Test("xgboost predicts what its Python package does, before and after saving", arguments: aims)
    func xgboost(_ aim: String) throws {
        var learner = XGBoost()
        (learner.trees, learner.depth) = (25, 4)
        if aim == "quantile" { learner.quantile = 0.9 } else { learner.loss = aim }
        let data = try data(aim)
        let model = try learner.fit(data, in: WorkContext())
        let found = try model.predict(data.training.features, in: WorkContext())
        #expect(try gap(found, expected.xgboost[aim]) < 1e-5)
        let read = try XGBoostModel(decoding: model.encoded(), shape: data.shape)
        #expect(try read.predict(data.training.features, in: WorkContext()) == found)
    }

    @Test("a share of the truth lies below a quantile")
    func shares() throws {
        let data = try data("quantile")
        for share in [0.1, 0.5, 0.9] {
            var learner = LightGBM()
            (learner.quantile, learner.trees) = (share, 200)
            let model = try learner.fit(data, in: WorkContext())
            let found = try model.predict(data.training.features, in: WorkContext()).column(0)
            let below = zip(data.training.target, found).count { $0 <= $1 }
            #expect((Double(below) / Double(data.count) - share).magnitude < 0.06)
        }
    }

    @Test("what has no such loss is refused")
    func refusals() throws {
        func refuses(_ data: Dataset, _ change: (inout LightGBM) -> Void) {
            var learner = LightGBM()
            change(&learner)
            #expect(throws: Diagnostic.self) { try learner.fit(data, in: WorkContext()) }
        }
        var negative = try data("absolute")
        negative.training.target[3] = -1
        refuses(negative) { $0.loss = "poisson" }
        var zero = try data("poisson")
        refuses(zero) { $0.loss = "gamma" }
        zero.training.target = zero.training.target.map { _ in 0 }
        refuses(zero) { $0.loss = "poisson" }
        refuses(try data("absolute")) { ($0.loss, $0.quantile) = ("absolute", 0.5) }
        var classes = try data("absolute")
        classes.shape.task = .binary(negative: "no", positive: "yes")
        classes.training.target = classes.training.target.map { $0 > 1 ? 1 : 0 }
        refuses(classes) { $0.loss = "poisson" }
        refuses(classes) { $0.quantile = 0.5 }
    }
}
