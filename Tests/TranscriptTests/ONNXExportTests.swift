import Diagnostics
import Foundation
import Tables
import TestSupport
import Testing

/// What `save` writes, run by ONNX Runtime; `Tests/LearningTests/Fixtures/exported.py` does the same
/// in Python, with ONNX's own checker.
@Suite("Models as ONNX files")
struct ONNXExportTests {
    /// Ten thousand flights, of which the first thousands are learned from: some have no delay, and
    /// some carriers and places come later.
    private func begun() -> Conversation {
        var talk = Conversation()
        talk(
            """
            flights = load("data/flights.csv.gz") | filter(air_time is not missing) \
            | select(arr_delay, dep_delay, distance, hour, carrier, origin, air_time, month)
            rows = flights | head(10000) | derive(\
            dep_delay = missing_if(dep_delay, 0), carrier = missing_if(carrier, "B6"), \
            early = hour < 9, late = arr_delay > 15, \
            size = case(distance < 500, "short", distance < 1500, "middle", else: "long"))
            train = rows | head(3000) | filter(carrier != "AA" or carrier is missing)
            """
        )
        return talk
    }

    private static let models: [(learner: String, tolerance: Double)] = [
        ("linear(arr_delay ~ dep_delay + carrier + early + origin)", 1e-12),
        ("ridge(arr_delay ~ dep_delay + carrier, l2: 3)", 1e-12),
        ("linear(arr_delay ~ carrier)", 1e-12),
        ("glm(air_time ~ distance + carrier, family: \"gamma\")", 1e-12),
        ("logistic(late ~ dep_delay + carrier + hour)", 1e-12),
        ("logistic(size ~ air_time + origin, l2: 1)", 1e-12),
        ("logistic(origin ~ distance + carrier, l2: 1)", 1e-12),
        ("lightgbm(arr_delay ~ dep_delay + carrier + early + origin + distance, trees: 30)", 1e-12),
        ("lightgbm(late ~ dep_delay + carrier + hour, trees: 30)", 1e-12),
        ("lightgbm(size ~ air_time + origin + carrier, trees: 10)", 1e-12),
        ("xgboost(arr_delay ~ dep_delay + carrier + early, trees: 30)", 1e-5),
        ("xgboost(size ~ air_time + origin + carrier, trees: 10)", 1e-6),
        ("tree(size ~ hour + carrier)", 1e-6),
        ("forest(late ~ dep_delay + carrier + early, trees: 20)", 1e-6),
        ("lightgbm(arr_delay ~ early, trees: 3, min_rows: 3000)", 1e-12),
        ("gam(arr_delay ~ dep_delay + carrier + early + distance, trees: 60)", 1e-9),
        ("gam(late ~ dep_delay + carrier, trees: 40)", 1e-9),
        ("gam(size ~ air_time + origin + carrier, trees: 20)", 1e-9),
        ("naive_bayes(late ~ dep_delay + carrier + early + hour)", 1e-9),
        ("naive_bayes(size ~ air_time + origin + early)", 1e-9),
        (
            "linear(arr_delay ~ log(distance) + (air_time / hour) + (dep_delay > 10) + sqrt(dep_delay))",
            1e-9
        ),
        ("recipe(arr_delay ~ dep_delay + distance + carrier) | impute | scale | linear", 1e-9),
        ("recipe(late ~ dep_delay + origin + carrier) | impute | one_hot | logistic(l2: 1)", 1e-9),
        ("recipe(arr_delay ~ hour + carrier) | target_encode(carrier) | lightgbm(trees: 9)", 1e-9),
        (
            "recipe(late ~ dep_delay + carrier + hour) | indicate_missing(dep_delay) | lightgbm(trees: 9)",
            1e-9
        ),
        (
            "recipe(arr_delay ~ dep_delay + hour) | clip_outliers | power_transform | ridge(l2: 1)",
            1e-9
        ),
    ]

