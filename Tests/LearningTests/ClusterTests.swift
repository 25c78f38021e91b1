import ClassicLearners
import Diagnostics
import DuckDBEngine
import Foundation
import Kernels
import Learning
import Relations
import Tables
import Testing

@Suite("Learners without a target")
struct ClusterTests {
    /// What `Fixtures/clusters.py` wrote.
    private struct Expected: Decodable {
        struct Clusters: Decodable {
            var start: [[Double]]
            var labels: [Int64]
            var inertia: Double
            var rounds: Int
            var centers: [[Double]]
            var sizes: [Double]
            var silhouette: Double
        }

        var features: [[Double?]]
        var weights: [Double]
        var plain: Clusters
        var weighted: Clusters
        var best: Double
        var cloud: [[Double]]
        var scores: [Double]
        var sizes: [Int]
        var depths: [Double]
    }

    private let expected: Expected
    private let rows: UnsupervisedRows
    private let cloud: UnsupervisedRows
    private let work = WorkContext(seed: 3)

    init() throws {
        let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("Fixtures/clusters.json")
        expected = try JSONDecoder().decode(Expected.self, from: Data(contentsOf: path))
        let cells = expected.features.flatMap { $0.map { $0 ?? .nan } }
        let count = expected.features[0].count
        rows = UnsupervisedRows(
            features: [
                Feature("x", .number), Feature("z", .number), Feature("flag", .flag),
                Feature("level", .category(["a", "b", "c"])),
            ],
            matrix: Matrix(rows: count, columns: 4, cells: cells)
        )
        cloud = UnsupervisedRows(
            features: ["a", "b", "c"].map { Feature($0, .number) },
            matrix: Matrix(
                rows: expected.scores.count,
                columns: 3,
                cells: expected.cloud.flatMap(\.self)
            )
        )
    }

    private func numbers(_ column: Column) -> [Double] {
        (0..<column.count).map { column[$0].number ?? .nan }
    }

    @Test("kmeans from the same start is scikit-learn's KMeans", arguments: [false, true])
    func lloyd(isWeighted: Bool) throws {
        let known = isWeighted ? expected.weighted : expected.plain
        var rows = rows
        if isWeighted { rows.weights = expected.weights }
        let found = try KMeans().clusters(rows, from: known.start, in: work)
        #expect(agree([found.inertia], [known.inertia], relative: 1e-9))
        // The last round, in which no row moves, is counted there.
        #expect([known.rounds - 1, known.rounds].contains(found.rounds))
        let cells = try found.model.predict(rows.matrix, in: work)
        let labels = numbers(cells[0]).map { Int64($0) - 1 }
        // Rows of weight zero may lie anywhere.
        for (row, label) in labels.enumerated()
        where !isWeighted || expected.weights[row] > 0 {
            #expect(label == known.labels[row])
        }
        if !isWeighted {
            #expect(agree([found.silhouette ?? .nan], [known.silhouette], relative: 1e-9))
        }
        let table = try #require(found.model.summary.coefficients)
        #expect(agree(numbers(table.columns[1]), known.sizes))
    }

    @Test("kmeans finds starts of its own that are as good as the best of hundreds")
    func starts() throws {
        var learner = KMeans()
        learner.clusters = 4
        let model = try learner.fit(rows, in: work)
        let inertia = model.summary.facts.first { $0.name == "inertia" }?.value.number
        #expect(agree([inertia ?? .nan], [expected.best], relative: 1e-6))
    }

    @Test(
        "kmeans leaves no cluster without rows, and makes no more than there are rows that differ"
    )
    func few() throws {
        let cells: [Double] = [1, 1, 1, 1, 5, 5, 9, 9]
        let repeated = UnsupervisedRows(
            features: [Feature("x", .number)],
            matrix: Matrix(rows: 8, columns: 1, cells: cells)
        )
        var learner = KMeans()
        learner.clusters = 5
        let model = try learner.fit(repeated, in: work)
        #expect(model.summary.remarks.count == 1)
        let found = numbers(try model.predict(repeated.matrix, in: work)[0])
        #expect(Array(found.prefix(4)) == [1, 1, 1, 1] && Set(found) == [1, 2, 3])
        // A centre that no row is near takes the row that is farthest from its own.
        learner.clusters = 3
        learner.scale = false
        let search = try learner.clusters(repeated, from: [[-3], [0], [1000]], in: work)
        #expect(search.inertia == 0)
        learner.clusters = 9
        #expect(throws: Diagnostic.self) { try learner.fit(repeated, in: work) }
    }

