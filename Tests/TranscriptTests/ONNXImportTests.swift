import Diagnostics
import Foundation
import Tables
import TestSupport
import Testing

/// Against what ONNX Runtime's Python package predicts: `Tests/LearningTests/Fixtures/onnx.py`.
@Suite("Models from ONNX files")
struct ONNXImportTests {
    private struct Told: Decodable {
        /// For each file a column an output.
        var predictions: [String: [[Double]]]
    }

    private static let folder = ProjectFolder.url
        .appendingPathComponent("Tests/LearningTests/Fixtures/onnx")

    /// Files that predict, each with the names of its columns where it has none.
    private static let files: [(name: String, columns: Int)] = [
        ("number", 3), ("double", 3), ("trees", 3), ("maps", 4), ("tensor", 4), ("codes", 4),
        ("mixed", 0), ("strict", 0), ("network", 4), ("single", 4), ("sigmoid", 0), ("unsized", 4),
    ]

    private static let columns = [
        "bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g",
    ]

    private static func path(_ file: String) -> String {
        folder.appendingPathComponent(file).path
    }

    private static func loading(_ name: String, columns: Int, _ others: String = "") -> String {
        let names = Self.columns.prefix(columns).map { "\"\($0)\"" }.joined(separator: ", ")
        let features = columns > 0 ? ", features: [\(names)]" : ""
        return "m = load(\"\(path(name + ".onnx"))\"\(features)\(others))"
    }

    private func told(_ name: String) throws -> [[Double]] {
        let url = Self.folder.deletingLastPathComponent().appendingPathComponent("onnx.json")
        let told = try JSONDecoder().decode(Told.self, from: Data(contentsOf: url))
        return try #require(told.predictions[name])
    }

    private func begun() -> Conversation {
        var talk = Conversation()
        talk("rows = load(\"\(Self.path("rows.csv"))\")")
        return talk
    }

    @Test("predict as in Python, bit for bit", arguments: files)
    func predictions(_ name: String, _ columns: Int) throws {
        var talk = begun()
        talk(Self.loading(name, columns: columns))
        let table = try talk.table("m | predict(rows)")
        let classes = table.fields.map(\.name).filter { $0.hasPrefix("probability") }
        let expected = try told(name)
        // Of two classes there is one probability, that of the second.
        let wanted = classes.count == 1 ? [expected[expected.count - 1]] : expected
        #expect(classes.isEmpty || classes.count == wanted.count)
        for (column, numbers) in zip(classes.isEmpty ? ["prediction"] : classes, wanted) {
            let cells = try #require(table[column])
            #expect(cells.count == numbers.count)
            let differing = numbers.indices.filter { cells[$0] != .float(numbers[$0]) }
            #expect(differing.isEmpty, "\(column), \(differing.count) rows differ")
        }
    }

    @Test("are judged, compared and searched for what matters, once told what they predict")
    func judged() throws {
        var talk = begun()
        talk(Self.loading("maps", columns: 4, ", target: \"species\""))
        let share = try talk.table(
            "m | predict(rows) | summarize(x = mean(prediction == species)) | pull(x)"
        )
        let told = try talk.table("m | evaluate(rows, metric: \"accuracy\")")
        #expect(share.columns[0][0] == told["value"]?[0])
        #expect(try talk.table("m | importance(rows)").count == 4)
        talk("ours = logistic(species ~ bill_length_mm) | fit(rows)")
        #expect(try talk.table("compare(m, ours, on: rows)").count > 0)
        #expect(talk.faults("m | explain(rows)").map(\.code) == ["explain.background"])
        let why = try talk.table("m | explain(rows | head(5), background: rows) | head(1)")
        #expect(why["contribution"]?[0].number?.isFinite == true)
        talk(Self.loading("number", columns: 3))
        #expect(talk.faults("m | evaluate(rows)").map(\.code) == ["model.target"])
    }

