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
            // A model that was loaded knows its columns, and not where they came from.
            let plan = model.training.plan ?? Frame.ofColumns(Schema(model.inputs)).plan
            let bound = try model.bound(to: Frame(plan, plan.schema))
            let features = Plan.project(bound.frame.plan, bound.expressions)
            return LineageTable.frame(of: features, below: context.settings.folder)
        }
        guard let frame = value.asFrame else {
            throw Diagnostic(
                "lineage.subject",
                "only a frame or a model has a lineage, not \(value.type.described)",
                at: context.span,
                hints: ["lineage(flights)"]
            )
        }
        return LineageTable.frame(of: frame.plan, below: context.settings.folder)
    }
}

/// A lineage as a table: a row a column.
private enum LineageTable {
    /// Files below the folder are called as they would be typed there.
    static func frame(of plan: Plan, below folder: String) -> Frame {
        let columns = plan.lineage
        return Frame(
            memory: Table(
                ["column", "type", "made", "from"].map { Field($0, .text) },
                [
                    columns.map(\.name), columns.map(\.type.word), columns.map(\.made),
                    columns.map { $0.from(below: folder) },
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
    fileprivate func from(below folder: String) -> String {
        var order: [String] = []
        var read: [String: [String]] = [:]
        for source in sources {
            let isBelow = source.source.hasPrefix(folder + "/")
            let name = isBelow ? String(source.source.dropFirst(folder.count + 1)) : source.source
            if read[name] == nil { order.append(name) }
            read[name, default: []].append(source.column)
        }
        return order.map { "\($0): \((read[$0] ?? []).joined(separator: ", "))" }
            .joined(separator: "; ")
    }
}
