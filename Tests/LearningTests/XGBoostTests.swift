import Diagnostics
import Foundation
import Kernels
import Learning
import Tables
import Testing
import Trees
import XGBoostLearners

@Suite("XGBoost")
struct XGBoostTests {
    /// What `Fixtures/xgboost.py` wrote.
    private struct Expected: Decodable {
        struct Fit: Decodable {
            /// An output after another.
            var prediction: [[Double]]
            var margin: [[Double]]
            var contributions: [[Double]]
            var gain: [Double]
        }

        struct Stopped: Decodable {
            var rounds: Int
            var prediction: [[Double]]
        }

        var regression: Fit
        var binary: Fit
        var multiclass: Fit
        var stopped: Stopped

        static func read(file: String = #filePath) throws -> Expected {
            let folder = URL(fileURLWithPath: file).deletingLastPathComponent()
            let path = folder.appendingPathComponent("Fixtures/xgboost.json")
            return try JSONDecoder().decode(Expected.self, from: Data(contentsOf: path))
        }
    }

    private let fixture: Fixture
    private let expected: Expected
    private let features = ["distance", "hour", "carrier", "temp"]

    init() throws {
        fixture = try Fixture.read()
        expected = try Expected.read()
    }

    /// The settings of the script that made the fixture.
    private var learner: XGBoost {
        var learner = XGBoost()
        learner.trees = 30
        learner.depth = 4
        learner.minRows = 2
        learner.rowShare = 0.8
        learner.columnShare = 0.75
        learner.l1 = 0.1
        learner.l2 = 2
        learner.seed = 11
        return learner
    }

    private func matrix(for model: XGBoostModel) -> Matrix {
        let table = fixture.data.table
        return model.features.matrix(of: features.compactMap { table[$0] }, rows: table.count)
    }

    private func outputs(_ numbers: Matrix) -> [[Double]] {
        (0..<numbers.columns).map { Array(numbers.column($0)) }
    }

    @Test(
        "predictions are the Python package's, bit for bit",
        arguments: ["regression", "binary", "multiclass"]
    )
    func parity(_ name: String) throws {
        let target = ["regression": "delay", "binary": "late", "multiclass": "size"][name] ?? ""
        let expected =
            name == "regression"
            ? expected.regression : name == "binary" ? expected.binary : expected.multiclass
        let data = try fixture.data.table
            .reading(target, from: features, weight: "weight", rows: 0..<400).dataset
        let model = try learner.fit(data, in: WorkContext())
        let rows = matrix(for: model)
        #expect(outputs(try model.predict(rows, in: WorkContext())) == expected.prediction)
        #expect(outputs(try model.margin(rows, in: WorkContext())) == expected.margin)
        #expect(agree(try model.gains(), expected.gain, relative: 1e-5))
        let found = try TreeContributions(of: model.ensemble())
            .pathDependent(rows.rows(at: Array(0..<20)), in: WorkContext())
        for (row, numbers) in expected.contributions.enumerated() {
            let ours = zip(found.contributions, found.bases).flatMap { part, base in
                features.indices.map { part[row, $0] } + [base]
            }
            #expect(agree(ours, numbers, relative: 1e-4, absolute: 1e-5))
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
        #expect(model.summary.facts[0].value == .int(Int64(expected.stopped.rounds)))
        let prediction = try model.predict(matrix(for: model), in: WorkContext())
        #expect(outputs(prediction) == expected.stopped.prediction)
    }

    @Test("patience without rows to stop by is refused")
    func patienceAlone() throws {
        let data = try fixture.data.table.reading("late", from: features).dataset
        var learner = learner
        learner.patience = 5
        let fault = #expect(throws: Diagnostic.self) {
            try learner.fit(data, in: WorkContext())
        }
        #expect(fault?.code == "learner.patience")
    }

    @Test("threads change nothing", arguments: [2, 4])
    func threads(_ count: Int) throws {
        let data = try fixture.data.table.reading("size", from: features).dataset
        let one = try learner.fit(data, in: WorkContext(threads: 1))
        let many = try learner.fit(data, in: WorkContext(threads: count))
        #expect(one.text == many.text)
    }

    @Test("a stored model gives the same predictions to the last bit")
    func storing() throws {
        let table = fixture.data.table
        for target in ["delay", "late", "size"] {
            let data = try table.reading(target, from: features).dataset
            try checkStoring(try learner.fit(data, in: WorkContext()), table, features)
        }
    }

