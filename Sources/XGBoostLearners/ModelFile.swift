import Diagnostics
import Foundation
import Learning
import Tables

/// A file in which XGBoost, in whatever language it was called from, keeps a model: JSON, or the
/// same as Universal Binary JSON.
struct ModelFile {
    private let text: String
    private let learner: ForeignLearner
    private let version: [Int]

    init(_ bytes: [UInt8]) throws(Diagnostic) {
        let isBinary = bytes.starts(with: Self.binaryStart)
        let json = try CompactJSON.text(of: isBinary ? UniversalBinary.json(of: bytes) : bytes)
        struct Whole: Decodable {
            var learner: ForeignLearner
            var version: [Int]?
        }
        do {
            let decoder = JSONDecoder()
            decoder.keyDecodingStrategy = .convertFromSnakeCase
            let whole = try decoder.decode(Whole.self, from: Data(json))
            (learner, version) = (whole.learner, whole.version ?? [])
        } catch {
            throw .modelCorrupt("it is cut short, or a part of it is not there")
        }
        // A class alone is what this objective predicts; the other has the same trees.
        text = String(decoding: json, as: UTF8.self)
            .replacing(#""name":"multi:softmax""#, with: #""name":"multi:softprob""#)
    }

    private static let binaryStart: [UInt8] =
        Array("{L".utf8) + [0, 0, 0, 0, 0, 0, 0, 7] + Array("learner{".utf8)

    /// By its first key, and one that only models have; rows of a file of data have neither.
    static func recognizes(_ head: [UInt8]) -> Bool {
        if head.starts(with: binaryStart) { return true }
        let start = head.prefix(4096).filter { !" \n\r\t".utf8.contains($0) }
        guard start.starts(with: Array(#"{"learner":{"#.utf8)) else { return false }
        let text = String(decoding: head, as: UTF8.self)
        return start.starts(with: Array(#"{"learner":{"attributes":{"#.utf8))
            || text.contains(#""gradient_booster""#)
    }

    func model() throws -> ForeignModel {
        let booster = learner.gradientBooster
        guard booster.name == "gbtree" else {
            let told = booster.name ?? "unknown"
            throw Diagnostic.unsupported("its booster is `\(told)`, and `gbtree` is supported")
        }
        let names = try names
        let outcome = try outcome
        try checkSizes(features: names.count)
        let levels = try booster.model?.cats?.levels(features: names.count) ?? []
        var remarks: [String] = []
        if let best = learner.attributes?["best_iteration"].flatMap({ Int($0) }),
            let rounds = booster.model?.iterationIndptr.map({ $0.count - 1 }), best + 1 < rounds
        {
            remarks.append(
                "all \(rounds) rounds predict, as a `Booster` of Python's does: "
                    + "its best was number \(best + 1)"
            )
        }
        let bytes = Array(text.utf8)
        return ForeignModel(
            program: (["XGBoost"] + [version.map { String($0) }.joined(separator: ".")])
                .filter { !$0.isEmpty }.joined(separator: " "),
            columns: names.enumerated().map {
                ForeignModel.Column($1, levels: $0 < levels.count ? levels[$0] : nil)
            },
            outcome: outcome,
            remarks: remarks
        ) { try XGBoostModel(decoding: bytes, shape: $0) }
    }

    /// Features without names have their numbers, as XGBoost calls them.
    private var names: [String] {
        get throws(Diagnostic) {
            guard let count = Int(learner.learnerModelParam.numFeature), (1..<1 << 24) ~= count
            else { throw .modelCorrupt("it has no number of features") }
            let names = learner.featureNames ?? []
            guard !names.isEmpty else {
                guard count < 100_000 else { throw .modelCorrupt("it names none of its features") }
                return (0..<count).map { "f\($0)" }
            }
            guard names.count == count else {
                throw .modelCorrupt("it has another number of features than names of them")
            }
            return names
        }
    }

    private var outcome: ForeignModel.Outcome {
        get throws(Diagnostic) {
            let name = learner.objective.name
            let parameters = learner.learnerModelParam
            guard parameters.numTarget ?? "1" == "1" else {
                throw .unsupported("it predicts several targets, which is not supported")
            }
            let classes = Int(parameters.numClass) ?? 0
            switch name {
            case "binary:logistic" where classes < 2: return .classes(2)
            case "multi:softprob", "multi:softmax":
                guard (3..<1 << 20) ~= classes else { break }
                return .classes(classes)
            case "reg:squarederror", "reg:absoluteerror", "reg:pseudohubererror",
                "reg:squaredlogerror", "count:poisson", "reg:gamma", "reg:tweedie":
                if classes < 2 { return .number }
            default: break
            }
            throw .unsupported("its objective is `\(name)`, which is not supported")
        }
    }
}

/// The parts of a model file that tell what it predicts from.
struct ForeignLearner: Decodable {
    struct Parameters: Decodable {
        var numFeature: String
        var numClass: String
        var numTarget: String?
    }
    struct Objective: Decodable { var name: String }
    struct Booster: Decodable {
        var name: String?
        var model: Model?
    }
    struct Model: Decodable {
        struct Parameters: Decodable {
            var numTrees: String
            var numParallelTree: String?
        }
        struct Tree: Decodable {
            struct Parameters: Decodable {
                var numNodes: String
                var numFeature: String?
                var numDeleted: String?
            }
            var treeParam: Parameters
            var leftChildren: [Int]
            var parents: [Int]
            var baseWeights: [Float]
            var id: Int?
        }
        var gbtreeModelParam: Parameters
        var iterationIndptr: [Int]?
        var trees: [Tree]
        var treeInfo: [Int]
        var cats: Categories?
    }

    var attributes: [String: String]?
    var featureNames: [String]?
    var gradientBooster: Booster
    var learnerModelParam: Parameters
    var objective: Objective
}

extension ModelFile {
    /// Sizes that the library believes: each is held to what is there.
    private func checkSizes(features: Int) throws(Diagnostic) {
        guard let model = learner.gradientBooster.model else {
            throw .modelCorrupt("it has no trees")
        }
        let count = model.trees.count
        guard count > 0, model.gbtreeModelParam.numTrees == "\(count)" else {
            throw .modelCorrupt("it has another number of trees than it says")
        }
        if let places = model.iterationIndptr {
            guard places.first == 0, places.last == count, places == places.sorted() else {
                throw .modelCorrupt("its rounds are not those of its trees")
            }
        }
        for tree in model.trees {
            let nodes = tree.leftChildren.count
            let deleted = Int(tree.treeParam.numDeleted ?? "0") ?? -1
            guard tree.treeParam.numNodes == "\(nodes)", (0..<max(1, nodes)) ~= deleted,
                tree.parents.count == nodes, tree.treeParam.numFeature ?? "0" == "\(features)"
            else { throw .modelCorrupt("a tree has another size than it says") }
            // The root's parent is none, which is the largest number of 32 bits.
            guard tree.parents.allSatisfy({ $0 == 2_147_483_647 || (0..<nodes) ~= $0 }) else {
                throw .modelCorrupt("a tree's parts do not fit each other")
            }
        }
    }
}

/// The levels of features that pandas held as categories, from 3.1 on.
struct Categories: Decodable {
    struct Feature: Decodable {
        /// Where the bytes of each level begin, and the last ends, for those that are texts.
        var offsets: [Int]?
        var values: [Double]
    }
    var enc: [Feature]
    var featureSegments: [Int]
    var sortedIdx: [Int]

    /// For each feature its levels; nil for those that have none.
    func levels(features: Int) throws(Diagnostic) -> [ForeignModel.Levels?] {
        let damaged = Diagnostic.modelCorrupt("its levels do not fit its features")
        guard !enc.isEmpty else {
            guard sortedIdx.isEmpty else { throw damaged }
            return []
        }
        guard enc.count == features, featureSegments.count == features + 1 else { throw damaged }
        var found: [ForeignModel.Levels?] = []
        var total = 0
        for (place, feature) in enc.enumerated() {
            guard let cells = feature.cells, featureSegments[place] == total else { throw damaged }
            let segment = total..<total + cells.count
            guard segment.upperBound <= sortedIdx.count,
                sortedIdx[segment].sorted() == Array(0..<cells.count)
            else { throw damaged }
            total = segment.upperBound
            guard !cells.isEmpty else {
                found.append(nil)
                continue
            }
            guard let levels = ForeignModel.Levels(cells) else {
                throw .unsupported("the levels of a category are numbers with fractions")
            }
            found.append(levels)
        }
        guard featureSegments[features] == total, sortedIdx.count == total else { throw damaged }
        return found
    }
}

extension Categories.Feature {
    fileprivate var cells: [Scalar]? {
        guard let offsets else { return values.map { .float($0) } }
        guard offsets == offsets.sorted(), offsets.first ?? 0 == 0,
            offsets.last ?? 0 == values.count
        else { return nil }
        // Bytes are signed.
        let bytes = values.compactMap { Int(exactly: $0).map { UInt8(truncatingIfNeeded: $0) } }
        guard bytes.count == values.count else { return nil }
        return zip(offsets, offsets.dropFirst()).map {
            .text(String(decoding: bytes[$0..<$1], as: UTF8.self))
        }
    }
}
