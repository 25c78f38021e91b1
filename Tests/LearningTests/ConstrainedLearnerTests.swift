import Catalog
import ClassicLearners
import Diagnostics
import Foundation
import Kernels
import Learning
import LightGBMLearners
import LinearLearners
import Tables
import Testing
import Values
import XGBoostLearners

@Suite("Weighted classes and features held to a direction")
struct ConstrainedLearnerTests {
    /// What `Fixtures/constrained.py` wrote.
    private struct Expected: Decodable {
        var features: [[Double]]
        var weights: [Double]
        var two: [Double]
        var three: [Double]
        var number: [Double]
        /// By `balanced two` and the like, a list an output.
        var logistic: [String: [[Double]]]
        var bayes: [String: [[Double]]]
        var lightgbm: [String: [[Double]]]
        var monotone: [String: [Double]]
    }

    private let expected: Expected

    init() throws {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        let path = folder.appendingPathComponent("Fixtures/constrained.json")
        expected = try JSONDecoder().decode(Expected.self, from: Data(contentsOf: path))
    }

    private static let cases = ["balanced two", "balanced three", "given two", "given three"]

    private static func weights(_ name: String) throws -> ClassWeights {
        guard name.hasPrefix("given") else { return .balanced }
        let labels = name.hasSuffix("two") ? [("no", 1.0), ("yes", 4)] : given
        return try ClassWeights(
            shell: .record(of: labels.map { (name: $0.0, value: Value.float($0.1)) })
        )
    }

    private static let given = [("low", 1.0), ("middle", 4), ("top", 0.5)]

    private func data(_ name: String) -> Dataset {
        let task: LearningTask
        let target: [Double]
        switch name.split(separator: " ").last {
        case "two": (task, target) = (.binary(negative: "no", positive: "yes"), expected.two)
        case "three":
            (task, target) = (.multiclass(["low", "middle", "top"]), expected.three)
        default: (task, target) = (.regression, expected.number)
        }
        let matrix = Matrix(
            rows: target.count,
            columns: 3,
            cells: expected.features.flatMap(\.self)
        )
        return Dataset(
            shape: ModelShape(features: ["a", "b", "c"].map { Feature($0, .number) }, task: task),
            training: Examples(
                features: matrix,
                target: target,
                weights: task == .regression ? nil : expected.weights
            )
        )
    }

    private func gap(_ found: Matrix, _ wanted: [[Double]]) -> Double {
        let last = wanted.suffix(found.columns)
        return zip(found.cells, last.flatMap(\.self)).reduce(0) { max($0, ($1.0 - $1.1).magnitude) }
    }

    @Test("logistic, as scikit-learn weighs classes", arguments: cases)
    func logistic(_ name: String) throws {
        var learner = Logistic()
        learner.classWeight = try Self.weights(name)
        let data = data(name)
        let model = try learner.fit(data, in: WorkContext())
        let found = try model.predict(data.training.features, in: WorkContext())
        #expect(gap(found, try #require(expected.logistic[name])) < 2e-6)
    }

    @Test("naive_bayes, as scikit-learn does with the weights of the rows", arguments: cases)
    func bayes(_ name: String) throws {
        var learner = NaiveBayes()
        learner.classWeight = try Self.weights(name)
        let data = data(name)
        let model = try learner.fit(data, in: WorkContext())
        let found = try model.predict(data.training.features, in: WorkContext())
        #expect(gap(found, try #require(expected.bayes[name])) < 1e-7)
    }

    @Test("lightgbm, as its Python package does with the weights of the rows", arguments: cases)
    func lightgbm(_ name: String) throws {
        var learner = LightGBM()
        (learner.trees, learner.seed) = (20, 11)
        learner.classWeight = try Self.weights(name)
        let data = data(name)
        let model = try learner.fit(data, in: WorkContext())
        let found = try model.margin(data.training.features, in: WorkContext())
        #expect(gap(found, try #require(expected.lightgbm[name])) < 1e-12)
    }

