import Catalog
import Diagnostics
import Learning
import Relations
import Tables
import Values

extension Function {
    static let lineage = Function(
        "lineage",
        "Where each column of a frame, or each feature of a model, comes from.",
        family: .session,
        effect: .pure,
        takes: Parameter<Value>("x", "a frame or a model"),
        examples: [
            Example("flights | derive(late = arr_delay > 15) | select(carrier, late) | lineage")
        ]
    ) { context, value in
        if case .object(let object) = value, let model = object as? FittedPipeline {
            guard let plan = model.training.plan else {
                throw Diagnostic(
                    "lineage.unknown",
                    "a model that was loaded does not know the frame it learned from",
                    at: context.span,
                    hints: ["lineage(frame)"]
                )
            }
            let columns = [model.target.column] + model.expressions
            return LineageTable.frame(of: Plan.project(plan, columns))
        }
        guard let frame = value.asFrame else {
            throw Diagnostic(
                "lineage.subject",
                "only a frame or a model has a lineage, not \(value.type.described)",
                at: context.span,
                hints: ["lineage(flights)"]
            )
        }
        return LineageTable.frame(of: frame.plan)
    }
}

/// A lineage as a table: a row a column.
private enum LineageTable {
    static func frame(of plan: Plan) -> Frame {
        let columns = plan.lineage
        return Frame(
            memory: Table(
                ["column", "type", "made", "from"].map { Field($0, .text) },
                [
                    columns.map(\.name), columns.map(\.type.word), columns.map(\.made),
                    columns.map(\.from),
                ]
                .map { Column(.text, .texts($0)) }
            )
        )
    }
}

extension ColumnLineage {
    /// How it is made: an expression over the sources' columns, or what made it.
    fileprivate var made: String {
        switch origin {
        case .expression(let expression): expression.text
        case .step(let words): words
        }
    }

    /// The sources, each with the columns that were read of it: `data/planes.csv: year`.
    fileprivate var from: String {
        var order: [String] = []
        var read: [String: [String]] = [:]
        for source in sources {
            if read[source.source] == nil { order.append(source.source) }
            read[source.source, default: []].append(source.column)
        }
        return order.map { "\($0): \((read[$0] ?? []).joined(separator: ", "))" }
            .joined(separator: "; ")
    }
}
