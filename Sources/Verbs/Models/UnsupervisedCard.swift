import Catalog
import Diagnostics
import Documents
import Learning
import Relations
import Tables
import Values

extension UnsupervisedPipeline {
    /// What is to be known of a model without a target: its columns and rows, and its limits.
    func card(_ name: String, purpose: String) -> ModelCard {
        var card = Document(.heading("Model card: \(name)", level: 1))
        if !purpose.isEmpty { card.append(.paragraph(purpose)) }
        card.append(.heading("Model", level: 2))
        for block in document.blocks { card.append(block) }
        card.append(.note("fingerprint \(fingerprint.prefix(16))"))
        card.append(.heading("Data", level: 2))
        let rows: [[Cell]] = inputs.map { [.text($0.name), .text($0.type.word)] }
        let headers = [ColumnHeader("column", "text"), ColumnHeader("type", "text")]
        card.append(.table(TableBlock(headers, rows: rows)))
        var points = ["learned from \(NumberFormat.grouped(Int64(training.rows))) rows"]
        points += (training.plan?.splitWords ?? []).map { "they are \($0)" }
        card.append(.list(points.map { StyledLine($0) }))
        card.append(.heading("Limits", level: 2))
        card.append(.list(limits.map { StyledLine($0) }))
        return ModelCard(model: name, document: card)
    }

    private var limits: [String] {
        var limits = ["no target tells how good it is: what it finds is to be looked at"]
        for feature in model.features {
            guard let levels = feature.levels else { continue }
            limits.append("of `\(feature.name)` it knows \(levels.count) values, and no other")
        }
        if training.plan == nil {
            limits.append("it was loaded: which rows it learned from is not known any more")
        }
        return limits
    }
}

extension Diagnostic {
    static func cardWithoutTarget(
        _ model: UnsupervisedPipeline,
        _ context: CallContext
    ) -> Diagnostic {
        Diagnostic(
            "argument.surplus",
            "`\(model.learner.name)` has no target by which rows could judge it",
            at: context.span(of: "on"),
            hints: ["card, without `on:`"]
        )
    }
}
