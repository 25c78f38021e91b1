import Diagnostics
import Foundation
import Kernels
import Learning
import Tables
import Testing
import XGBoostLearners

@Suite("Trees and forests")
struct AveragedTreesTests {
    /// What `Fixtures/trees.py` wrote; predictions are an output after another.
    private struct Expected: Decodable {
        var features: [[Double]]
        var number: [Double]
        var two: [Double]
        var three: [Double]
        var treeNumber: [[Double]]
        var treeTwo: [[Double]]
        var treeThree: [[Double]]
        var forestNumber: [[Double]]
        var forestTwo: [[Double]]
        var forestThree: [[Double]]

        static func read(file: String = #filePath) throws -> Expected {
            let folder = URL(fileURLWithPath: file).deletingLastPathComponent()
            let path = folder.appendingPathComponent("Fixtures/trees.json")
            let decoder = JSONDecoder()
            decoder.keyDecodingStrategy = .convertFromSnakeCase
            return try decoder.decode(Expected.self, from: Data(contentsOf: path))
        }

        func data(_ task: LearningTask) -> Dataset {
            let target = task == .regression ? number : task.labels.count == 2 ? two : three
            return Dataset(
                shape: ModelShape(
                    features: ["a", "b", "c"].map { Feature($0, .number) },
                    task: task
                ),
                training: Examples(
                    features: Matrix(rows: 300, columns: 3, cells: features.flatMap(\.self)),
                    target: target
                )
            )
        }
    }

    private let expected: Expected
    private static let two = LearningTask.binary(negative: "no", positive: "yes")
    private static let three = LearningTask.multiclass(["low", "middle", "top"])

    init() throws { expected = try Expected.read() }

    private func outputs(_ learner: some Learner, _ task: LearningTask) throws -> [[Double]] {
        let data = expected.data(task)
        let found = try learner.fit(data, in: WorkContext())
            .predict(data.training.features, in: WorkContext())
        return (0..<found.columns).map { Array(found.column($0)) }
    }

