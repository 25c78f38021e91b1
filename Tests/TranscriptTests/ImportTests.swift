import Diagnostics
import Foundation
import Tables
import TestSupport
import Testing

/// Against what the Python packages predict: `Tests/LearningTests/Fixtures/imported.py`.
@Suite("Models trained elsewhere")
struct ImportTests {
    private struct Told: Decodable {
        /// For each file a column an output.
        var predictions: [String: [[Double]]]
    }

    private static let fixtures = "Tests/LearningTests/Fixtures/"
    private static let files =
        ["binary", "classes", "count", "number", "plain"].flatMap { name in
            ["lightgbm-\(name).txt", "xgboost-\(name).json", "xgboost-\(name).ubj"]
        } + ["xgboost-quantile.json", "xgboost-quantile.ubj"]

    private static func path(_ file: String) -> String {
        ProjectFolder.url.appendingPathComponent(fixtures + "imported/" + file).path
    }

    private func told() throws -> Told {
        let url = ProjectFolder.url.appendingPathComponent(Self.fixtures + "imported.json")
        return try JSONDecoder().decode(Told.self, from: Data(contentsOf: url))
    }

    /// A conversation in which `rows` are the rows that were kept aside.
    private func begun() -> Conversation {
        var talk = Conversation()
        talk("rows = load(\"\(Self.path("rows.csv"))\")")
        return talk
    }

    /// How the columns of a frame are called where an array of numbers had no names.
    private static func naming(_ file: String) -> String {
        guard file.contains("plain") else { return "rows" }
        let names =
            file.hasPrefix("lightgbm") ? (0..<3).map { "Column_\($0)" } : ["f0", "f1", "f2"]
        let columns = zip(names, ["bill_length_mm", "bill_depth_mm", "flipper_length_mm"])
        return "rows | rename(\(columns.map { "\($0) = \($1)" }.joined(separator: ", ")))"
    }

    @Test("predict as in Python, bit for bit", arguments: files)
    func predictions(_ file: String) throws {
        let told = try told()
        var talk = begun()
        talk("m = load(\"\(Self.path(file))\")")
        let table = try talk.table("m | predict(\(Self.naming(file)))")
        let expected = try #require(told.predictions[file])
        let columns = table.fields.map(\.name).filter { $0.hasPrefix("probability") }
        for (name, numbers) in zip(columns.isEmpty ? ["prediction"] : columns, expected) {
            let cells = try #require(table[name])
            #expect(cells.count == numbers.count)
            #expect(numbers.indices.allSatisfy { cells[$0] == .float(numbers[$0]) }, "\(name)")
        }
    }

    @Test("are explained as ours are", arguments: files)
    func explained(_ file: String) throws {
        var talk = begun()
        talk("m = load(\"\(Self.path(file))\")")
        // What does not add up to the prediction is refused by `explain` itself.
        let table = try talk.table("m | explain(\(Self.naming(file)) | head(9)) | count(row)")
        #expect(table.count == 9)
    }

    @Test("are judged once they are told what they predict")
    func judged() throws {
        var talk = begun()
        let names = "classes: [\"Adelie\", \"Chinstrap\", \"Gentoo\"]"
        talk("m = load(\"\(Self.path("xgboost-classes.json"))\", target: \"species\", \(names))")
        let share = try talk.table(
            "m | predict(rows) | summarize(x = mean(prediction == species)) | pull(x)"
        )
        let told = try talk.table("m | evaluate(rows, metric: \"accuracy\")")
        #expect(share.columns[0][0] == told["value"]?[0])
        talk("two = load(\"\(Self.path("lightgbm-binary.txt"))\", target: \"male\")")
        #expect(try talk.table("two | evaluate(rows, metric: \"auc\")").count > 0)
        #expect(talk("compare(two, on: rows)").contains("no baseline"))
        talk("n = load(\"\(Self.path("lightgbm-number.txt"))\")")
        #expect(talk.faults("n | evaluate(rows)").map(\.code) == ["model.target"])
    }

