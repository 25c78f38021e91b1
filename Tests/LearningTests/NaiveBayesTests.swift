import ClassicLearners
import Diagnostics
import Foundation
import Kernels
import Learning
import Tables
import Testing

@Suite("Naive Bayes")
struct NaiveBayesTests {
    /// What `Fixtures/bayes.py` wrote; probabilities are a class after another.
    private struct Expected: Decodable {
        var features: [[Double?]]
        var two: [Double]
        var three: [Double]
        var weights: [Double]
        var twoPlain: [[Double]]
        var threePlain: [[Double]]
        var threeSmooth: [[Double]]
        var threeWeighted: [[Double]]
        var gauss: [[Double]]
        var categorical: [[Double]]

        static func read(file: String = #filePath) throws -> Expected {
            let folder = URL(fileURLWithPath: file).deletingLastPathComponent()
            let path = folder.appendingPathComponent("Fixtures/bayes.json")
            let decoder = JSONDecoder()
            decoder.keyDecodingStrategy = .convertFromSnakeCase
            return try decoder.decode(Expected.self, from: Data(contentsOf: path))
        }

        /// The chosen features, with a missing cell as a NaN or as `filler` has it.
        func data(
            _ task: LearningTask,
            features chosen: Range<Int> = 0..<4,
            filler: [Double] = Array(repeating: .nan, count: 4)
        ) -> Dataset {
            let kinds: [Feature] = [
                Feature("number", .number), Feature("other", .number), Feature("flag", .flag),
                Feature("level", .category(["a", "b", "c", "d"])),
            ]
            let cells = chosen.flatMap { place in features[place].map { $0 ?? filler[place] } }
            return Dataset(
                shape: ModelShape(features: Array(kinds[chosen]), task: task),
                training: Examples(
                    features: Matrix(rows: two.count, columns: chosen.count, cells: cells),
                    target: task.labels.count == 2 ? two : three
                )
            )
        }
    }

    private let expected: Expected
    private static let two = LearningTask.binary(negative: "no", positive: "yes")
    private static let three = LearningTask.multiclass(["low", "middle", "top"])

    init() throws { expected = try Expected.read() }

    private func outputs(_ learner: NaiveBayes, _ data: Dataset) throws -> [[Double]] {
        let found = try learner.fit(data, in: WorkContext())
            .predict(data.training.features, in: WorkContext())
        return (0..<found.columns).map { Array(found.column($0)) }
    }

    private func check(_ ours: [[Double]], _ theirs: [[Double]]) {
        #expect(ours.count == theirs.count)
        for (one, other) in zip(ours, theirs) {
            #expect(agree(one, other, relative: 1e-9, absolute: 1e-12))
        }
    }

    @Test("numbers alone are scikit-learn's GaussianNB, categories its CategoricalNB")
    func pure() throws {
        let filler = [40.0, 0, 0, 0]
        let numbers = expected.data(Self.three, features: 0..<2, filler: filler)
        check(try outputs(NaiveBayes(), numbers), expected.gauss)
        let levels = expected.data(Self.three, features: 2..<4, filler: filler)
        check(try outputs(NaiveBayes(), levels), expected.categorical)
    }

    @Test("both, with gaps, are the sum of its models of one feature each")
    func mixed() throws {
        let ours = try outputs(NaiveBayes(), expected.data(Self.two))
        check(ours, [expected.twoPlain[1]])
        check(try outputs(NaiveBayes(), expected.data(Self.three)), expected.threePlain)
        var learner = NaiveBayes()
        learner.smoothing = 0.25
        check(try outputs(learner, expected.data(Self.three)), expected.threeSmooth)
        var weighted = expected.data(Self.three)
        weighted.training.weights = expected.weights
        check(try outputs(NaiveBayes(), weighted), expected.threeWeighted)
    }

    @Test("a feature adds, over the training rows, nothing on average")
    func centers() throws {
        for task in [Self.two, Self.three] {
            var data = expected.data(task)
            data.training.weights = expected.weights
            let model = try NaiveBayes().fit(data, in: WorkContext())
            let parts = try model.contributions(data.training.features, in: WorkContext())
            for part in parts {
                for feature in 0..<4 {
                    let mean = Sums.mean(Array(part.column(feature)), weights: expected.weights)
                    #expect(mean.magnitude < 1e-9)
                }
            }
        }
    }

    @Test("what is far, always the same, or without a row of a class keeps odds finite")
    func edges() throws {
        let features = [Feature("x", .number), Feature("same", .number), Feature("gap", .number)]
        let cells: [Double] = [1, 2, 3, 9] + [5, 5, 5, 5] + [1, 3, .nan, .nan]
        let data = Dataset(
            shape: ModelShape(features: features, task: Self.two),
            training: Examples(
                features: Matrix(rows: 4, columns: 3, cells: cells),
                target: [0, 0, 1, 1]
            )
        )
        let model = try NaiveBayes().fit(data, in: WorkContext())
        let rows = Matrix(rows: 3, columns: 3, cells: [1e200, 1.5, 1.5, 5, 5, 7, .nan, 2, 2])
        let found = try model.margin(rows, in: WorkContext())
        #expect(found.cells.allSatisfy { $0.isFinite })
        // Another value of what never changed says nothing.
        #expect(found[1, 0] == found[2, 0])
        // A class without a value has the spread of all: that of the class which has the values.
        let without = try model.margin(
            Matrix(rows: 1, columns: 3, cells: [1.5, 5, .nan]),
            in: WorkContext()
        )
        #expect((found[1, 0] - without[0, 0]).magnitude < 1e-8)
    }

    @Test("a stored form of other classes or levels is refused")
    func corrupt() throws {
        let data = expected.data(Self.three)
        let bytes = try NaiveBayes().fit(data, in: WorkContext()).encoded()
        let others = [
            ModelShape(features: data.features, task: Self.two),
            ModelShape(features: Array(data.features.reversed()), task: Self.three),
            ModelShape(features: Array(data.features.dropLast()), task: Self.three),
        ]
        for shape in others {
            let fault = #expect(throws: Diagnostic.self) {
                try NaiveBayesModel(decoding: bytes, shape: shape)
            }
            #expect(fault?.code == "model.corrupt")
        }
    }
}
