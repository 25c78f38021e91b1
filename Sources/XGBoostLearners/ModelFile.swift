import Diagnostics
import Learning

/// A file in which XGBoost, in whatever language it was called from, keeps a model: JSON, or the
/// same as Universal Binary JSON.
struct ModelFile {
    let text: String
    let document: BoosterDocument
    private var learner: LearnerPart { document.learner }

    init(_ bytes: [UInt8]) throws(Diagnostic) {
        let isBinary = bytes.starts(with: Self.binaryStart)
        let json = try CompactJSON.text(of: isBinary ? UniversalBinary.json(of: bytes) : bytes)
        // A class alone is what this objective predicts; the other has the same trees.
        text = String(decoding: json, as: UTF8.self)
            .replacing(#""name":"multi:softmax""#, with: #""name":"multi:softprob""#)
        document = try BoosterDocument(text)
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

    /// The text, once it was held to all that the library takes for granted.
    func checkedText(features: Int, outputs: Int) throws(Diagnostic) -> BoosterText {
        try BoosterText(self, features: features, outputs: outputs)
    }

    func model() throws -> ForeignModel {
        let booster = learner.booster
        guard booster.name == BoosterPart.trees else {
            let told = booster.name ?? "unknown"
            throw Diagnostic.unsupported("its booster is `\(told)`, and `gbtree` is supported")
        }
        let names = try names
        let outcome = try outcome
        let text = try checkedText(features: names.count, outputs: outcome.outputs)
        let levels = try booster.model?.categories?.levels(features: names.count) ?? []
        let version = (document.version ?? []).map { String($0) }.joined(separator: ".")
        return ForeignModel(
            program: version.isEmpty ? "XGBoost" : "XGBoost \(version)",
            columns: names.enumerated().map {
                ForeignModel.Column($1, levels: $0 < levels.count ? levels[$0] : nil)
            },
            outcome: outcome,
            remarks: remarks
        ) { try XGBoostModel(text, shape: $0) }
    }

    private var remarks: [String] { roundRemarks + quantileRemarks }

    /// A quantile is judged by another measure than a mean.
    private var quantileRemarks: [String] {
        guard let share = learner.objective.quantile?.share else { return [] }
        let metric = share == 0.5 ? "pinball" : "pinball_\(share)"
        let judge = Score.names.contains(metric) ? ", which `metric: \"\(metric)\"` judges" : ""
        return ["it predicts the \(share) quantile\(judge)"]
    }

    private var roundRemarks: [String] {
        guard let best = learner.attributes?["best_iteration"].flatMap({ Int($0) }),
            let rounds = learner.booster.model?.rounds.map({ $0.count - 1 }), best < rounds - 1
        else { return [] }
        return [
            "all \(rounds) rounds predict, as a `Booster` of Python's does: "
                + "its best was number \(best + 1)"
        ]
    }

    /// Features without names have their numbers, as XGBoost calls them.
    private var names: [String] {
        get throws(Diagnostic) {
            guard let count = Int(learner.parameters.features), (1..<1 << 24) ~= count
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
            let parameters = learner.parameters
            guard parameters.targets ?? "1" == "1" else {
                throw .unsupported("it predicts several targets, which is not supported")
            }
            let classes = Int(parameters.classes) ?? 0
            switch name {
            case "binary:logistic" where classes < 2: return .classes(2)
            case "multi:softprob", "multi:softmax":
                guard (3..<1 << 20) ~= classes else { break }
                return .classes(classes)
            case "reg:squarederror", "reg:absoluteerror", "reg:pseudohubererror",
                "reg:squaredlogerror", "reg:quantileerror", "count:poisson", "reg:gamma",
                "reg:tweedie":
                if classes < 2 { return .number }
            default: break
            }
            throw .unsupported("its objective is `\(name)`, which is not supported")
        }
    }
}

extension ForeignModel.Outcome {
    /// The columns of a prediction.
    fileprivate var outputs: Int {
        if case .classes(let count) = self, count > 2 { count } else { 1 }
    }
}
