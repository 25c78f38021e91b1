import Catalog
import Documents
import Kernels
import Relations
import Tables
import Values

extension Function {
    static let describe = Function(
        "describe",
        "What each column holds: missing, distinct, how values lie or which are most frequent.",
        family: .frames,
        effect: .runs,
        takes: Parameter<Frame>("frame", "the frame to look at"),
        examples: [
            Example("penguins | describe"),
            Example("penguins | describe | select(column, q25, median, q75)"),
        ]
    ) { context, frame in
        let facts = try DescribedColumns(frame, context)
        return Frame(memory: facts.table)
    }
}

/// The facts about all columns: one aggregate over the data, and another that counts in bins, whose
/// edges the first one found.
private struct DescribedColumns {
    private let schema: Schema
    private let presentation: Presentation
    private let bars: [Character]
    private let facts: Table
    private let edges: [[Double]]
    private let counts: Table

    /// From so many rows on, what would keep every value in memory is estimated.
    private static let manyRows: Int64 = 1_000_000
    private static let shares = [("q25", 0.25), ("median", 0.5), ("q75", 0.75)]

    init(_ frame: Frame, _ context: CallContext) throws {
        schema = frame.schema
        presentation = Presentation(context)
        bars = Array(context.settings.plain ? "_.:-=+*#" : "▁▂▃▄▅▆▇█")
        let engine = try context.engine
        let rows = try engine.count(frame.plan, in: context.work)
        let isLarge = rows > Self.manyRows
        let first = try frame.schema.fields.enumerated().flatMap { position, field in
            try Self.firstReductions(of: field, at: position, isLarge: isLarge)
        }
        guard !first.isEmpty else {
            (facts, edges, counts) = (Table([], [], count: 1), [], Table([], [], count: 1))
            return
        }
        let facts = try engine.collect(frame.summarized(first, by: []).plan, in: context.work)
        self.facts = facts
        let sample = isLarge ? try Self.sample(of: frame, context) : nil
        edges = frame.schema.fields.enumerated().map { position, field in
            Self.edges(of: field, at: position, facts, sample)
        }
        var second: [NamedExpression] = []
        for (position, field) in frame.schema.fields.enumerated() {
            second += try Self.secondReductions(
                of: field,
                at: position,
                edges[position],
                facts,
                isLarge: isLarge
            )
        }
        counts =
            second.isEmpty
            ? Table([], [], count: 1)
            : try engine.collect(frame.summarized(second, by: []).plan, in: context.work)
        if isLarge {
            context.notes.note(
                "of \(NumberFormat.grouped(rows)) rows, quartiles are interpolated between counted edges, and distinct "
                    + "values past 10,000 are estimated"
            )
        }
    }
}

/// What is asked of the engine.
extension DescribedColumns {
    private static func firstReductions(
        of field: Tables.Field,
        at position: Int,
        isLarge: Bool
    ) throws -> [NamedExpression] {
        let subject = RowExpression.column(field)
        var made = [named(position, "missing", try .missingCount(of: subject))]
        guard hasOrder(field.type) else { return made }
        let isExact = RowExpression.literal(.bool(!isLarge))
        made.append(named(position, "distinct", try .calling("count_distinct", subject, isExact)))
        if field.type != .bool {
            made.append(named(position, "min", try .calling("min", subject)))
            made.append(named(position, "max", try .calling("max", subject)))
        }
        guard let numbers = try numbers(field) else { return made }
        made.append(named(position, "low", try .calling("min", numbers)))
        made.append(named(position, "high", try .calling("max", numbers)))
        guard field.type.isNumber || field.type == .bool else { return made }
        made.append(named(position, "mean", try .calling("mean", subject)))
        guard field.type.isNumber else { return made }
        made.append(named(position, "sd", try .calling("sd", subject)))
        guard !isLarge else { return made }
        for (name, share) in shares {
            let quantile = try RowExpression.calling("quantile", subject, .literal(.float(share)))
            made.append(named(position, name, quantile))
        }
        return made
    }

