import Diagnostics
import Foundation
import Learning
import Tables

/// A text file in which LightGBM, in whatever language it was called from, keeps a model.
///
/// The library reads it with pointers and by the sizes that it tells of itself: all of them are
/// checked before the library sees any.
struct ModelFile {
    private let text: String
    private let header: [Substring: Substring]
    /// The lines behind the trees.
    private let tail: [Substring]
    /// Of these `[name: value]`, by name.
    private let parameters: [Substring: Substring]

    init(_ bytes: [UInt8]) throws(Diagnostic) {
        // To the library a line ends at any of both, and the text at a zero.
        guard !bytes.contains(0), !bytes.contains(UInt8(ascii: "\r")) else {
            throw .modelCorrupt("it is no text with LightGBM's ends of lines")
        }
        text = String(decoding: bytes, as: UTF8.self)
        let end = text.utf8.count - bytes.count
        guard end == 0, let trees = text.firstRange(of: "\nTree=") else {
            throw .modelCorrupt("it has no trees, or is cut short before them")
        }
        header = try Self.fields(of: text[..<trees.lowerBound])
        guard let last = text[trees.lowerBound...].firstRange(of: "\nend of trees\n") else {
            throw .modelCorrupt("its trees are cut short")
        }
        tail = text[last.upperBound...].split(separator: "\n")
        parameters = Self.parameters(of: tail)
        try checkPlaces(of: text[text.index(after: trees.lowerBound)...].utf8)
    }

    static func recognizes(_ head: [UInt8]) -> Bool {
        head.starts(with: Array("tree\nversion=".utf8))
    }

    private static func fields(
        of text: Substring
    ) throws(Diagnostic) -> [Substring: Substring] {
        var fields: [Substring: Substring] = [:]
        for line in text.split(separator: "\n") {
            guard let sign = line.firstIndex(of: "=") else { continue }
            let value = line[line.index(after: sign)...]
            guard fields.updateValue(value, forKey: line[..<sign]) == nil else {
                throw .modelCorrupt("it tells `\(line[..<sign])` twice")
            }
        }
        return fields
    }

    private static func parameters(of lines: [Substring]) -> [Substring: Substring] {
        var found: [Substring: Substring] = [:]
        for line in lines where line.hasPrefix("[") && line.hasSuffix("]") {
            guard let colon = line.firstRange(of: ": ") else { continue }
            found[line[..<colon.lowerBound].dropFirst()] = line[colon.upperBound...].dropLast()
        }
        return found
    }

    /// `tree_sizes` tells where each tree begins: there it has to be.
    private func checkPlaces(of trees: Substring.UTF8View) throws(Diagnostic) {
        guard let told = header["tree_sizes"] else {
            throw .modelCorrupt("it does not tell how long its trees are")
        }
        var place = trees.startIndex
        for (tree, word) in told.split(separator: " ").enumerated() {
            guard let size = Int(word), size > 0,
                trees[place...].starts(with: "Tree=\(tree)\n".utf8),
                let next = trees.index(place, offsetBy: size, limitedBy: trees.endIndex)
            else { throw .modelCorrupt("tree \(tree) is not where the file says that it is") }
            place = next
        }
        guard trees[place...].starts(with: "end of trees\n".utf8) else {
            throw .modelCorrupt("it has more trees, or longer ones, than it says")
        }
    }

    private func number(_ name: Substring) throws(Diagnostic) -> Int {
        guard let number = header[name].flatMap({ Int($0) }), (0..<1 << 24).contains(number) else {
            throw .modelCorrupt("`\(name)` is no number that it can be")
        }
        return number
    }

    /// The text, once it was held to all that the library takes for granted.
    func checkedText(features: Int, outputs: Int) throws(Diagnostic) -> String {
        guard try number("max_feature_idx") + 1 == features, names.count == features else {
            throw .modelCorrupt("it has another number of features than names of them")
        }
        guard outputs > 0, try number("num_tree_per_iteration") == outputs,
            try number("num_class") == outputs
        else { throw .modelCorrupt("it has not a tree for each class") }
        guard (header["feature_infos"] ?? "").split(separator: " ").count == features else {
            throw .modelCorrupt("it tells the values of another number of features")
        }
        try EnsembleText(text).check(features: features, outputs: outputs)
        _ = try outcome(outputs: outputs)
        return text
    }

    private var names: [String] {
        (header["feature_names"] ?? "").split(separator: " ").map(String.init)
    }

