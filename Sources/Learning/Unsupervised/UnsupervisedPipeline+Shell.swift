package import Documents
package import Relations
package import Values

/// What a model without a target shows of itself, and its members.
extension UnsupervisedPipeline: ShellObject, ShellRepresentable {
    package var brief: String { "\(learner.name)(\(formula)), \(training.rows) rows" }

    package var memberNames: [String] {
        ["learner", "features", "settings", "formula", "recipe", "rows"]
    }

    package func member(_ name: String) -> Value? {
        switch name {
        case "learner": .text(learner.name)
        case "features": .list(model.features.map { .text($0.name) })
        case "settings": .record(of: learner.settings)
        case "formula": .text(formula)
        case "recipe": recipe.map { .object($0) } ?? .missing
        case "rows": .int(Int64(training.rows))
        default: nil
        }
    }

    /// The table that it shows, such as a row a cluster.
    package var frame: Frame? { model.summary.coefficients.map { Frame(memory: $0) } }

    package var document: Document {
        let summary = model.summary
        var facts = [Documents.Field("learner", .text(learner.name))]
        if let recipe { facts.append(Documents.Field("recipe", .text(recipe.text))) }
        facts += [
            Documents.Field("features", .text(features)),
            Documents.Field("rows", .int(Int64(training.rows))),
        ]
        let words = learner.settingWords()
        if !words.isEmpty {
            facts.append(Documents.Field("settings", .text(words.joined(separator: ", "))))
        }
        facts += summary.facts.map { Documents.Field($0.name, $0.value.plainCell) }
        var document = Document(.record(RecordBlock(facts)))
        if let table = summary.coefficients {
            document.append(.table(TableBlock(of: table, rows: 100)))
        }
        return document
    }

    private var features: String {
        let names = model.features.map(\.name)
        let shown = names.prefix(50).joined(separator: ", ")
        return names.count > 50 ? "\(names.count), the first: \(shown)" : shown
    }

    /// The learner that it came from, as it would be typed.
    package var learnerText: String { learner.call([recipe?.text ?? formula]) }
}