    private static func secondReductions(
        of field: Tables.Field,
        at position: Int,
        _ edges: [Double],
        _ facts: Table,
        isLarge: Bool
    ) throws -> [NamedExpression] {
        let subject = RowExpression.column(field)
        let distinct = facts["\(position) distinct"]?[0].number ?? 0
        var made: [NamedExpression] = []
        if isLarge, hasOrder(field.type), distinct <= 10_000 {
            made.append(named(position, "distinct", try .calling("count_distinct", subject)))
        }
        if edges.count > 1, let numbers = try numbers(field) {
            let list = RowExpression.literal(.list(edges.map { .float($0) }))
            made.append(named(position, "bins", try .calling("bin_counts", numbers, list)))
        } else if field.type.isTextual || field.type == .bool, distinct <= 100_000 {
            let top = try RowExpression.calling("value_counts", subject, .literal(.int(5)))
            made.append(named(position, "top", top))
        }
        return made
    }

    private static func named(
        _ position: Int,
        _ fact: String,
        _ expression: RowExpression
    ) -> NamedExpression {
        NamedExpression("\(position) \(fact)", expression)
    }

    private static func hasOrder(_ type: ColumnType) -> Bool {
        switch type {
        case .list, .record, .missing: false
        default: true
        }
    }

    /// A column as numbers: its own, or seconds; nil where it has no length.
    private static func numbers(_ field: Tables.Field) throws -> RowExpression? {
        switch field.type {
        case .int, .float: .column(field)
        case .date, .timestamp: try .calling("epoch", .column(field))
        default: nil
        }
    }
}

/// Where bins begin and end.
extension DescribedColumns {
    private static let barCount = 10

    private static func edges(
        of field: Tables.Field,
        at position: Int,
        _ facts: Table,
        _ sample: Table?
    ) -> [Double] {
        guard let low = facts["\(position) low"]?[0].number,
            let high = facts["\(position) high"]?[0].number
        else { return [] }
        let bars = barEdges(low, high, isWhole: field.type == .int)
        guard field.type.isNumber, let drawn = sample?[field.name] else { return bars }
        let values = (0..<drawn.count).compactMap { drawn[$0].number }
        let shares = (0...200).map { Double($0) / 200 }
        let quantiles = Quantiles.quantiles(values, at: shares).filter {
            low <= $0 && $0 < high
        }
        return ascending(bars + quantiles.flatMap { [$0, $0.nextUp] })
    }

    /// The ends of the bars: whole numbers stand in the middle of theirs where they are few.
    private static func barEdges(_ low: Double, _ high: Double, isWhole: Bool) -> [Double] {
        if low == high { return [low, low.nextUp] }
        if isWhole, high - low < Double(barCount) {
            return (0...Int(high - low) + 1).map { low - 0.5 + Double($0) }
        }
        let inner = (1..<barCount).map { step -> Double in
            let share = Double(step) / Double(barCount)
            return low * (1 - share) + high * share
        }
        return ascending([low] + inner + [high])
    }

    private static func ascending(_ values: [Double]) -> [Double] {
        var kept: [Double] = []
        for value in values.sorted() where kept.last.map({ $0 < value }) ?? true {
            kept.append(value)
        }
        return kept
    }

    /// Some rows of a large frame, the same on every machine.
    private static func sample(of frame: Frame, _ context: CallContext) throws -> Table {
        let numbers = frame.schema.fields.filter(\.type.isNumber).map(\.name)
        guard !numbers.isEmpty else { return Table([], [], count: 0) }
        let drawn = frame.keeping(numbers).sampled(Sampling(.rows(10_000), seed: 0))
        return try context.engine.collect(drawn.plan, in: context.work)
    }
}