    func model() throws -> ForeignModel {
        let names = names
        let outputs = try number("num_tree_per_iteration")
        let text = try checkedText(features: names.count, outputs: outputs)
        return ForeignModel(
            program: "LightGBM",
            settings: settings,
            columns: try columns(names),
            outcome: try outcome(outputs: outputs),
            remarks: header["objective"] == nil
                ? ["it was trained for an aim of its own: what it predicts is the raw score"] : []
        ) { try LightGBMModel(text: text, shape: $0) }
    }

    private func outcome(outputs: Int) throws(Diagnostic) -> ForeignModel.Outcome {
        let words = (header["objective"] ?? "regression").split(separator: " ")
        switch words.first {
        case "binary" where words.dropFirst().allSatisfy({ $0 == "sigmoid:1" }) && outputs == 1:
            return .classes(2)
        case "multiclass" where outputs > 2 && words.dropFirst() == ["num_class:\(outputs)"]:
            return .classes(outputs)
        case let word? where outputs == 1 && Self.numbers.contains(word) && !words.contains("sqrt"):
            return .number
        default:
            let told = words.joined(separator: " ")
            throw .unsupported("its objective is `\(told)`, which is not supported")
        }
    }

    /// Objectives of a number, whose raw score is the number itself or its logarithm.
    private static let numbers: Set<Substring> = [
        "regression", "regression_l1", "huber", "fair", "quantile", "mape", "poisson", "gamma",
        "tweedie",
    ]
}

/// What the file says after its trees.
extension ModelFile {
    /// Those that `lightgbm` has here.
    private var settings: [(name: String, value: Scalar)] {
        let whole: [(String, Substring)] = [
            ("trees", "num_iterations"), ("depth", "max_depth"), ("leaves", "num_leaves"),
            ("min_rows", "min_data_in_leaf"),
        ]
        let parts: [(String, Substring)] = [
            ("rate", "learning_rate"), ("row_share", "bagging_fraction"),
            ("column_share", "feature_fraction"), ("l1", "lambda_l1"), ("l2", "lambda_l2"),
        ]
        var found: [(name: String, value: Scalar)] = []
        for (ours, theirs) in whole {
            guard let number = parameters[theirs].flatMap({ Int64($0) }), number > 0 else {
                continue
            }
            found.append((ours, .int(number)))
        }
        for (ours, theirs) in parts {
            guard let number = parameters[theirs].flatMap({ Double($0) }) else { continue }
            found.append((ours, .float(number)))
        }
        return found
    }

    /// The columns; those that pandas held as categories have their levels in its order.
    private func columns(_ names: [String]) throws(Diagnostic) -> [ForeignModel.Column] {
        let lists = try levels
        guard !lists.isEmpty else { return names.map { ForeignModel.Column($0) } }
        let places = categories(of: names.count)
        guard places.count == lists.count else {
            throw .unsupported(
                "it tells the levels of \(lists.count) categories, and not which of its columns"
                    + " they belong to"
            )
        }
        let known = Dictionary(uniqueKeysWithValues: zip(places, lists))
        return names.enumerated().map { ForeignModel.Column($1, levels: known[$0]) }
    }

    /// The positions of its features that are categories.
    private func categories(of count: Int) -> [Int] {
        if let told = parameters["categorical_feature"], !told.isEmpty {
            let places = told.split(separator: ",").map { Int($0) ?? -1 }
            if places.allSatisfy({ (0..<count).contains($0) }) { return Set(places).sorted() }
        }
        let facts = (header["feature_infos"] ?? "").split(separator: " ")
        return facts.indices.filter { !facts[$0].hasPrefix("[") && facts[$0] != "none" }
    }

    /// The last line: a list a category, in the order of the columns.
    private var levels: [ForeignModel.Levels] {
        get throws(Diagnostic) {
            let key = "pandas_categorical:"
            guard let line = tail.last(where: { $0.hasPrefix(key) })?.dropFirst(key.count),
                line != "null"
            else { return [] }
            guard let lists = try? JSONDecoder().decode([[LevelCell]].self, from: Data(line.utf8))
            else { throw .modelCorrupt("`pandas_categorical` is cut short") }
            var found: [ForeignModel.Levels] = []
            for list in lists {
                guard let levels = ForeignModel.Levels(list.map(\.cell)) else {
                    throw .unsupported("the levels of a category are of several types")
                }
                found.append(levels)
            }
            return found
        }
    }
}

/// A level as pandas writes it.
private struct LevelCell: Decodable {
    let cell: Scalar

    init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        if let flag = try? value.decode(Bool.self) {
            cell = .bool(flag)
        } else if let number = try? value.decode(Int64.self) {
            cell = .int(number)
        } else if let number = try? value.decode(Double.self) {
            cell = .float(number)
        } else {
            cell = .text(try value.decode(String.self))
        }
    }
}