    @Test("trees as plain data send every cell where the library sends it")
    func ensemble() throws {
        // Cells at thresholds, and so near to them that they are the same in 32 bits.
        let shape = ModelShape(features: [Feature("x", .number)], task: .regression)
        let base = (0..<40).map { Double(Float($0) / 7) }
        var learner = XGBoost()
        (learner.trees, learner.minRows) = (5, 0)
        let model = try learner.fit(
            Dataset(
                shape: shape,
                training: Examples(
                    features: Matrix(rows: 40, columns: 1, cells: base),
                    target: (0..<40).map { Double($0 * $0 % 11) }
                )
            ),
            in: WorkContext()
        )
        let cells = base.flatMap { [$0, $0.nextDown, $0.nextUp, $0 - 1e-7, $0 + 1e-7] } + [.nan]
        let rows = Matrix(rows: cells.count, columns: 1, cells: cells)
        let margin = try model.margin(rows, in: WorkContext())
        let found = try TreeContributions(of: model.ensemble())
            .pathDependent(rows, in: WorkContext())
        for row in cells.indices {
            let sum = found.bases[0] + found.contributions[0][row, 0]
            #expect((sum - margin[row, 0]).magnitude < 1e-5)
        }
    }

    @Test("a margin of many trees is as near to its parts as 32 bits let it be")
    func roundoff() throws {
        var data = try fixture.data.table.reading("delay", from: features).dataset
        data.training.target = data.training.target.map { $0 + 4000 }
        var learner = learner
        (learner.trees, learner.depth) = (3000, 6)
        let model = try learner.fit(data, in: WorkContext())
        let rows = data.training.features
        let margin = try model.margin(rows, in: WorkContext())
        let found = try TreeContributions(of: model.ensemble())
            .pathDependent(rows, in: WorkContext())
        let gap = (0..<rows.rows).map { row in
            let sum = (0..<4).reduce(found.bases[0]) { $0 + found.contributions[0][row, $1] }
            return (sum - margin[row, 0]).magnitude / 4000
        }.max()
        #expect(try #require(gap) > 1e-6 && #require(gap) < model.roundoff)
    }

    @Test(
        "a document that is no model, or whose parts do not fit, is refused",
        arguments: [
            ("\"learner\"", "\"other\""), ("\"left_children\":[1", "\"left_children\":[99999"),
            ("\"right_children\":[2", "\"right_children\":[0"),
            ("\"split_indices\":[", "\"split_indices\":[7777,"),
            ("\"base_score\":\"[", "\"base_score\":\"[0.5,"),
            ("\"tree_info\":[0", "\"tree_info\":[3"), ("\"id\":1,", "\"id\":0,"),
            ("\"categories\":[", "\"categories\":[-7,"),
            ("\"categories\":[", "\"categories\":[2147483647,"),
            ("\"base_weights\":[", "\"base_weights\":[0,"),
            ("\"num_nodes\":\"", "\"num_nodes\":\"9"), ("\"parents\":[", "\"parents\":[1,"),
            ("\"parents\":[2147483647,0", "\"parents\":[2147483647,5000000"),
            ("\"num_feature\":\"4\"", "\"num_feature\":\"4000000000\""),
            ("\"num_trees\":\"30\"", "\"num_trees\":\"31\""),
            ("\"num_parallel_tree\":\"1\"", "\"num_parallel_tree\":\"0\""),
            ("\"iteration_indptr\":[0", "\"iteration_indptr\":[0,900"),
            ("\"size_leaf_vector\":\"1\"", "\"size_leaf_vector\":\"-9\""),
            ("\"num_class\":\"0\"", "\"num_class\":\"7\""),
            ("\"sorted_idx\":[", "\"sorted_idx\":[7"),
            ("\"name\":\"binary:logistic\"", "\"name\":\"multi:softprob\""),
            ("\"name\":\"gbtree\"", "\"name\":\"dart\""),
        ]
    )
    func corrupt(_ found: String, _ put: String) throws {
        let model = try learner.fit(try late, in: WorkContext())
        #expect(model.text.contains(found))
        try refuse(model.text.replacingOccurrences(of: found, with: put), of: model)
    }

