import Diagnostics
import Foundation
import Kernels
import Learning
import LightGBMLearners
import Tables
import Testing

@Suite("Additive models")
struct AdditiveTreesTests {
    /// What `Fixtures/gam.py` wrote.
    private struct Expected: Decodable {
        struct Task: Decodable {
            /// Raw scores, an output after the other.
            var scores: [[Double]]
            /// For each of some rows and each feature what it adds to each output.
            var curves: [[[Double]]]
        }

        var features: [[Double?]]
        var weights: [Double]
        var targets: [String: [Double]]
        var tasks: [String: Task]

        static func read(file: String = #filePath) throws -> Expected {
            let folder = URL(fileURLWithPath: file).deletingLastPathComponent()
            let path = folder.appendingPathComponent("Fixtures/gam.json")
            return try JSONDecoder().decode(Expected.self, from: Data(contentsOf: path))
        }
    }

    private let expected: Expected
    private static let tasks: [String: LearningTask] = [
        "regression": .regression, "binary": .binary(negative: "no", positive: "yes"),
        "multiclass": .multiclass(["low", "middle", "top"]),
    ]

    init() throws { expected = try Expected.read() }

    private func data(_ name: String) throws -> Dataset {
        let cells = expected.features.flatMap { $0.map { $0 ?? .nan } }
        let target = try #require(expected.targets[name])
        let levels = ["a", "b", "c", "d", "e"]
        return Dataset(
            shape: ModelShape(
                features: [
                    Feature("number", .number), Feature("whole", .number),
                    Feature("level", .category(levels)),
                ],
                task: try #require(Self.tasks[name])
            ),
            training: Examples(
                features: Matrix(rows: target.count, columns: 3, cells: cells),
                target: target,
                weights: expected.weights
            )
        )
    }

    /// The settings of the script that made the fixture.
    private var learner: AdditiveTrees {
        var learner = AdditiveTrees()
        (learner.trees, learner.rate, learner.minRows) = (60, 0.1, 10)
        (learner.rowShare, learner.l2, learner.seed) = (0.8, 1, 11)
        return learner
    }

    @Test(
        "score as the Python package's trees do, by curves as brute force finds them",
        arguments: ["regression", "binary", "multiclass"]
    )
    func parity(_ name: String) throws {
        let wanted = try #require(expected.tasks[name])
        let data = try data(name)
        let model = try learner.fit(data, in: WorkContext())
        let features = data.training.features
        let margin = try model.margin(features, in: WorkContext())
        for (output, scores) in wanted.scores.enumerated() {
            let gaps = zip(margin.column(output), scores).map { ($0 - $1).magnitude }
            #expect((gaps.max() ?? 1) < 1e-12)
        }
        let parts = try model.contributions(features, in: WorkContext())
        for (row, curves) in wanted.curves.enumerated() {
            for (feature, outputs) in curves.enumerated() {
                for (output, added) in outputs.enumerated() {
                    #expect((parts[output][row, feature] - added).magnitude < 1e-10)
                }
            }
        }
    }

    @Test("tell every piece of a curve, with its rows, and weigh each curve to a mean of zero")
    func pieces() throws {
        let data = try data("regression")
        let model = try learner.fit(data, in: WorkContext())
        let curves = model.curves
        let (names, levels) = (try #require(curves["feature"]), try #require(curves["level"]))
        let (scores, rows) = (try #require(curves["score"]), try #require(curves["rows"]))
        for (index, feature) in ["number", "whole", "level"].enumerated() {
            let own = (0..<curves.count).filter { names[$0] == .text(feature) }
            let numbers = own.map { (scores[$0].number ?? .nan, rows[$0].number ?? .nan) }
            let total = numbers.map(\.1).reduce(0, +)
            #expect((total - expected.weights.reduce(0, +)).magnitude < 1e-9)
            #expect(numbers.map { $0 * $1 }.reduce(0, +).magnitude < 1e-9 * total)
            let missing = own.filter { levels[$0] == .text("missing") }.count
            #expect(missing == (index == 0 ? 1 : 0))
        }
        let level = (0..<curves.count).filter { names[$0] == .text("level") }
        #expect(level.map { levels[$0] } == ["a", "b", "c", "d", "e"].map { .text($0) })
    }

    @Test(
        "refuse curves that cannot have been learned",
        arguments: [
            ("\"cuts\" : [\n", "\"cuts\" : [\n1e9,"), ("\"missing\" : ", "\"missing\" : 1e"),
            ("\"intercepts\" : [\n", "\"intercepts\" : [\n1,"),
            ("\"trees\"", "\"threes\""),
        ]
    )
    func corrupt(_ honest: String, _ hostile: String) throws {
        let model = try learner.fit(try data("regression"), in: WorkContext())
        let text = String(decoding: try model.encoded(), as: UTF8.self)
        #expect(text.contains(honest))
        let changed = text.replacingOccurrences(of: honest, with: hostile)
        let fault = #expect(throws: Diagnostic.self) {
            try AdditiveModel(decoding: Array(changed.utf8), shape: model.shape)
        }
        #expect(fault?.code == "model.corrupt")
    }
}
