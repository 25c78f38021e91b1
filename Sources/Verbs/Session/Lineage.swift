import Catalog
import Diagnostics
import Documents
import Learning
import Relations
import Tables
import Values

extension Function {
    static let lineage = Function(
        "lineage",
        "Where each column of a frame, or each feature of a model, comes from; and the fingerprint of its rows.",
        family: .session,
        effect: .runs,
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
            let rows = model.training.plan == nil ? nil : plan
            return try LineageTable(features, below: context.settings.folder).printed(of: rows)
        }
        if case .object(let object) = value, let model = object as? UnsupervisedPipeline {
            let plan = model.training.plan ?? Frame.ofColumns(Schema(model.inputs)).plan
            let bound = try model.bound(to: Frame(plan, plan.schema))
            let features = Plan.project(bound.frame.plan, bound.expressions)
            return try LineageTable(features, below: context.settings.folder)
                .printed(of: model.training.plan)
        }
        guard let frame = value.asFrame else {
            throw Diagnostic(
                "lineage.subject",
                "only a frame or a model has a lineage, not \(value.type.described)",
                at: context.span,
                hints: ["lineage(flights)"]
            )
        }
        return try LineageTable(frame.plan, below: context.settings.folder)
            .printed(of: frame.plan)
    }
}

/// A lineage as a table: a row a column.
private struct LineageTable {
    private static let headers = ["column", "type", "made", "from"]
    /// The columns of the table.
    private let columns: [[String]]

    /// Files below the folder are called as they would be typed there.
    init(_ plan: Plan, below folder: String) {
        let lineage = plan.lineage
        let hidden = plan.protectedColumns
        columns = [
            lineage.map(\.name), lineage.map(\.type.word),
            lineage.map { $0.made(isHidden: hidden.contains($0.name)) },
            lineage.map { $0.from(below: folder) },
        ]
    }

    /// The table with nothing cut off: a cell that is too long goes on in the next line.
    func printed(of rows: Plan?) throws -> Printed {
        let widths = widths
        let lines = columns[0].indices.flatMap { row -> [[Cell]] in
            let parts = zip(columns, widths).map { $0[row].broken(at: $1) }
            let height = parts.map(\.count).max() ?? 1
            return (0..<height).map { line in
                parts.map { .text(line < $0.count ? $0[line] : "") }
            }
        }
        var document = Document(
            .table(TableBlock(Self.headers.map { ColumnHeader($0, "text") }, rows: lines))
        )
        if let rows {
            document.append(.note("fingerprint \(try FrameFingerprint.of(rows).prefix(16))"))
        }
        let table = Table(
            Self.headers.map { Field($0, .text) },
            columns.map { Column(.text, .texts($0)) }
        )
        return Printed(document, frame: Frame(memory: table))
    }

    /// How wide each column may be, so that all of them stand in 80 places.
    private var widths: [Int] {
        let longest = zip(Self.headers, columns).map { header, cells in
            (cells + [header]).map(\.count).max() ?? 0
        }
        let ends = [min(longest[0], 24), min(longest[1], 12)]
        let rest = 80 - 2 * 3 - ends.reduce(0, +)
        let made = min(longest[2], max(rest - longest[3], rest / 2))
        return ends + [made, rest - made]
    }
}

extension String {
    /// The text in lines of a width, broken between words where that can be.
    fileprivate func broken(at width: Int) -> [String] {
        var lines = [""]
        for word in split(separator: " ", omittingEmptySubsequences: false).map(String.init) {
            var word = word
            let line = lines[lines.count - 1]
            if line.isEmpty {
                lines[lines.count - 1] = word
            } else if line.count + 1 + word.count <= width {
                lines[lines.count - 1] += " " + word
                continue
            } else {
                lines.append(word)
            }
            while word.count > width {
                lines[lines.count - 1] = String(word.prefix(width))
                word = String(word.dropFirst(width))
                lines.append(word)
            }
        }
        return lines
    }
}

extension ColumnLineage {
    /// How it is made: an expression over the sources' columns, or what made it.
    ///
    /// What was learned of protected values stands in an expression as its literals do.
    fileprivate func made(isHidden: Bool) -> String {
        switch origin {
        case .expression(let expression):
            isHidden ? expression.blotted.text.replacing("`***`", with: "***") : expression.text
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

extension RowExpression {
    /// The expression without its literals.
    fileprivate var blotted: RowExpression {
        replacing { part in
            guard case .literal(_, let type) = part else { return nil }
            return .column(Presentation.blot, type)
        }
    }
}