    @Test("predict what they did before they were written", arguments: models)
    func equal(_ learner: String, _ tolerance: Double) throws {
        let file = FileManager.default.temporaryDirectory
            .appendingPathComponent("epilogue-\(UUID().uuidString).onnx")
        defer { try? FileManager.default.removeItem(at: file) }
        var talk = begun()
        #expect(talk.faults("model = \(learner) | fit(train)").isEmpty)
        #expect(talk.faults("model | save(\"\(file.path)\")").isEmpty)
        let fault = talk.faults("again = load(\"\(file.path)\")").first
        #expect(fault == nil, "\(fault?.message ?? "")")
        let own = try talk.table("model | predict(rows)")
        let read = try talk.table("again | predict(rows)")
        #expect(own.count == 10_000 && own.fields.map(\.name) == read.fields.map(\.name))
        for field in own.fields where field.name.hasPrefix("pr") {
            let (a, b) = (try #require(own[field.name]), try #require(read[field.name]))
            var differing = 0
            for row in 0..<own.count {
                guard let x = a[row].number, let y = b[row].number else {
                    if "\(a[row])" != "\(b[row])" { differing += 1 }
                    continue
                }
                if (x - y).magnitude > tolerance * max(1, x.magnitude) { differing += 1 }
            }
            #expect(differing == 0, "\(field.name)")
        }
    }

    @Test("the threshold of a model goes along")
    func threshold() throws {
        let file = FileManager.default.temporaryDirectory
            .appendingPathComponent("epilogue-\(UUID().uuidString).onnx")
        defer { try? FileManager.default.removeItem(at: file) }
        var talk = begun()
        talk("model = logistic(late ~ dep_delay) | fit(train)")
        talk("model | threshold(0.8125) | save(\"\(file.path)\")")
        let given = withUnsafeBytes(of: 0.8125.bitPattern.littleEndian) { Data($0) }
        #expect(try Data(contentsOf: file).range(of: given) != nil)
        // Loaded, it decides and is judged as it was, and so does what is saved of it again.
        talk("again = load(\"\(file.path)\")")
        #expect(talk("again.threshold").contains("0.8125"))
        #expect(talk("again.target").contains("late"))
        let own = try talk.table("model | threshold(0.8125) | predict(rows) | count(prediction)")
        let read = try talk.table("again | predict(rows) | count(prediction)")
        #expect(own == read)
        talk("again | threshold(0.25) | save(\"\(file.path)\", replace: true)")
        #expect(talk("load(\"\(file.path)\").threshold").contains("0.25"))
    }

    @Test("tell the target that was computed, unless another is named")
    func target() throws {
        let file = FileManager.default.temporaryDirectory
            .appendingPathComponent("epilogue-\(UUID().uuidString).onnx")
        defer { try? FileManager.default.removeItem(at: file) }
        var talk = begun()
        talk("model = linear(log(distance) ~ hour + carrier) | fit(train)")
        talk("model | save(\"\(file.path)\")")
        talk("again = load(\"\(file.path)\")")
        let own = try talk.table("model | evaluate(rows, metric: \"rmse\") | select(value)")
        let read = try talk.table("again | evaluate(rows, metric: \"rmse\") | select(value)")
        let values = [own, read].map { $0.columns[0][0].number ?? .nan }
        #expect((values[0] - values[1]).magnitude < 1e-9)
        #expect(talk("again.formula").contains("log(distance) ~ hour + carrier"))
        talk("other = load(\"\(file.path)\", target: \"distance\")")
        #expect(talk("other.formula").contains("distance ~ hour + carrier"))
        #expect(!talk("other.formula").contains("log"))
    }

    @Test("false stands before true, whichever was the positive class")
    func positive() throws {
        let file = FileManager.default.temporaryDirectory
            .appendingPathComponent("epilogue-\(UUID().uuidString).onnx")
        defer { try? FileManager.default.removeItem(at: file) }
        var talk = begun()
        talk("model = logistic(late ~ dep_delay, positive: false) | fit(train)")
        talk("model | save(\"\(file.path)\")")
        talk("again = load(\"\(file.path)\", target: \"late\")")
        let share = "summarize(share = mean(probability))"
        let own = try talk.table("model | predict(rows) | \(share)")
        let read = try talk.table("again | predict(rows) | \(share)")
        let sum = (own.columns[0][0].number ?? .nan) + (read.columns[0][0].number ?? .nan)
        #expect((sum - 1).magnitude < 1e-9)
        // A threshold of `false` is another one of `true`, and divides the rows alike.
        talk("model | threshold(0.9) | save(\"\(file.path)\", replace: true)")
        talk("again = load(\"\(file.path)\")")
        let mine = try talk.table("model | threshold(0.9) | predict(rows) | count(prediction)")
        #expect(try talk.table("again | predict(rows) | count(prediction)") == mine)
        #expect(mine.count == 2)
    }

    @Test(
        "are refused where the operators do not have it",
        arguments: [
            "knn(late ~ hour)", "svm(late ~ hour)", "linear(arr_delay ~ length(origin))",
            "recipe(arr_delay ~ distance + hour) | pca(n: 1) | impute(with: \"knn\") | linear",
        ]
    )
    func refused(_ learner: String) throws {
        var talk = begun()
        let faults = talk.faults("\(learner) | fit(train) | save(\"/tmp/never.onnx\")")
        #expect(faults.map(\.code) == ["model.graph"])
    }

    @Test("a graph from elsewhere is written as it came")
    func same() throws {
        let file = FileManager.default.temporaryDirectory
            .appendingPathComponent("epilogue-\(UUID().uuidString).onnx")
        defer { try? FileManager.default.removeItem(at: file) }
        var talk = Conversation()
        talk("model = load(\"data/sex-sklearn.onnx\")")
        talk("model | save(\"\(file.path)\")")
        let given = ProjectFolder.url.appendingPathComponent("sessions/data/sex-sklearn.onnx")
        #expect(try Data(contentsOf: file) == Data(contentsOf: given))
    }
}