/// The facts as a row a column.
extension DescribedColumns {
    var table: Table {
        let texts = [
            ("column", schema.names), ("type", schema.fields.map(\.type.word)),
        ].map { (Tables.Field($0.0, .text), Column(.text, .texts($0.1))) }
        let made: [(Tables.Field, Column)] =
            texts + [
                column("n_missing", .int) { fact($0, "missing") },
                column("distinct", .int) { distinct($0) },
                column("values", .text) { values($0) },
                column("min", .text) { presentation.text(of: fact($0, "min")) },
                column("median", .float) { quantile($0, 1) },
                column("max", .text) { presentation.text(of: fact($0, "max")) },
                column("mean", .float) { fact($0, "mean") },
                column("sd", .float) { fact($0, "sd") },
                column("q25", .float) { quantile($0, 0) },
                column("q75", .float) { quantile($0, 2) },
            ]
        return Table(made.map(\.0), made.map(\.1), count: schema.fields.count)
    }

    private func column(
        _ name: String,
        _ type: ColumnType,
        _ cell: (Int) -> Scalar
    ) -> (Tables.Field, Column) {
        (Tables.Field(name, type), Column(type, cells: schema.fields.indices.map(cell)))
    }

    private func fact(_ position: Int, _ name: String) -> Scalar {
        facts["\(position) \(name)"]?[0] ?? .missing
    }

    private func distinct(_ position: Int) -> Scalar {
        counts["\(position) distinct"]?[0] ?? fact(position, "distinct")
    }

    /// The bars of how values lie, or the most frequent values.
    private func values(_ position: Int) -> Scalar {
        if case .list(let top)? = counts["\(position) top"]?[0] {
            return frequent(top.prefix(5))
        }
        let bins = binCounts(position)
        guard let low = fact(position, "low").number, let high = fact(position, "high").number,
            !bins.isEmpty
        else { return .missing }
        let ends = Self.barEdges(low, high, isWhole: schema.fields[position].type == .int)
        var heights = [Int64](repeating: 0, count: ends.count - 1)
        var bar = 0
        for (edge, count) in zip(edges[position], bins) {
            while bar + 1 < heights.count, ends[bar + 1] <= edge { bar += 1 }
            heights[bar] += count
        }
        let most = Double(max(1, heights.max() ?? 1))
        return .text(
            String(
                heights.map { height in
                    bars[Int((Double(height) / most * Double(bars.count - 1)).rounded(.up))]
                }
            )
        )
    }

    /// As many of the most frequent values with their counts as are read at a glance.
    private func frequent(_ top: ArraySlice<Scalar>) -> Scalar {
        var text = ""
        for case .record(let parts) in top {
            guard case .text(let value) = presentation.text(of: parts[0].value),
                case .int(let count) = parts[1].value
            else { continue }
            let part = "\(value) \(NumberFormat.grouped(count))"
            if text.isEmpty {
                text = part
            } else if text.count + part.count <= 28 {
                text += ", " + part
            } else {
                break
            }
        }
        return text.isEmpty ? .missing : .text(text)
    }

    private func binCounts(_ position: Int) -> [Int64] {
        guard case .list(let cells)? = counts["\(position) bins"]?[0] else { return [] }
        return cells.map { if case .int(let count) = $0 { count } else { 0 } }
    }

    /// What the engine computed, or what lies between the counted edges.
    private func quantile(_ position: Int, _ index: Int) -> Scalar {
        let (name, share) = Self.shares[index]
        if let exact = facts["\(position) \(name)"]?[0] { return exact }
        guard schema.fields[position].type.isNumber else { return .missing }
        let bins = binCounts(position)
        var rank = Double(bins.reduce(0, +) - 1) * share
        for (bin, count) in bins.enumerated() where count > 0 {
            let (low, high) = (edges[position][bin], edges[position][bin + 1])
            if rank < Double(count) {
                // A bin of one value is as wide as its last bit.
                let isOne = high <= low.nextUp
                let share = (rank + 0.5) / Double(count)
                let value = isOne ? low : low + (high - low) * share
                return .float(schema.fields[position].type == .int ? value.rounded() : value)
            }
            rank -= Double(count)
        }
        return .missing
    }
}
