import ClassicLearners
import Diagnostics
import Foundation
import Kernels
import Learning
import Tables
import Testing

@Suite("Nearest neighbours")
struct NeighborsTests {
    /// What `Fixtures/neighbors.py` wrote; answers are an output after another.
    private struct Expected: Decodable {
        struct Case: Decodable {
            var kind: String
            var features: [[Double?]]
            var answers: [String: [[Double]]]
        }
        /// How many rows are learned from, and the first that is asked.
        var train: Int
        var ask: Int
        var number: [Double]
        var two: [Double]
        var three: [Double]
        var cases: [Case]

        static func read(file: String = #filePath) throws -> Expected {
            let folder = URL(fileURLWithPath: file).deletingLastPathComponent()
            let path = folder.appendingPathComponent("Fixtures/neighbors.json")
            return try JSONDecoder().decode(Expected.self, from: Data(contentsOf: path))
        }
    }

    private static let tasks: [(String, LearningTask)] = [
        ("number", .regression), ("two", .binary(negative: "no", positive: "yes")),
        ("three", .multiclass(["low", "middle", "top"])),
    ]

    private func features(_ one: Expected.Case) -> [Feature] {
        one.features.indices.map { place in
            guard one.kind == "mixed", place > 2 else { return Feature("x\(place)", .number) }
            return Feature("x\(place)", place == 3 ? .category(["a", "b", "c", "d"]) : .flag)
        }
    }

    @Test("neighbours are scikit-learn's, by the tree, row by row, with categories and with gaps")
    func pinned() throws {
        let expected = try Expected.read()
        let targets = [expected.number, expected.two, expected.three]
        for one in expected.cases {
            let all = Matrix(
                rows: expected.number.count,
                columns: one.features.count,
                cells: one.features.flatMap { $0.map { $0 ?? .nan } }
            )
            let asked = all.rows(at: Array(expected.ask..<all.rows))
            for ((word, task), target) in zip(Self.tasks, targets) {
                let data = Dataset(
                    shape: ModelShape(features: features(one), task: task),
                    training: Examples(
                        features: all.rows(at: Array(0..<expected.train)),
                        target: Array(target[..<expected.train])
                    )
                )
                for (weights, neighbors) in [("uniform", 1), ("distance", 1)]
                    + [("uniform", 7), ("distance", 7)]
                {
                    var learner = Neighbors()
                    (learner.weights, learner.neighbors) = (weights, neighbors)
                    let found = try learner.fit(data, in: WorkContext())
                        .predict(asked, in: WorkContext())
                    let theirs = try #require(one.answers["\(word) \(weights) \(neighbors)"])
                    let wanted = task.outputs == theirs.count ? theirs : [theirs[1]]
                    for (output, column) in wanted.enumerated() {
                        #expect(
                            agree(Array(found.column(output)), column, relative: 1e-7),
                            "\(one.kind) \(word) \(weights) \(neighbors)"
                        )
                    }
                }
            }
        }
    }

    /// Rows on a coarse grid, so that many are equally far, each with its number as the target.
    private func grid(rows: Int, columns: Int, spoiled: Bool = false) -> Dataset {
        let chance = RandomStream(seed: 3, purpose: "grid")
        var matrix = Matrix(repeating: 0, rows: rows, columns: columns)
        for row in 0..<rows {
            for column in 0..<columns {
                matrix[row, column] = (chance.uniform(row: row, draw: column) * 4).rounded()
            }
        }
        if spoiled { matrix[rows - 1, columns - 1] = .nan }
        return Dataset(
            shape: ModelShape(
                features: (0..<columns).map { Feature("x\($0)", .number) },
                task: .regression
            ),
            training: Examples(features: matrix, target: (0..<rows).map { Double($0) })
        )
    }

    @Test("of rows as near the first are taken, however they are searched")
    func ties() throws {
        for columns in [1, 2, 3, 5] {
            let data = grid(rows: 1500, columns: columns)
            let matrix = data.training.features
            let model = try Neighbors().fit(data, in: WorkContext())
            let found = try model.predict(matrix, in: WorkContext(threads: 2))
            let scaled = (0..<columns).map { column in
                let cells = Array(matrix.column(column))
                let scale = deviation(cells)
                return cells.map { $0 / scale }
            }
            for row in stride(from: 0, to: 1500, by: 37) {
                // The same by hand: all distances, sorted, and of equal ones by their rows.
                let squares = (0..<1500).map { other in
                    scaled.reduce(0.0) { sum, column in
                        let gap = column[row] - column[other]
                        return sum + gap * gap
                    }
                }
                let nearest = squares.indices.sorted { (squares[$0], $0) < (squares[$1], $1) }
                let mean = nearest.prefix(5).reduce(0) { $0 + Double($1) } / 5
                #expect((found[row, 0] - mean).magnitude < 1e-9)
            }
        }
    }

    private func deviation(_ cells: [Double]) -> Double {
        let mean = Sums.mean(cells)
        return Sums.mean(cells.map { ($0 - mean) * ($0 - mean) }).squareRoot()
    }

    @Test("a row without a value in common gets the mean, and one of zero distance decides")
    func edges() throws {
        var data = grid(rows: 100, columns: 2, spoiled: true)
        data.training.target[0] = 1000
        var learner = Neighbors()
        learner.weights = "distance"
        learner.neighbors = 1
        let model = try learner.fit(data, in: WorkContext())
        let rows = Matrix(rows: 2, columns: 2, cells: [.nan, 1e300, .nan, -1e300])
        let found = try model.predict(rows, in: WorkContext())
        #expect(found[0, 0] == Sums.mean(data.training.target))
        #expect(found[1, 0].isFinite)
        let first = data.training.features.rows(at: [0])
        #expect(try model.predict(first, in: WorkContext())[0, 0] == 1000)
    }

    @Test("more neighbours than rows, and more rows than can be kept, are refused")
    func refusals() throws {
        var learner = Neighbors()
        learner.neighbors = 11
        var few = grid(rows: 10, columns: 1)
        let fault = #expect(throws: Diagnostic.self) { try learner.fit(few, in: WorkContext()) }
        #expect(fault?.code == "knn.neighbors")
        few.training.weights = [2] + Array(repeating: 1, count: 9)
        #expect(throws: Never.self) { try learner.fit(few, in: WorkContext()) }
        let many = Dataset(
            shape: ModelShape(
                features: (0..<2000).map { Feature("x\($0)", .number) },
                task: .regression
            ),
            training: Examples(
                features: Matrix(repeating: 0, rows: 10_001, columns: 2000),
                target: Array(repeating: 0, count: 10_001)
            )
        )
        let other = #expect(throws: Diagnostic.self) { try learner.fit(many, in: WorkContext()) }
        #expect(other?.code == "knn.size")
    }

    @Test("a stored form of another shape is refused")
    func corrupt() throws {
        let data = grid(rows: 20, columns: 2)
        let bytes = try Neighbors().fit(data, in: WorkContext()).encoded()
        let shape = ModelShape(features: Array(data.features.dropLast()), task: .regression)
        let fault = #expect(throws: Diagnostic.self) {
            try NeighborsModel(decoding: bytes, shape: shape)
        }
        #expect(fault?.code == "model.corrupt")
    }
}