    @Test("the other learners of classes count their rows the same way", arguments: cases)
    func others(_ name: String) throws {
        let data = data(name)
        var weighted = data
        let factors = try data.weighted(by: Self.weights(name)).training.weights
        weighted.training.weights = factors
        func check<L: Learner>(_ plain: L, _ change: (inout L) throws -> Void) throws {
            var learner = plain
            try change(&learner)
            let found = try learner.fit(data, in: WorkContext())
                .predict(data.training.features, in: WorkContext())
            let wanted = try plain.fit(weighted, in: WorkContext())
                .predict(data.training.features, in: WorkContext())
            let unweighted = try plain.fit(data, in: WorkContext())
                .predict(data.training.features, in: WorkContext())
            #expect(found == wanted, "\(L.name)")
            #expect(found != unweighted, "\(L.name)")
        }
        try check(XGBoost()) { $0.classWeight = try Self.weights(name) }
        try check(Forest()) { $0.classWeight = try Self.weights(name) }
        try check(DecisionTreeLearner()) { $0.classWeight = try Self.weights(name) }
        var curves = AdditiveTrees()
        curves.trees = 20
        try check(curves) { $0.classWeight = try Self.weights(name) }
    }

    private func monotone(_ directions: [(String, String)]) throws -> MonotoneFeatures {
        try MonotoneFeatures(
            shell: .record(of: directions.map { (name: $0.0, value: Value.text($0.1)) })
        )
    }

    @Test("directions are those of the Python packages")
    func directions() throws {
        let held = try monotone([("a", "rising"), ("c", "falling")])
        let data = data("number")
        let features = data.training.features
        var light = LightGBM()
        (light.trees, light.seed, light.monotone) = (30, 11, held)
        let first = try light.fit(data, in: WorkContext()).predict(features, in: WorkContext())
        #expect(gap(first, [try #require(expected.monotone["lightgbm"])]) < 1e-12)
        var extreme = XGBoost()
        (extreme.trees, extreme.depth, extreme.monotone) = (30, 4, held)
        let second = try extreme.fit(data, in: WorkContext()).predict(features, in: WorkContext())
        #expect(gap(second, [try #require(expected.monotone["xgboost"])]) < 1e-5)
    }

    @Test("predictions of held features never turn, and of free ones do")
    func shapes() throws {
        let data = data("number")
        let held = try monotone([("a", "rising"), ("c", "falling")])
        var curves = AdditiveTrees()
        (curves.trees, curves.monotone) = (100, held)
        var light = LightGBM()
        light.monotone = held
        var extreme = XGBoost()
        extreme.monotone = held
        func turns<L: Learner>(_ learner: L) throws -> [Bool] {
            let model = try learner.fit(data, in: WorkContext())
            return try (0..<3).map { column in
                var rows = Matrix(rows: 200, columns: 3, cells: Array(repeating: 0, count: 600))
                for row in 0..<200 { rows[row, column] = -3 + 6 * Double(row) / 199 }
                let found = try model.predict(rows, in: WorkContext()).column(0)
                let steps = zip(found.dropFirst(), found).map { $0 - $1 }
                return (steps.contains { $0 > 0 }, steps.contains { $0 < 0 })
            }.map { rises, falls in rises && falls }
        }
        #expect(try turns(curves) == [false, true, false])
        #expect(try turns(light) == [false, true, false])
        #expect(try turns(extreme) == [false, true, false])
    }

    @Test("what cannot be weighed or held is refused")
    func refusals() throws {
        #expect(throws: Diagnostic.self) { try self.data("number").weighted(by: .balanced) }
        let unknown = try ClassWeights(shell: .record(of: [("maybe", Value.float(2))]))
        #expect(throws: Diagnostic.self) { try self.data("two").weighted(by: unknown) }
        for weight in [0.0, -1, .infinity, .nan] {
            #expect(throws: Diagnostic.self) {
                try ClassWeights(shell: .record(of: [("yes", Value.float(weight))]))
            }
        }
        let other = try monotone([("d", "rising")])
        #expect(throws: Diagnostic.self) { try other.signs(of: self.data("number")) }
        let one = try monotone([("a", "rising")])
        #expect(throws: Diagnostic.self) { try one.signs(of: self.data("three")) }
        #expect(throws: Diagnostic.self) { try self.monotone([("a", "up")]) }
    }
}