    @Test("a list of another length is refused, whatever list it is")
    func lengths() throws {
        let model = try learner.fit(try late, in: WorkContext())
        let found = model.text.matches(of: /"([a-z_]+)":\[-?[0-9.E-]+,/).map { $0.output }
        let lists = Dictionary(found.map { ($1, $0) }) { first, _ in first }
        #expect(lists.count >= 12)
        for (name, start) in lists where name != "version" {
            let shorter = model.text.replacing(start, with: "\"\(name)\":[", maxReplacements: 1)
            try refuse(shorter, of: model)
        }
    }

    @Test("of a key there is one, spelled as the library spells it")
    func keys() throws {
        let model = try learner.fit(try late, in: WorkContext())
        let key = "\"left_children\":["
        // Spelled otherwise it is another key, here as in the library.
        for other in ["\"leftChildren\":[", "\"left__children\":[", "\"_left_children\":["] {
            let both = model.text.replacingOccurrences(of: key, with: "\(other)5],\(key)")
            let read = try XGBoostModel(decoding: Array(both.utf8), shape: model.shape)
            let rows = matrix(for: model)
            #expect(
                try read.predict(rows, in: WorkContext()) == model.predict(rows, in: WorkContext())
            )
            let hidden = model.text.replacingOccurrences(of: key, with: "\(key)-1],\(other)")
            try refuse(hidden, of: model)
        }
        for other in [key, "\"left\\u005fchildren\":["] {
            let twice = model.text.replacingOccurrences(of: key, with: "\(other)-1],\(key)")
            try refuse(twice, of: model)
        }
    }

    @Test("classes that differ from those of the objective are refused")
    func classes() throws {
        let data = try fixture.data.table.reading("size", from: features).dataset
        let model = try learner.fit(data, in: WorkContext())
        let found = "\"softmax_multiclass_param\":{\"num_class\":\"3\""
        #expect(model.text.contains(found))
        let put = found.replacingOccurrences(of: "3", with: "4")
        try refuse(model.text.replacingOccurrences(of: found, with: put), of: model)
        let both = model.text.replacingOccurrences(
            of: "\"num_class\":\"3\"",
            with: "\"num_class\":\"300000\""
        )
        try refuse(both, of: model)
    }

    private var late: Dataset {
        get throws { try fixture.data.table.reading("late", from: features).dataset }
    }

    private func refuse(_ text: String, of model: XGBoostModel) throws {
        let fault = #expect(throws: Diagnostic.self) {
            try XGBoostModel(decoding: Array(text.utf8), shape: model.shape)
        }
        #expect(fault?.code == "model.corrupt")
    }

    @Test("a document that is cut short is refused wherever it is cut")
    func cut() throws {
        let data = try fixture.data.table.reading("late", from: features).dataset
        let bytes = try learner.fit(data, in: WorkContext()).encoded()
        for share in 0..<10 {
            let part = Array(bytes.prefix(bytes.count * share / 10))
            let fault = #expect(throws: Diagnostic.self) {
                try XGBoostModel(decoding: part, shape: data.shape)
            }
            #expect(fault?.code == "model.corrupt")
        }
    }

    @Test("numbers beyond 32 bits are refused by name")
    func large() throws {
        var data = try fixture.data.table.reading("delay", from: features).dataset
        data.training.features[3, 1] = 1e39
        let fault = #expect(throws: Diagnostic.self) {
            try learner.fit(data, in: WorkContext())
        }
        #expect(fault?.code == "feature.infinite" && fault?.message.contains("`hour`") == true)
        data.training.features[3, 1] = 1
        data.training.target[3] = 1e39
        let other = #expect(throws: Diagnostic.self) {
            try learner.fit(data, in: WorkContext())
        }
        #expect(other?.code == "target.infinite")
    }

    @Test("a request to stop ends the training between rounds")
    func stoppingByHand() throws {
        let data = try fixture.data.table.reading("late", from: features).dataset
        let work = WorkContext()
        work.cancellation.cancel()
        #expect(throws: CancellationError.self) { try learner.fit(data, in: work) }
    }

    @Test("few rows give no split, and it is said")
    func fewRows() throws {
        let data = try fixture.data.table.reading("delay", from: features, rows: 0..<8).dataset
        var learner = learner
        learner.minRows = 100
        let model = try learner.fit(data, in: WorkContext())
        #expect(model.summary.remarks.contains { $0.hasPrefix("no tree has a split") })
    }
}