    @Test("a tree over few numbers is scikit-learn's")
    func trees() throws {
        var learner = DecisionTreeLearner()
        learner.depth = 4
        let tolerance = 1e-5
        #expect(
            agree(
                try outputs(learner, .regression)[0],
                expected.treeNumber[0],
                relative: tolerance
            )
        )
        #expect(
            agree(
                try outputs(learner, Self.two)[0],
                expected.treeTwo[0],
                relative: tolerance,
                absolute: 1e-6
            )
        )
        learner.depth = 3
        let found = try outputs(learner, Self.three)
        for (ours, theirs) in zip(found, expected.treeThree) {
            #expect(agree(ours, theirs, relative: tolerance, absolute: 1e-6))
        }
    }

    @Test("a forest is the Python package's")
    func forests() throws {
        var learner = Forest()
        (learner.trees, learner.depth, learner.seed) = (25, 6, 11)
        #expect(try outputs(learner, .regression) == expected.forestNumber)
        #expect(try outputs(learner, Self.two) == expected.forestTwo)
        let found = try outputs(learner, Self.three)
        for (ours, theirs) in zip(found, expected.forestThree) {
            // Ours add up to one.
            #expect(agree(ours, theirs, relative: 1e-5, absolute: 1e-6))
        }
    }

    @Test("rules tell for each node the rows that came there, and their mean")
    func rules() throws {
        var learner = DecisionTreeLearner()
        learner.depth = 2
        let data = expected.data(.regression)
        let model = try learner.fit(data, in: WorkContext())
        let table = try #require(model.summary.coefficients)
        let first = try #require(table["rule"])
        #expect(first[0] == .text("all rows"))
        guard case .text(let rule) = first[1], case .float(let rows)? = table["rows"]?[1],
            case .float(let mean)? = table["prediction"]?[1],
            let limit = rule.split(separator: " ").last.flatMap({ Double($0) })
        else {
            Issue.record("a rule, its rows and its mean")
            return
        }
        let column = try #require(["a", "b", "c"].firstIndex { rule.hasPrefix("  \($0) < ") })
        let chosen = (0..<300).filter { expected.features[column][$0] < limit }
        #expect(Double(chosen.count) == rows)
        let sum = chosen.reduce(0) { $0 + expected.number[$1] }
        #expect((sum / rows - mean).magnitude < 1e-5)
    }

    @Test("a number of rows for leaves is refused with three classes")
    func minRows() throws {
        var tree = DecisionTreeLearner()
        tree.minRows = 5
        var forest = Forest()
        forest.minRows = 5
        let data = expected.data(Self.three)
        let fault = #expect(throws: Diagnostic.self) { try tree.fit(data, in: WorkContext()) }
        #expect(fault?.code == "trees.rows")
        let other = #expect(throws: Diagnostic.self) { try forest.fit(data, in: WorkContext()) }
        #expect(other?.code == "trees.rows")
    }

    @Test("seeds differ, and threads do not")
    func seeds() throws {
        var learner = Forest()
        (learner.trees, learner.seed) = (10, 1)
        let data = expected.data(Self.three)
        let one = try learner.fit(data, in: WorkContext(threads: 1)).encoded()
        #expect(try learner.fit(data, in: WorkContext(threads: 2)).encoded() == one)
        learner.seed = 2
        #expect(try learner.fit(data, in: WorkContext(threads: 1)).encoded() != one)
    }

    @Test("levels that would be too many columns for three classes are refused")
    func levels() throws {
        func data(_ task: LearningTask) -> Dataset {
            let levels = (0..<40_000).map { String($0) }
            return Dataset(
                shape: ModelShape(
                    features: [Feature("a", .number), Feature("city", .category(levels))],
                    task: task
                ),
                training: Examples(
                    features: Matrix(repeating: 0, rows: 5000, columns: 2),
                    target: (0..<5000).map { Double($0 % 2) }
                )
            )
        }
        for learner: any Learner in [DecisionTreeLearner(), Forest()] {
            let fault = #expect(throws: Diagnostic.self) {
                try learner.fit(data(Self.three), in: WorkContext())
            }
            #expect(fault?.code == "trees.size")
            #expect(fault?.message.contains("40001 columns at most 4999 rows") == true)
            #expect(fault?.hints.contains { $0.contains("`city` has 40000 levels") } == true)
        }
        #expect(throws: Never.self) {
            try DecisionTreeLearner().fit(data(Self.two), in: WorkContext())
        }
    }

    @Test(
        "sizes that do not fit are refused before the library sees them",
        arguments: [
            ("\"base_weights\":[", "\"base_weights\":[0,"),
            ("\"leaf_weights\":[", "\"leaf_weights\":[],\"leafWeights\":["),
            ("\"leaf_weights\":[", "\"other\":["),
            ("\"loss_changes\":[", "\"loss_changes\":[],\"lossChanges\":["),
            ("\"right_children\":[2", "\"right_children\":[2000000"),
            ("\"size_leaf_vector\":\"3\"", "\"size_leaf_vector\":\"300\""),
            ("\"num_target\":\"3\"", "\"num_target\":\"300\""),
            ("\"num_nodes\":\"", "\"num_nodes\":\"9"), ("\"parents\":[-1", "\"parents\":[77777"),
            ("\"id\":1,", "\"id\":0,"),
        ]
    )
    func hostile(_ found: String, _ put: String) throws {
        var forest = Forest()
        forest.trees = 3
        let model = try forest.fit(expected.data(Self.three), in: WorkContext())
        let text = String(decoding: model.encoded(), as: UTF8.self)
        #expect(text.contains(found))
        let tampered = text.replacingOccurrences(of: found, with: put)
        let fault = #expect(throws: Diagnostic.self) {
            try AveragedTreesModel(decoding: Array(tampered.utf8), shape: model.shape)
        }
        #expect(fault?.code == "model.corrupt")
    }
}
