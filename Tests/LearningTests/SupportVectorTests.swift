import Diagnostics
import Foundation
import Kernels
import Learning
import SVMLearners
import Tables
import Testing

@Suite("Support vector machines")
struct SupportVectorTests {
    /// What `Fixtures/vectors.py` wrote.
    private struct Expected: Decodable {
        struct Case: Decodable {
            var kind: String
            var name: String
            var gamma: Double
            var number: [Double]
            var vectors: Int
            var twoSums: [Double]
            var two: [Double]
            var threeSums: [[Double]]
            var three: [[Double]]

            enum CodingKeys: String, CodingKey {
                case kind, name, gamma, number, vectors, two, three
                case twoSums = "two sums"
                case threeSums = "three sums"
            }
        }
        /// How many rows are learned from; the others are asked.
        var train: Int
        var numbers: [[Double?]]
        var mixed: [[Double?]]
        var number: [Double]
        var two: [Double]
        var three: [Double]
        var cases: [Case]

        static func read(file: String = #filePath) throws -> Expected {
            let folder = URL(fileURLWithPath: file).deletingLastPathComponent()
            let path = folder.appendingPathComponent("Fixtures/vectors.json")
            return try JSONDecoder().decode(Expected.self, from: Data(contentsOf: path))
        }
    }

    private static let kinds: [Feature.Kind] = [
        .number, .number, .number, .category(["a", "b", "c", "d"]), .flag,
    ]

    private func learner(_ one: Expected.Case) -> SupportVectors {
        var learner = SupportVectors()
        learner.kernel = String(one.name.prefix { $0 != " " })
        learner.tolerance = 1e-6
        if one.name == "rbf gamma" { (learner.gamma, learner.cost) = (0.7, 10) }
        if one.name == "polynomial" { (learner.degree, learner.constant) = (2, 0.5) }
        return learner
    }

    private func data(
        _ expected: Expected,
        _ kind: String,
        _ target: [Double],
        _ task: LearningTask
    ) -> (training: Dataset, asked: Matrix) {
        let columns = kind == "mixed" ? expected.mixed : expected.numbers
        let all = Matrix(
            rows: target.count,
            columns: columns.count,
            cells: columns.flatMap { $0.map { $0 ?? .nan } }
        )
        let features = columns.indices.map { Feature("x\($0)", Self.kinds[$0]) }
        let training = Examples(
            features: all.rows(at: Array(0..<expected.train)),
            target: Array(target[..<expected.train])
        )
        return (
            Dataset(shape: ModelShape(features: features, task: task), training: training),
            all.rows(at: Array(expected.train..<target.count))
        )
    }

    @Test("a number is scikit-learn's SVR on scaled rows and a scaled target")
    func numbers() throws {
        let expected = try Expected.read()
        for one in expected.cases {
            let (training, asked) = data(expected, one.kind, expected.number, .regression)
            let model = try learner(one).fit(training, in: WorkContext())
            let found = try model.predict(asked, in: WorkContext())
            #expect(agree(found.cells, one.number, relative: 1e-4), "\(one.kind) \(one.name)")
        }
    }

    @Test("two classes are scikit-learn's SVC, with the sigmoid of rows left out")
    func twoClasses() throws {
        let expected = try Expected.read()
        let task = LearningTask.binary(negative: "no", positive: "yes")
        for one in expected.cases {
            let (training, asked) = data(expected, one.kind, expected.two, task)
            let model = try learner(one).fit(training, in: WorkContext())
            let sums = try model.sums(asked, in: WorkContext()).cells
            #expect(agree(sums, one.twoSums, relative: 2e-4, absolute: 2e-4), "\(one.name)")
            let found = try model.predict(asked, in: WorkContext()).cells
            #expect(agree(found, one.two, relative: 2e-4, absolute: 2e-4), "\(one.name)")
        }
    }

    @Test("three classes are scikit-learn's machines of each two, coupled")
    func threeClasses() throws {
        let expected = try Expected.read()
        let task = LearningTask.multiclass(["low", "middle", "top"])
        for one in expected.cases {
            let (training, asked) = data(expected, one.kind, expected.three, task)
            let model = try learner(one).fit(training, in: WorkContext(threads: 2))
            let sums = try model.sums(asked, in: WorkContext()).cells
            #expect(agree(sums, one.threeSums.flatMap(\.self), relative: 2e-4, absolute: 2e-4))
            let found = try model.predict(asked, in: WorkContext()).cells
            #expect(agree(found, one.three.flatMap(\.self), relative: 2e-4, absolute: 2e-4))
        }
    }