    @Test(
        "do not predict what they read",
        arguments: ["lightgbm-binary.txt", "xgboost-number.ubj"]
    )
    func targetAmongFeatures(_ file: String) throws {
        var talk = begun()
        let line = "m = load(\"\(Self.path(file))\", target: \"bill_length_mm\")"
        let fault = try #require(talk.faults(line).first)
        #expect(fault.code == "model.target" && fault.message.contains("`bill_length_mm`"))
        let place = try #require(fault.labels.first).span
        #expect(line.utf8.dropFirst(Int(place.lower)).starts(with: "target:".utf8))
    }

    @Test("are saved and loaded as ours are", arguments: files)
    func saved(_ file: String) throws {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("epilogue-import-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        var talk = begun()
        talk("m = load(\"\(Self.path(file))\", target: \"outcome\")")
        talk("m | save(\"\(folder.path)\")")
        talk("again = load(\"\(folder.path)\")")
        #expect(talk("again") == talk("m"))
        let rows = Self.naming(file)
        #expect(try talk.table("again | predict(\(rows))") == talk.table("m | predict(\(rows))"))
    }

    @Test("are refused when they are cut short, anywhere", arguments: files)
    func cut(_ file: String) throws {
        let content = try Data(contentsOf: URL(fileURLWithPath: Self.path(file)))
        // The last lines of LightGBM's text tell nothing that predictions need, but for levels.
        let end = content.range(of: Data("end of trees".utf8))?.lowerBound ?? content.count - 2
        for share in 1..<40 {
            let length = max(64, end * share / 40)
            let faults = try faults(of: content.prefix(length), as: file)
            #expect(faults == ["model.file"], "cut after \(length) bytes")
        }
    }

    @Test("are refused, or predict something, when a byte is another", arguments: files)
    func edited(_ file: String) throws {
        let content = try Data(contentsOf: URL(fileURLWithPath: Self.path(file)))
        let known = [
            "model.file", "model.unsupported", "file.format", "lightgbm.failed", "xgboost.failed",
            "predict.columns", "file.malformed", "explain.infinite",
        ]
        for step in 0..<60 {
            var changed = content
            let place = (step * 7919 + 80) % content.count
            changed[place] = step.isMultiple(of: 2) ? UInt8(ascii: "9") : changed[place] ^ 0x11
            for fault in try faults(of: changed, as: file) where !known.contains(fault) {
                Issue.record("\(fault) after a change of byte \(place)")
            }
        }
    }

    @Test(
        "are refused when a size is hostile",
        arguments: [
            ("lightgbm-binary.txt", "num_leaves=5", "num_leaves=1000000000"),
            ("lightgbm-binary.txt", "max_feature_idx=5", "max_feature_idx=2000000000"),
            ("lightgbm-binary.txt", "num_tree_per_iteration=1", "num_tree_per_iteration=9999999"),
            ("lightgbm-binary.txt", "tree_sizes=", "tree_sizes=9999999999 "),
            ("lightgbm-number.txt", "num_cat=1", "num_cat=100000000"),
            ("lightgbm-binary.txt", "num_class=1", "num_class=1\nnum_class=1"),
            ("lightgbm-binary.txt", "num_class=1", "num_class=1\rnum_class=9"),
            ("lightgbm-binary.txt", "left_child=", "left_child=-99999999\n\nleft_child="),
            ("lightgbm-binary.txt", "is_linear=0", "is_linear=2"),
            ("xgboost-binary.json", "\"num_nodes\":\"", "\"num_nodes\":\"99999999"),
            ("xgboost-binary.json", "\"num_trees\":\"6\"", "\"num_trees\":\"600000000\""),
            ("xgboost-binary.json", "\"num_feature\":\"6\"", "\"num_feature\":\"4294967295\""),
            ("xgboost-binary.json", "\"iteration_indptr\":[0", "\"iteration_indptr\":[0,900"),
            ("xgboost-binary.json", "\"num_deleted\":\"0\"", "\"num_deleted\":\"-5\""),
            ("xgboost-binary.json", "\"feature_segments\":[0", "\"feature_segments\":[70000"),
            ("xgboost-binary.json", "\"left_children\":[1", "\"left_children\":[100000"),
            ("xgboost-classes.json", "\"num_class\":\"3\"", "\"num_class\":\"300000\""),
            ("xgboost-binary.json", "{\"learner\":{", "{\"learner\":{\"attributes\":{},"),
        ]
    )
    func hostile(_ file: String, _ honest: String, _ hostile: String) throws {
        let text = try String(contentsOfFile: Self.path(file), encoding: .utf8)
        #expect(text.contains(honest))
        let content = Data(text.replacingOccurrences(of: honest, with: hostile).utf8)
        // LightGBM's text with other lengths is refused for these first: they are told anew.
        #expect(try faults(of: content, as: file) == ["model.file"])
        if file.hasSuffix("txt"), !honest.hasPrefix("tree_sizes") {
            #expect(try faults(of: resized(content), as: file) == ["model.file"])
        }
    }

    @Test("are refused when their objective is of more classes than they have")
    func hostileObjective() throws {
        let file = "lightgbm-classes.txt"
        let text = try String(contentsOfFile: Self.path(file), encoding: .utf8)
        let put = text.replacingOccurrences(of: "num_class:3", with: "num_class:3000000")
        #expect(put != text)
        #expect(try faults(of: Data(put.utf8), as: file) == ["model.unsupported"])
    }

    /// LightGBM's text with the lengths that its trees have.
    private func resized(_ content: Data) -> Data {
        var lines = String(decoding: content, as: UTF8.self)
        let trees = lines.components(separatedBy: "\nTree=").dropFirst()
        let sizes = trees.map { tree in
            let whole = "Tree=" + (tree.components(separatedBy: "end of trees")[0])
            return whole.utf8.count + (tree.contains("end of trees") ? 0 : 1)
        }
        let told = lines.components(separatedBy: "\n").first { $0.hasPrefix("tree_sizes=") } ?? ""
        let anew = "tree_sizes=" + sizes.map { String($0) }.joined(separator: " ")
        lines = lines.replacingOccurrences(of: told, with: anew)
        return Data(lines.utf8)
    }

    @Test("the lengths of trees told anew are those of the file")
    func lengths() throws {
        let content = try Data(contentsOf: URL(fileURLWithPath: Self.path("lightgbm-binary.txt")))
        #expect(resized(content) == content)
    }

    @Test("Universal Binary JSON whose lengths are beyond the file is refused")
    func binaryLengths() throws {
        let file = "xgboost-number.ubj"
        let content = try Data(contentsOf: URL(fileURLWithPath: Self.path(file)))
        let places = content.indices.filter { content[$0] == UInt8(ascii: "L") }
        for place in places.prefix(80) where place + 8 < content.count {
            for first: UInt8 in [0x7F, 0xFF] {
                let bytes = [first] + Array(repeating: 0xFF, count: 7)
                var changed = content
                changed.replaceSubrange(place + 1..<place + 9, with: bytes)
                let faults = try faults(of: changed, as: file)
                // An `L` may stand in a word, or before a number that no prediction needs.
                #expect(faults.isEmpty || faults == ["model.file"] || faults == ["file.format"])
            }
        }
    }

    @Test("files of data that look alike stay data")
    func data() throws {
        #expect(try faults(of: Data(#"{"learner": {"a": 1}}"#.utf8), as: "rows.json").isEmpty)
        #expect(try faults(of: Data(#"[{"learner": {"a": 1}}]"#.utf8), as: "rows.json").isEmpty)
        #expect(try faults(of: Data("tree\noak\nfir\n".utf8), as: "rows.csv").isEmpty)
    }

    /// What is said against a file of this content, when it is loaded and predicts.
    private func faults(of content: Data, as file: String) throws -> [String] {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("epilogue-import-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appendingPathComponent(file)
        try content.write(to: path)
        var talk = Conversation()
        var faults = talk.faults("m = load(\"\(path.path)\")")
        if faults.isEmpty, !file.hasPrefix("rows") {
            talk("rows = load(\"data/penguins.csv\") | derive(heavy = body_mass_g > 4200)")
            faults = talk.faults("m | predict(\(Self.naming(file))) | summarize(n = count())")
        }
        return faults.map { $0.code.description }
    }
}
