import Catalog
import Documents
import Relations
import Tables
import Values

extension Function {
    static let trace = Function(
        "trace",
        "Why rows are in a frame, or which stage dropped them: how many of them each stage has.",
        family: .session,
        effect: .runs,
        takes: Parameter<Frame>("frame", "the frame whose stages are looked at"),
        Parameter<Conditions>.rest("x", "conditions that tell the rows, over the frame's columns"),
        examples: [
            Example("penguins | filter(year > 2007) | trace(island == \"Biscoe\")"),
            Example("flights | filter(arr_delay > 600) | trace(flight == 1545)"),
        ]
    ) { context, frame, conditions in
        try RowTrace(frame, conditions.all, context).printed
    }
}

/// Some rows on their way through the stages of a plan.
private struct RowTrace {
    /// A stage, the condition in its columns, and how many rows it has of those that are traced.
    private struct Stop {
        let stage: RowStage
        let condition: RowExpression?
        let rows: Int64?
    }

    private let context: CallContext
    private let stops: [Stop]

    init(_ frame: Frame, _ conditions: [RowExpression], _ context: CallContext) throws {
        self.context = context
        let whole = try conditions.dropFirst().reduce(conditions.first ?? .literal(.bool(true))) {
            try .calling("and", $0, $1)
        }
        let columns = Dictionary(
            frame.plan.lineage.map { ($0.name, $0) },
            uniquingKeysWith: { first, _ in first }
        )
        stops = try frame.plan.rowSteps.map { stage in
            guard let condition = whole.told(in: stage.plan, of: columns) else {
                return Stop(stage: stage, condition: nil, rows: nil)
            }
            let found = Plan.filter(stage.plan, where: condition)
            let rows = try context.engine.count(found, in: context.work)
            return Stop(stage: stage, condition: condition, rows: rows)
        }
    }

    var printed: Printed {
        get throws {
            let rows = stops.map { $0.rows.map { Scalar.int($0) } ?? .missing }
            let table = Table(
                [Field("stage", .text), Field("rows", .int), Field("by", .text)],
                [
                    Column(.text, .texts(stops.map(\.stage.name))), Column(.int, cells: rows),
                    Column(
                        .text,
                        cells: stops.map { $0.stage.words.map { .text($0) } ?? .missing }
                    ),
                ]
            )
            var document = Document(
                .table(
                    Presentation(context).block(of: table, rows: table.count, total: table.count)
                )
            )
            document.append(.note(try verdict))
            return Printed(document, frame: Frame(memory: table))
        }
    }

    /// In a sentence, what became of the rows.
    private var verdict: String {
        get throws {
            let known = stops.filter { $0.rows != nil }
            guard let first = known.first, let last = known.last else {
                return "no stage has the columns that tell the rows"
            }
            guard known.contains(where: { $0.rows != 0 }) else {
                return "`\(first.stage.name)` has no such row"
            }
            let place = (known.lastIndex { $0.rows != 0 } ?? 0) + 1
            guard place < known.count else {
                let rows = last.rows ?? 0
                return rows == 1
                    ? "1 such row is in" : "\(NumberFormat.grouped(rows)) such rows are in"
            }
            return try dropped(from: known[place - 1], by: known[place].stage)
        }
    }

    private func dropped(from before: Stop, by stage: RowStage) throws -> String {
        let head = "dropped by `\(stage.name)`"
        guard let condition = before.condition else { return head }
        let (words, columns): (String, [String])
        switch stage.plan {
        case .filter(let input, let test):
            let read = input.schema.names.filter(test.columns.contains)
            (words, columns) = ("\(head): `\(test.text)` does not hold", read)
        case .join(_, _, .anti, let keys, _):
            (words, columns) = ("\(head): a row of the other frame fits", keys.map(\.left))
        case .join(_, _, _, let keys, _):
            (words, columns) = ("\(head): no row of the other frame fits", keys.map(\.left))
        default: return head + (stage.words.map { ", \($0)" } ?? "")
        }
        guard let input = stage.plan.inputs.first else { return words }
        // The rows as the stage found them; columns between two stages may have been made since.
        let names = input.schema.names.filter(columns.contains)
        let fields = names.compactMap { input.schema[$0] }
        let known = Set(input.schema.names)
        guard !fields.isEmpty, condition.columns.isSubset(of: known) else { return words }
        let rows = Frame(input, input.schema).filtered(where: [condition]).keeping(names)
        let example = try context.engine.collect(rows.plan, in: context.work, limit: 1)
        guard example.count > 0 else { return words }
        let hidden = rows.protectedColumns
        let presentation = Presentation(context)
        let cells = zip(names, example.columns).map { name, column in
            let cell = hidden.contains(name) ? Presentation.blot : presentation.words(of: column[0])
            return "\(name) is \(cell)"
        }
        return "\(words): \(cells.joined(separator: ", "))"
    }
}

extension RowStage {
    /// What the stage goes by.
    fileprivate var words: String? {
        switch plan {
        case .filter(_, let condition): condition.text
        case .join(_, _, let kind, let keys, _):
            keys.isEmpty
                ? kind.rawValue
                : "\(kind.rawValue) on "
                    + keys.map {
                        $0.left == $0.right && $0.test.isEquality
                            ? $0.left : "\($0.left) \($0.test.rawValue) \($0.right)"
                    }.joined(separator: ", ")
        case .aggregate(_, let keys, _):
            keys.isEmpty ? nil : "by \(keys.map(\.name).joined(separator: ", "))"
        case .distinct(_, let names, _): names.isEmpty ? nil : "on \(names.joined(separator: ", "))"
        case .slice(_, .head(let rows), _): "the first \(rows)"
        case .slice(_, .tail(let rows), _): "the last \(rows)"
        case .slice(_, .rows(let first, let last), _): "from \(first) to \(last)"
        case .part(_, _, .part(let index)): "part \(index + 1)"
        case .part(_, _, .outside(let index)): "all but part \(index + 1)"
        default: nil
        }
    }
}

extension RowExpression {
    /// The condition over the columns of an earlier stage: each is found by where it comes from, or
    /// computed from what the stage has; nil where it cannot be.
    fileprivate func told(in plan: Plan, of columns: [String: ColumnLineage]) -> RowExpression? {
        let stage = plan.lineage
        var isWhole = true
        let told = replacing { part in
            guard case .column(let name, _) = part else { return nil }
            guard let wanted = columns[name], let found = wanted.found(in: stage) else {
                isWhole = false
                return nil
            }
            return found
        }
        return isWhole ? told : nil
    }
}

extension ColumnLineage {
    /// What gives the same values from the columns of a stage.
    fileprivate func found(in stage: [ColumnLineage]) -> RowExpression? {
        let same = stage.filter { $0.words == words && $0.sources == sources && $0.type == type }
        if let column = same.first(where: { $0.name == name }) ?? same.first {
            return .column(column.name, column.type)
        }
        guard case .expression(let expression) = origin,
            !expression.containsCall(where: { $0.function.kind != .scalar })
        else { return nil }
        var isWhole = true
        let told = expression.replacing { part in
            guard case .column(let name, let type) = part else { return nil }
            let plain = stage.first { column in
                guard case .expression(.column(name, _)) = column.origin else { return false }
                return column.type == type && column.sources.allSatisfy(sources.contains)
            }
            guard let plain else {
                isWhole = false
                return nil
            }
            return .column(plain.name, plain.type)
        }
        return isWhole ? told : nil
    }

    private var words: String {
        switch origin {
        case .expression(let expression): expression.text
        case .step(let step): step
        }
    }
}