    @Test("are saved and loaded as ours are", arguments: files)
    func saved(_ name: String, _ columns: Int) throws {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("epilogue-onnx-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        var talk = begun()
        talk(Self.loading(name, columns: columns, ", target: \"outcome\""))
        talk("m | save(\"\(folder.path)\")")
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(files.sorted() == ["model.json", "model.onnx"])
        let before = talk("m")
        let rows = try talk.table("m | predict(rows)")
        talk("again = load(\"\(folder.path)\")")
        #expect(talk("again") == before)
        #expect(try talk.table("again | predict(rows)") == rows)
    }

    @Test(
        "are refused by name where they cannot be taken over",
        arguments: [
            ("logits", "no probabilities"), ("unknown", "somewhere.Frobnicate"),
            ("picture", "4 dimensions"), ("words", "`TfIdfVectorizer` does not look up"),
            ("away", "in other files"), ("twin", "not plain"), ("loop", "cannot point to itself"),
            ("large", "Failed to allocate"), ("unsized", "does not tell how many columns"),
        ]
    )
    func refused(_ name: String, _ words: String) throws {
        var talk = begun()
        let fault = try #require(talk.faults(Self.loading(name, columns: 0)).first)
        #expect(fault.code == "model.unsupported")
        #expect(fault.message.contains(words), "\(fault.message)")
    }

    @Test("another number of names than columns is refused, and a name twice")
    func names() throws {
        var talk = begun()
        #expect(talk.faults(Self.loading("maps", columns: 3)).map(\.code) == ["model.features"])
        let twice = "load(\"\(Self.path("number.onnx"))\", features: [\"a\", \"a\", \"b\"])"
        #expect(talk.faults(twice).map(\.code) == ["model.features"])
    }

    @Test("rows that lack a column, or have other values, are refused or get none")
    func otherRows() throws {
        var talk = begun()
        talk(Self.loading("mixed", columns: 0))
        #expect(talk.faults("m | predict(rows | drop(island))").map(\.code) == ["predict.columns"])
        talk("halves = rows | derive(year = year + 0.5)")
        #expect(talk.faults("m | predict(halves) | head(1)").map(\.code) == ["onnx.whole"])
        talk("gaps = rows | derive(year = missing_if(year, 2007), island = \"Elsewhere\")")
        let table = try talk.table(
            "m | predict(gaps) | count(year is missing, probability is missing)"
        )
        #expect(table.count == 2)
        talk(Self.loading("strict", columns: 0))
        #expect(talk.faults("m | predict(gaps) | head(1)").map(\.code) == ["onnx.failed"])
    }

    @Test(
        "are refused when they are cut short, anywhere",
        arguments: ["mixed", "trees", "network"]
    )
    func cut(_ name: String) throws {
        let content = try Data(contentsOf: URL(fileURLWithPath: Self.path(name + ".onnx")))
        for share in 0..<40 {
            let faults = try faults(of: content.prefix(content.count * share / 40))
            #expect(faults == ["model.file"], "cut after \(share) fortieths")
        }
    }

    @Test(
        "are refused, or predict something, when a byte is another",
        arguments: ["mixed", "trees"]
    )
    func edited(_ name: String) throws {
        let content = try Data(contentsOf: URL(fileURLWithPath: Self.path(name + ".onnx")))
        let known = [
            "model.file", "model.unsupported", "predict.columns", "onnx.failed", "onnx.whole",
            "feature.type", "predict.type",
        ]
        for step in 0..<120 {
            var changed = content
            let place = (step * 7919 + 3) % content.count
            changed[place] ^= step.isMultiple(of: 2) ? 0x11 : 0x80
            for fault in try faults(of: changed) where !known.contains(fault) {
                Issue.record("\(fault) after a change of byte \(place)")
            }
        }
    }

    private func faults(of content: Data) throws -> [String] {
        let file = FileManager.default.temporaryDirectory
            .appendingPathComponent("epilogue-\(UUID().uuidString).onnx")
        defer { try? FileManager.default.removeItem(at: file) }
        try content.write(to: file)
        var talk = begun()
        let loading = talk.faults("m = load(\"\(file.path)\")").map { "\($0.code)" }
        guard loading.isEmpty else { return loading }
        return talk.faults("m | predict(rows) | head(3)").map { "\($0.code)" }
    }
}