    @Test("kmeans counts a row of weight three as three rows, from the same start")
    func weights() throws {
        var weighted = rows
        weighted.weights = expected.weights
        let places = expected.weights.indices.flatMap { row in
            Array(repeating: row, count: Int(expected.weights[row]))
        }
        let repeated = UnsupervisedRows(
            features: rows.features,
            matrix: rows.matrix.rows(at: places)
        )
        let start = expected.weighted.start
        let one = try KMeans().clusters(weighted, from: start, in: work)
        let other = try KMeans().clusters(repeated, from: start, in: work)
        #expect(agree([one.inertia], [other.inertia], relative: 1e-9))
        #expect(
            try one.model.predict(rows.matrix, in: work)[0]
                == other.model.predict(rows.matrix, in: work)[0]
        )
    }

    @Test("are the same for any number of threads, and saved to the last bit")
    func deterministic() throws {
        var forest = IsolationForest()
        forest.trees = 20
        var clusters = KMeans()
        clusters.clusters = 3
        func check<L: UnsupervisedLearner>(_ learner: L, _ rows: UnsupervisedRows) throws {
            let one = try learner.fit(rows, in: WorkContext(threads: 1, seed: 5))
            let many = try learner.fit(rows, in: WorkContext(threads: 4, seed: 5))
            let told = try one.predict(rows.matrix, in: WorkContext(threads: 1))
            #expect(try many.predict(rows.matrix, in: WorkContext(threads: 4)) == told)
            #expect(try many.encoded() == one.encoded())
            let again = try L.Model(decoding: try one.encoded(), features: rows.features)
            #expect(try again.predict(rows.matrix, in: WorkContext()) == told)
            #expect(again.summary.facts.map(\.value) == one.summary.facts.map(\.value))
            // Rows do not hang on their neighbours.
            let alone = try one.predict(rows.matrix.rows(at: [7]), in: WorkContext())
            #expect(alone.map { $0[0] } == told.map { $0[7] })
            let nothing = Matrix(
                rows: 1,
                columns: rows.features.count,
                cells: rows.features.map { _ in .nan }
            )
            #expect(try one.predict(nothing, in: WorkContext()).allSatisfy { $0.isMissing(0) })
            let none = Matrix(rows: 0, columns: rows.features.count, cells: [])
            #expect(try one.predict(none, in: WorkContext()).allSatisfy { $0.count == 0 })
            #expect(throws: Diagnostic.self) {
                try L.Model(decoding: try one.encoded(), features: [Feature("y", .number)])
            }
        }
        try check(forest, rows)
        try check(forest, cloud)
        try check(clusters, rows)
        try check(clusters, cloud)
    }

    @Test("a search takes the depth that is scikit-learn's, and the paper's")
    func depths() {
        #expect(
            agree(expected.sizes.map { ExpectedDepth.of($0) }, expected.depths, relative: 1e-12)
        )
    }

    @Test("isolation_forest's scores agree with scikit-learn's in their order and size")
    func scores() throws {
        var sums = [Double](repeating: 0, count: cloud.count)
        for seed in 0..<20 {
            var learner = IsolationForest()
            (learner.sample, learner.seed) = (128, seed)
            let found = numbers(try learner.fit(cloud, in: work).predict(cloud.matrix, in: work)[0])
            for (row, score) in found.enumerated() { sums[row] += score / 20 }
        }
        let gaps = zip(sums, expected.scores).map { ($0 - $1).magnitude }
        #expect((gaps.max() ?? 1) < 0.02)
        let (ours, theirs) = (Ranks.average(sums), Ranks.average(expected.scores))
        let middle = Double(sums.count + 1) / 2
        let shared = zip(ours, theirs).reduce(0) { $0 + ($1.0 - middle) * ($1.1 - middle) }
        let own = theirs.reduce(0) { $0 + ($1 - middle) * ($1 - middle) }
        #expect(shared / own > 0.99, "Spearman's correlation")
        let largest = sums.indices.sorted { sums[$0] > sums[$1] }.prefix(8)
        #expect(Set(largest) == Set(0..<8), "the rows far from the cloud stand apart")
    }

    @Test("isolation_forest gives a row its score, whoever is beside it")
    func gaps() throws {
        var learner = IsolationForest()
        learner.trees = 30
        let model = try learner.fit(cloud, in: work)
        let whole = numbers(try model.predict(cloud.matrix, in: work)[0])
        // Rows that lack something are walked through the trees in another way than those that do not.
        var gappy = cloud.matrix
        gappy[3, 1] = .nan
        let found = numbers(try model.predict(gappy, in: work)[0])
        for row in 0..<cloud.count where row != 3 { #expect(found[row] == whole[row]) }
        #expect(found[3].isFinite && found[3] != whole[3])
    }

    @Test("isolation_forest's score is 2 to the mean depth over the expected one")
    func formula() throws {
        // Two rows: each tree cuts them apart at the first split, at depth 1 = c(2).
        let pair = UnsupervisedRows(
            features: [Feature("x", .number)],
            matrix: Matrix(rows: 2, columns: 1, cells: [0, 1])
        )
        let found = numbers(
            try IsolationForest().fit(pair, in: work).predict(pair.matrix, in: work)[0]
        )
        #expect(found == [0.5, 0.5])
        // Rows that are all alike are a leaf of all of them: depth c(n), score a half.
        let alike = UnsupervisedRows(
            features: [Feature("x", .number)],
            matrix: Matrix(rows: 9, columns: 1, cells: Array(repeating: 4, count: 9))
        )
        let model = try IsolationForest().fit(alike, in: work)
        #expect(
            agree(
                numbers(try model.predict(alike.matrix, in: work)[0]),
                Array(repeating: 0.5, count: 9)
            )
        )
        #expect(model.summary.remarks.count == 1)
    }
}
