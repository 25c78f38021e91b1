package import Documents
package import Relations
package import Tables
package import Values

/// What a model shows of itself, and its members.
extension FittedPipeline: ShellObject, ShellRepresentable {
    package var brief: String {
        "\(learner.name)(\(formula)), "
            + (training.origin == nil ? "\(training.rows) rows" : "trained elsewhere")
    }

    package var memberNames: [String] {
        [
            "learner", "features", "target", "settings", "formula", "recipe", "rows", "suspected",
            "accepted", "rules", "threshold", "calibrated", "coverage", "looks", "curves",
            "members",
        ]
    }

    package func member(_ name: String) -> Value? {
        switch name {
        case "learner": .text(learner.name)
        case "features": .list(featureNames.map { .text($0) })
        case "target": .text(target.name)
        case "formula": .text(formula)
        case "recipe": recipe.map { .object($0) } ?? .missing
        case "rows": training.origin == nil ? .int(Int64(training.rows)) : .missing
        case "settings":
            .record(of: learner.settings)
        case "suspected":
            .record(of: training.suspicions.map { ($0.feature, .text($0.evidence)) })
        case "rules": .list(training.rules.map { .text($0.text) })
        case "threshold":
            if case .binary = task { .float(threshold) } else { .missing }
        case "coverage": conformal.map { .float($0.coverage) } ?? .missing
        case "calibrated": calibration.map { .text($0.method.rawValue) } ?? .missing
        case "looks": .int(Int64(training.looks))
        case "curves":
            (model as? any CurveModel).map { .frame(Frame(memory: $0.curves)) } ?? .missing
        case "members":
            blended.isEmpty ? .missing : .list(blended.map { .object($0.pipeline) })
        case "accepted": training.acceptance.map { .text($0) } ?? .missing
        default: nil
        }
    }

    /// The coefficients, for a model that has some.
    package var frame: Frame? { model.summary.coefficients.map { Frame(memory: $0) } }

    package var document: Document {
        let summary = model.summary
        var facts = [
            Documents.Field("learner", .text(learner.name)),
            Documents.Field("target", .text(targetWords)),
            blended.isEmpty
                ? Documents.Field("features", .text(featureWords))
                : Documents.Field("columns", .text(Self.listed(inputs.map(\.name)))),
            training.origin.map { Documents.Field("trained", .text("elsewhere, by \($0.program)")) }
                ?? Documents.Field("rows", .int(Int64(training.rows))),
        ]
        if let recipe, blended.isEmpty {
            facts.insert(Documents.Field("recipe", .text(recipe.text)), at: 1)
        }
        let given = learner.settings.filter { !$0.value.isMissing }
        if !given.isEmpty {
            let words = given.map { "\($0.name): \($0.value.words)" }
            facts.append(Documents.Field("settings", .text(words.joined(separator: ", "))))
        }
        for suspicion in training.suspicions {
            let words = "\(suspicion.feature): \(suspicion.evidence)"
            facts.append(Documents.Field("suspected", .text(words)))
        }
        if let reason = training.acceptance {
            facts.append(Documents.Field("accepted", .text(reason)))
        }
        if !training.rules.isEmpty {
            let words = training.rules.map(\.text).joined(separator: "; ")
            facts.append(Documents.Field("rules", .text(words)))
        }
        if threshold != Self.plainThreshold {
            facts.append(Documents.Field("threshold", .float(threshold)))
        }
        if let conformal {
            let error = NumberFormat().string(conformal.error)
            let chance = NumberFormat().string(1 - conformal.error)
            let words =
                task == .regression
                ? "\(conformal.coverage) of rows within \(error) of the prediction"
                : "\(conformal.coverage) of rows in the set of classes from \(chance) on"
            facts.append(
                Documents.Field("conformal", .text("\(words), by \(conformal.rows) rows"))
            )
        }
        if let calibration {
            let words = "\(calibration.method.rawValue), by \(calibration.rows) rows"
            facts.append(Documents.Field("calibrated", .text(words)))
        }
        if training.looks > 0 {
            let words = "\(training.looks) before it was saved"
            facts.append(Documents.Field("looks at held out rows", .text(words)))
        }
        facts += summary.facts.map { Documents.Field($0.name, $0.value.plainCell) }
        var document = Document(.record(RecordBlock(facts)))
        if let coefficients = summary.coefficients {
            document.append(.table(TableBlock(of: coefficients, rows: 100)))
        }
        return document
    }

    private var targetWords: String {
        if let origin = training.origin, !origin.knowsTarget {
            return "not told, "
                + (task == .regression ? "a number" : "\(task.labels.count) classes")
        }
        return switch task {
        case .regression: "\(target.name), a number"
        case .binary(let negative, let positive):
            "\(target.name), \(positive) against \(negative)"
        case .multiclass(let labels): "\(target.name), \(labels.count) classes"
        }
    }

    private var featureWords: String { Self.listed(featureNames) }

    private static func listed(_ names: [String]) -> String {
        let shown = names.prefix(50).joined(separator: ", ")
        return names.count > 50 ? "\(names.count), the first: \(shown)" : shown
    }
}

extension Scalar {
    /// The cell as documents hold it; no moments are among what models say.
    package var plainCell: Cell { cell { _ in 0 } }
}

extension TableBlock {
    /// The first rows of a table in memory.
    package init(of table: Table, rows: Int) {
        let headers = table.fields.map { ColumnHeader($0.name, $0.type.word) }
        let cells = (0..<min(rows, table.count)).map { row in
            table.columns.map { $0[row].plainCell }
        }
        self.init(headers, rows: cells, totalRows: table.count)
    }
}