    /// Two numbers, of which the first decides; the last rows are of the second class.
    private func simple(_ rows: Int, ones: Int, _ task: LearningTask) -> Dataset {
        let chance = RandomStream(seed: 11, purpose: "vectors")
        var matrix = Matrix(repeating: 0, rows: rows, columns: 2)
        for row in 0..<rows {
            matrix[row, 0] = chance.normal(row: row) + (row >= rows - ones ? 2 : 0)
            matrix[row, 1] = chance.normal(row: row, draw: 2)
        }
        return Dataset(
            shape: ModelShape(
                features: [Feature("x", .number), Feature("z", .number)],
                task: task
            ),
            training: Examples(
                features: matrix,
                target: (0..<rows).map { $0 >= rows - ones ? 1 : 0 }
            )
        )
    }

    private let pair = LearningTask.binary(negative: "no", positive: "yes")

    @Test("a class of one row, and none of a class, are learned", arguments: [0, 1, 3, 30])
    func rareClasses(ones: Int) throws {
        for task in [pair, .multiclass(["a", "b", "never"])] {
            let data = simple(30, ones: ones, task)
            let model = try SupportVectors().fit(data, in: WorkContext())
            let found = try model.predict(data.training.features, in: WorkContext())
            #expect(found.cells.allSatisfy { (0...1).contains($0) })
            let again = try SupportVectorModel(decoding: model.encoded(), shape: model.shape)
            #expect(try again.predict(data.training.features, in: WorkContext()) == found)
        }
    }

    @Test("a number that never changes, and features that never do, are learned")
    func constants() throws {
        var data = simple(30, ones: 0, .regression)
        let model = try SupportVectors().fit(data, in: WorkContext())
        #expect(
            try model.predict(data.training.features, in: WorkContext()).cells
                .allSatisfy { $0.magnitude < 0.2 }
        )
        data = simple(30, ones: 10, pair)
        data.training.features = Matrix(repeating: 3, rows: 30, columns: 2)
        let blind = try SupportVectors().fit(data, in: WorkContext())
        let told = try blind.predict(data.training.features, in: WorkContext())
        #expect(Set(told.cells).count == 1 && told[0, 0] < 0.5)
    }

    @Test("a cell far off all others gives a number")
    func extremes() throws {
        for kernel in ["rbf", "linear", "polynomial"] {
            var learner = SupportVectors()
            (learner.kernel, learner.degree) = (kernel, 8)
            let data = simple(40, ones: 20, pair)
            let model = try learner.fit(data, in: WorkContext())
            let far = Matrix(rows: 2, columns: 2, cells: [1e300, -1e300, 0, 1e200])
            #expect(try model.predict(far, in: WorkContext()).cells.allSatisfy { $0.isFinite })
        }
    }

    @Test("weights and too many rows are refused")
    func refusals() throws {
        var data = simple(30, ones: 10, pair)
        data.training.weights = Array(repeating: 1, count: 30)
        let weighted = #expect(throws: Diagnostic.self) {
            try SupportVectors().fit(data, in: WorkContext())
        }
        #expect(weighted?.code == "svm.weight")
        let many = simple(50_001, ones: 10, pair)
        let large = #expect(throws: Diagnostic.self) {
            try SupportVectors().fit(many, in: WorkContext())
        }
        #expect(large?.code == "svm.size")
    }

    @Test("a training is stopped while libsvm works")
    func stopping() async throws {
        var learner = SupportVectors()
        learner.cost = 1e4
        let chance = RandomStream(seed: 3, purpose: "noise")
        var data = simple(8000, ones: 10, pair)
        data.training.target = (0..<8000).map { chance.uniform(row: $0) < 0.5 ? 1 : 0 }
        let work = WorkContext()
        let fit = Task.detached { [learner, data] in try learner.fit(data, in: work) }
        try await Task.sleep(for: .milliseconds(500))
        let clock = ContinuousClock()
        let start = clock.now
        work.cancellation.cancel()
        await #expect(throws: CancellationError.self) { try await fit.value }
        #expect(clock.now - start < .seconds(10))
    }

    @Test("a stored form of another shape, or edited, is refused")
    func corrupt() throws {
        let data = simple(40, ones: 20, pair)
        let bytes = try SupportVectors().fit(data, in: WorkContext()).encoded()
        let shape = ModelShape(features: Array(data.features.dropLast()), task: pair)
        let fault = #expect(throws: Diagnostic.self) {
            try SupportVectorModel(decoding: bytes, shape: shape)
        }
        #expect(fault?.code == "model.corrupt")
        let text = String(decoding: bytes, as: UTF8.self)
        let edited = text.replacing("\"count\" : ", with: "\"count\" : 9")
        #expect(text != edited)
        #expect(throws: Diagnostic.self) {
            try SupportVectorModel(decoding: Array(edited.utf8), shape: data.shape)
        }
    }
}
