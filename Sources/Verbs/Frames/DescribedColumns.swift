import Catalog
import Documents
import Kernels
import Relations
import Tables
import Values

/// The facts about all columns: one aggregate over the data, and another that counts in bins, whose
/// edges the first one found.
struct DescribedColumns {
    private let schema: Schema
    private let found: Table
    private let edges: [[Double]]
    private let counts: Table

    /// From so many rows on, what would keep every value in memory is estimated.
    static let manyRows: Int64 = 1_000_000
    private static let shares = [("q25", 0.25), ("median", 0.5), ("q75", 0.75)]

    init(_ frame: Frame, rows: Int64, _ context: CallContext) throws {
        schema = frame.schema
        let engine = try context.engine
        let isLarge = rows > Self.manyRows
        let first = try frame.schema.fields.enumerated().flatMap { position, field in
            try Self.firstReductions(of: field, at: position, isLarge: isLarge)
        }
        guard !first.isEmpty else {
            (found, edges, counts) = (Table([], [], count: 1), [], Table([], [], count: 1))
            return
        }
        let found = try engine.collect(frame.summarized(first, by: []).plan, in: context.work)
        self.found = found
        let sample = isLarge ? try Self.sample(of: frame, context) : nil
        edges = frame.schema.fields.enumerated().map { position, field in
            Self.edges(of: field, at: position, found, sample)
        }
        var second: [NamedExpression] = []
        for (position, field) in frame.schema.fields.enumerated() {
            second += try Self.secondReductions(
                of: field,
                at: position,
                edges[position],
                found,
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

    static func hasOrder(_ type: ColumnType) -> Bool {
        switch type {
        case .list, .record, .missing: false
        default: true
        }
    }

    /// A column as numbers: its own, or seconds; nil where it has no length.
    static func numbers(_ field: Tables.Field) throws -> RowExpression? {
        switch field.type {
        case .int, .float: .column(field)
        case .date, .timestamp: try .calling("epoch", .column(field))
        default: nil
        }
    }
}

/// Where bins begin and end.
extension DescribedColumns {
    private static func edges(
        of field: Tables.Field,
        at position: Int,
        _ facts: Table,
        _ sample: Table?
    ) -> [Double] {
        guard let low = facts["\(position) low"]?[0].number,
            let high = facts["\(position) high"]?[0].number
        else { return [] }
        let bars = DescriptionBars.edges(low, high, isWhole: field.type == .int)
        guard field.type.isNumber, let drawn = sample?[field.name] else { return bars }
        let values = (0..<drawn.count).compactMap { drawn[$0].number }
        let shares = (0...200).map { Double($0) / 200 }
        let quantiles = Quantiles.quantiles(values, at: shares).filter {
            low <= $0 && $0 < high
        }
        return DescriptionBars.ascending(bars + quantiles.flatMap { [$0, $0.nextUp] })
    }

    /// Some rows of a large frame, the same on every machine.
    private static func sample(of frame: Frame, _ context: CallContext) throws -> Table {
        let numbers = frame.schema.fields.filter(\.type.isNumber).map(\.name)
        guard !numbers.isEmpty else { return Table([], [], count: 0) }
        let drawn = frame.keeping(numbers).sampled(Sampling(.rows(10_000), seed: 0))
        return try context.engine.collect(drawn.plan, in: context.work)
    }
}

/// The facts, column by column.
extension DescribedColumns {
    var facts: [ColumnFacts] {
        schema.fields.indices.map { position in
            ColumnFacts(
                missing: fact(position, "missing"),
                distinct: counts["\(position) distinct"]?[0] ?? fact(position, "distinct"),
                low: fact(position, "min"),
                high: fact(position, "max"),
                mean: fact(position, "mean"),
                deviation: fact(position, "sd"),
                quartiles: Self.shares.indices.map { quantile(position, $0) },
                heights: heights(position),
                top: top(position)
            )
        }
    }

    private func fact(_ position: Int, _ name: String) -> Scalar {
        found["\(position) \(name)"]?[0] ?? .missing
    }

    private func top(_ position: Int) -> [(value: Scalar, count: Int64)] {
        guard case .list(let top)? = counts["\(position) top"]?[0] else { return [] }
        return top.compactMap { pair in
            guard case .record(let parts) = pair, case .int(let count) = parts[1].value else {
                return nil
            }
            return (parts[0].value, count)
        }
    }

    private func heights(_ position: Int) -> [Int64] {
        let bins = binCounts(position)
        guard let low = fact(position, "low").number, let high = fact(position, "high").number,
            !bins.isEmpty
        else { return [] }
        let isWhole = schema.fields[position].type == .int
        let ends = DescriptionBars.edges(low, high, isWhole: isWhole)
        let places = zip(edges[position], bins).lazy.map { (place: $0, count: $1) }
        return DescriptionBars.heights(ends, places)
    }

    private func binCounts(_ position: Int) -> [Int64] {
        guard case .list(let cells)? = counts["\(position) bins"]?[0] else { return [] }
        return cells.map { if case .int(let count) = $0 { count } else { 0 } }
    }

    /// What the engine computed, or what lies between the counted edges.
    private func quantile(_ position: Int, _ index: Int) -> Scalar {
        let (name, share) = Self.shares[index]
        if let exact = found["\(position) \(name)"]?[0] { return exact }
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
