package import Documents
package import Relations
package import Tables
package import Values

/// What a learned recipe shows of itself: a row for each thing that a step learned.
extension LearnedRecipe: ShellObject, ShellRepresentable {
    package static let type = ObjectType("learned recipe")

    package var brief: String { "\(formula), \(steps.count) steps, \(rows) rows" }

    package var memberNames: [String] { ["formula", "steps", "features", "target", "rows"] }

    package func member(_ name: String) -> Value? {
        switch name {
        case "formula": .text(formula)
        case "steps": .list(steps.map { .text($0.text) })
        case "features": .list(fields.map { .text($0.name) })
        case "target": target.map { .text($0.name) } ?? .missing
        case "rows": .int(Int64(rows))
        default: nil
        }
    }

    package var table: Table {
        let facts = steps.flatMap { step in step.facts.map { (step.name, $0) } }
        func texts(_ cells: [String?]) -> Column {
            Column(.text, cells: cells.map { $0.map { .text($0) } ?? .missing })
        }
        return Table(
            [
                Field("step", .text), Field("column", .text), Field("learned", .text),
                Field("value", .float), Field("text", .text),
            ],
            [
                texts(facts.map { $0.0 }),
                texts(facts.map { $0.1.column.isEmpty ? nil : $0.1.column }),
                texts(facts.map { $0.1.learned }),
                Column(.float, cells: facts.map { $0.1.value.map { .float($0) } ?? .missing }),
                texts(facts.map { $0.1.text }),
            ]
        )
    }

    package var frame: Frame? { Frame(memory: table) }

    package var document: Document {
        let lines = text.replacing(" | ", with: "\n  | ")
        let given = fields.prefix(50).map(\.name).joined(separator: ", ")
        var document = Document(.text(lines))
        document.append(.table(TableBlock(of: table, rows: 100)))
        document.append(
            .note(
                "learned from \(rows) rows; gives \(fields.count) "
                    + (fields.count == 1
                        ? "feature: " : fields.count > 50 ? "features, the first: " : "features: ")
                    + given
            )
        )
        return document
    }
}
