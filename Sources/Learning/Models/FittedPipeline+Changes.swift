import Documents
import Relations
import Tables
import Values

/// Something that one model has otherwise than another, both in words.
package struct ModelChange: Sendable, Hashable {
    /// What kind of thing it is: `setting`, `feature`, `coefficient`.
    package var part: String
    package var name: String
    /// Nil where a model has nothing of the name.
    package var before: String?
    package var after: String?
}

extension FittedPipeline {
    /// What differs in another model that came after this one; nothing where they are equal.
    package func changes(to other: FittedPipeline) -> [ModelChange] {
        ModelFact.changes(facts, other.facts)
    }

    /// All that can be told of it, but for how long its fit took.
    private var facts: [ModelFact] {
        var facts = [
            ModelFact("model", "learner", learner.name), ModelFact("model", "formula", formula),
        ]
        facts += recipe.map { [ModelFact("model", "recipe", $0.text)] } ?? []
        facts += [ModelFact("model", "target", target.name)]
        if task != .regression {
            facts.append(ModelFact("model", "classes", task.labels.joined(separator: ", ")))
        }
        if case .binary = task {
            facts.append(ModelFact("model", "threshold", words(of: threshold)))
        }
        facts += conformal.map { [ModelFact("model", "coverage", "\($0.coverage)")] } ?? []
        facts += calibration.map { [ModelFact("model", "calibrated", $0.method.rawValue)] } ?? []
        facts.append(ModelFact("model", "predictions", String(fingerprint.prefix(12))))
        facts += Swift.type(of: model).library.map { [ModelFact("model", "library", $0)] } ?? []
        facts += learner.settings.filter { !$0.value.isMissing }
            .map { ModelFact("setting", $0.name, $0.value.words) }
        facts += features.map { ModelFact("feature", $0.name, $0.factWords) }
        return facts + trainingFacts + learnedFacts
    }

    private var trainingFacts: [ModelFact] {
        var facts: [ModelFact] = []
        if let origin = training.origin {
            facts.append(ModelFact("training", "elsewhere, by", origin.program))
        } else {
            facts = [
                ModelFact("training", "rows", String(training.rows)),
                ModelFact("training", "rows without a target", String(training.droppedRows)),
            ]
        }
        facts += training.digest.map { [ModelFact("training", "fingerprint", $0)] } ?? []
        facts += training.seed.map { [ModelFact("training", "seed", String($0))] } ?? []
        let shares = training.shares.map { words(of: $0) }
        if task == .regression {
            facts += shares.prefix(1).map { ModelFact("training", "mean of \(target.name)", $0) }
        } else {
            facts += zip(task.labels, shares).map { ModelFact("training", "share of \($0)", $1) }
        }
        facts += training.acceptance.map { [ModelFact("training", "accepted", $0)] } ?? []
        facts += training.rules.map { ModelFact("rule", $0.text, "held") }
        return facts
    }

    private var learnedFacts: [ModelFact] {
        let summary = model.summary
        let facts = summary.facts.map { name, value in
            ModelFact("learned", name, value.number.map { words(of: $0) } ?? value.factWords)
        }
        guard let table = summary.coefficients, let estimates = table["estimate"] ?? table["weight"]
        else {
            return facts
        }
        let keys = zip(table.fields, table.columns).filter { $0.0.type == .text }.map(\.1)
        return facts
            + (0..<table.count).map { row in
                let name = keys.compactMap { $0.isMissing(row) ? nil : $0[row].factWords }
                let value = estimates[row].number.map { words(of: $0) } ?? "missing"
                return ModelFact("coefficient", name.joined(separator: " "), value)
            }
    }

    private func words(of number: Double) -> String {
        NumberFormat(digits: 7).string(number)
    }
}

/// One thing that can be told of a model.
struct ModelFact {
    struct Key: Hashable {
        var part: String
        var name: String
    }

    var key: Key
    var words: String

    init(_ part: String, _ name: String, _ words: String) {
        key = Key(part: part, name: name)
        self.words = words
    }

    static let parts = [
        "model", "setting", "feature", "training", "rule", "learned", "coefficient",
    ]

    /// What some facts have otherwise than others.
    static func changes(_ before: [ModelFact], _ after: [ModelFact]) -> [ModelChange] {
        let names = before.map(\.key) + after.map(\.key)
        let old = Dictionary(before.map { ($0.key, $0.words) }, uniquingKeysWith: { a, _ in a })
        let new = Dictionary(after.map { ($0.key, $0.words) }, uniquingKeysWith: { a, _ in a })
        var seen: Set<Key> = []
        let changes = names.filter { seen.insert($0).inserted && old[$0] != new[$0] }
            .map { ModelChange(part: $0.part, name: $0.name, before: old[$0], after: new[$0]) }
        // One part after another, and in each the order of the models.
        return parts.flatMap { part in changes.filter { $0.part == part } }
    }
}

extension Feature {
    /// What it is, in words.
    var factWords: String {
        switch kind {
        case .number: "a number"
        case .flag: "true or false"
        case .category(let levels):
            levels.count > 8
                ? "\(levels.count) levels, \(levels.prefix(8).joined(separator: ", ")), …"
                : levels.joined(separator: ", ")
        }
    }
}

extension Scalar {
    var factWords: String {
        if case .text(let text) = self { return text }
        return Value.scalar(self).words
    }
}
