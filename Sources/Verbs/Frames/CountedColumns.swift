import Catalog
import Diagnostics
import Kernels
import Relations
import Tables
import Values

/// The facts about the columns of a frame of many rows that can be read again and again.
///
/// A column of few values is grouped by them, and all follows from their counts. The others share
/// one aggregate; their numbers are then counted in thousands of bins of one width, which show the
/// bars and in which bins the quartiles lie, and the values of just these bins are read. So all is
/// exact but the distinct values of columns that have many.
struct CountedColumns {
    private let frame: Frame
    private let rows: Int
    private let context: CallContext

    /// Columns with more values than this are not grouped by them.
    private static let mostValues = 10_000.0
    /// Texts with more values than this have no most frequent ones that tell anything.
    private static let mostTexts = 100_000.0
    /// How many of the first rows tell about how many values a column has.
    private static let firstRows: Int64 = 100_000

    init(_ frame: Frame, rows: Int, _ context: CallContext) {
        self.frame = frame
        self.rows = rows
        self.context = context
    }

    func facts() throws -> [ColumnFacts] {
        var facts = [ColumnFacts](repeating: ColumnFacts(), count: fields.count)
        let first = try firstFacts()
        let few = fields.indices.filter { Self.isFew(first[$0].distinct, .int) }
        for position in few { facts[position] = try groupedFacts(position) }
        let rest = fields.indices.filter { !few.contains($0) }
        var wide: [Int] = []
        for (position, found) in zip(rest, try reducedFacts(rest, after: first)) {
            let type = fields[position].type
            if Self.isFew(found.distinct, type) {
                facts[position] = try groupedFacts(position)
                continue
            }
            facts[position] = found
            if found.distinct != .missing { wide.append(position) }
        }
        let binned = BinnedColumns(frame, rows: rows, context)
        for (position, found) in zip(
            wide,
            try binned.adding(to: wide.map { (fields[$0], facts[$0]) })
        ) {
            facts[position] = found
        }
        if !wide.isEmpty { noteEstimates(wide.map { fields[$0].name }) }
        return facts
    }

    private var fields: [Tables.Field] { frame.schema.fields }

    private static func isFew(_ distinct: Scalar, _ type: ColumnType) -> Bool {
        guard let distinct = distinct.number else { return false }
        return distinct <= (type.isTextual ? mostTexts : mostValues)
    }

    private func noteEstimates(_ names: [String]) {
        context.notes.note("the distinct values of \(NameList.quoted(names)) are estimated")
    }
}

/// What one aggregate gives, and what follows from the counts of values.
extension CountedColumns {
    /// How many values each column has in the first rows, and where its numbers lie there.
    private func firstFacts() throws -> [ColumnFacts] {
        let made = try fields.enumerated().flatMap { position, field in
            try reductions(of: field, at: position, after: nil)
        }
        let first = frame.sliced(.head(Self.firstRows))
        let table = try table(of: first, made)
        return fields.indices.map { Self.facts(at: $0, table) }
    }

    /// What is known of columns without counting their values.
    private func reducedFacts(
        _ positions: [Int],
        after first: [ColumnFacts]
    ) throws -> [ColumnFacts] {
        let made = try positions.flatMap { position in
            try reductions(of: fields[position], at: position, after: first[position])
        }
        let table = try table(of: frame, made)
        return try positions.map { position in
            var facts = Self.facts(at: position, table)
            guard fields[position].type.isNumber else { return facts }
            let squares = table["\(position) squares"]?[0].number ?? .nan
            facts.deviation = try deviation(of: fields[position], facts, first[position], squares)
            return facts
        }
    }

    private func table(of frame: Frame, _ made: [NamedExpression]) throws -> Table {
        guard !made.isEmpty else { return Table([], [], count: 1) }
        return try context.engine.collect(frame.summarized(made, by: []).plan, in: context.work)
    }

    private static func facts(at position: Int, _ table: Table) -> ColumnFacts {
        func fact(_ name: String) -> Scalar { table["\(position) \(name)"]?[0] ?? .missing }
        return ColumnFacts(
            missing: fact("missing"),
            distinct: fact("distinct"),
            low: fact("min"),
            high: fact("max"),
            mean: fact("mean"),
            deviation: fact("sd")
        )
    }

    private func reductions(
        of field: Tables.Field,
        at position: Int,
        after first: ColumnFacts?
    ) throws -> [NamedExpression] {
        let subject = RowExpression.column(field)
        var made: [(String, RowExpression)] = []
        if first != nil { made.append(("missing", try .missingCount(of: subject))) }
        if DescribedColumns.hasOrder(field.type) {
            let isExact = RowExpression.literal(.bool(false))
            made.append(("distinct", try .calling("count_distinct", subject, isExact)))
            if first != nil {
                made.append(("min", try .calling("min", subject)))
                made.append(("max", try .calling("max", subject)))
            }
        }
        if field.type.isNumber {
            made.append(("mean", try .calling("mean", subject)))
            if let first {
                if let measure = Measure(first) {
                    made.append(("squares", try measure.squares(of: subject)))
                }
            } else {
                made.append(("sd", try .calling("sd", subject)))
            }
        }
        return made.map { NamedExpression("\(position) \($0.0)", $0.1) }
    }

    /// From the squares about where the first rows lie; by the engine's own slower way where that
    /// would lose digits.
    private func deviation(
        of field: Tables.Field,
        _ facts: ColumnFacts,
        _ first: ColumnFacts,
        _ squares: Double
    ) throws -> Scalar {
        let count = Double(rows) - (facts.missing.number ?? 0)
        if let measure = Measure(first),
            let deviation = measure.deviation(squares, of: facts, count: count)
        {
            return .float(deviation)
        }
        let sd = try RowExpression.calling("sd", .column(field))
        return try table(of: frame, [NamedExpression("sd", sd)]).columns[0][0]
    }

    private func groupedFacts(_ position: Int) throws -> ColumnFacts {
        let field = fields[position]
        let counted = frame.keeping([field.name]).summarized(
            [NamedExpression("\(position) count", try .calling("count"))],
            by: [NamedExpression(field.name, .column(field))]
        )
        let table = try context.engine.collect(counted.plan, in: context.work)
        var (values, missing): ([(value: Scalar, count: Int64)], Int64) = ([], 0)
        for row in 0..<table.count {
            guard case .int(let count) = table.columns[1][row] else { continue }
            let value = table.columns[0][row]
            if value == .missing { missing += count } else { values.append((value, count)) }
        }
        return ValueCounts(values, missing: missing).facts(field.type)
    }
}

/// Where the first numbers of a column lie, and how far apart.
private struct Measure {
    let center: Double
    let size: Double

    init?(_ first: ColumnFacts) {
        guard let center = first.mean.number, let size = first.deviation.number, size > 0,
            (1 / size).isFinite
        else { return nil }
        (self.center, self.size) = (center, size)
    }

    func squares(of numbers: RowExpression) throws -> RowExpression {
        try .calling(
            Self.squares,
            [numbers, .literal(.float(center)), .literal(.float(1 / size))]
        )
    }

    /// The standard deviation, or nil where the squares do not tell it well.
    func deviation(_ squares: Double, of facts: ColumnFacts, count: Double) -> Double? {
        guard let mean = facts.mean.number, let low = facts.low.number,
            let high = facts.high.number, count > 1,
            max(high - center, center - low) / size < 1e100
        else { return nil }
        let shift = (mean - center) / size
        let rest = squares - count * shift * shift
        guard rest > 0.01 * squares else { return nil }
        return size * (rest / (count - 1)).squareRoot()
    }

    private static let squares = RowFunction(
        "squares about a center",
        "The sum of the squares of what is left of numbers, measured by a size.",
        .reduce,
        kind: .reduction,
        takes: ["x", "center", "measure"].map { RowParameter($0, "a number", .anything) },
        sql: .template(
            "sum(((CAST($1 AS DOUBLE) - $2) * $3) * ((CAST($1 AS DOUBLE) - $2) * $3))$over"
        )
    ) { _ in .float }
}

/// How often each value of a column occurs, in the order of the values.
private struct ValueCounts {
    private let values: [(value: Scalar, count: Int64)]
    private let missing: Int64

    init(_ values: [(value: Scalar, count: Int64)], missing: Int64) {
        self.values = values
        self.missing = missing
    }

    func facts(_ type: ColumnType) -> ColumnFacts {
        var facts = ColumnFacts(missing: .int(missing), distinct: .int(Int64(values.count)))
        if type != .bool, let first = values.first, let last = values.last {
            (facts.low, facts.high) = (first.value, last.value)
        }
        if type.isNumber || type == .bool {
            let numbers = values.map { (value: $0.value.number ?? 0, count: $0.count) }
            facts.mean = .mean(of: numbers)
            if type.isNumber {
                facts.deviation = .deviation(of: numbers)
                facts.quartiles = ColumnFacts.shares.map { .quantile(of: numbers, at: $0) }
            }
        }
        if type.isTextual || type == .bool {
            // Of those equally frequent the smallest comes first, as the values do.
            facts.top = Array(values.sorted { $0.count > $1.count }.prefix(5))
        } else {
            facts.heights = heights(isWhole: type == .int)
        }
        return facts
    }

    private func heights(isWhole: Bool) -> [Int64] {
        let places = values.compactMap { pair in
            pair.value.place.map { (place: $0, count: pair.count) }
        }
        guard let low = places.first?.place, let high = places.last?.place else { return [] }
        return DescriptionBars.heights(
            DescriptionBars.edges(low, high, isWhole: isWhole),
            places
        )
    }
}

extension Scalar {
    fileprivate static func mean(of values: [(value: Double, count: Int64)]) -> Scalar {
        let total = values.reduce(0) { $0 + $1.count }
        guard total > 0 else { return .missing }
        let mean = Sums.sum(values.map { $0.value * Double($0.count) }) / Double(total)
        return mean.isFinite ? .float(mean) : .missing
    }

    fileprivate static func deviation(of values: [(value: Double, count: Int64)]) -> Scalar {
        let total = values.reduce(0) { $0 + $1.count }
        guard total > 1, case .float(let mean) = mean(of: values) else { return .missing }
        let squares = values.map { ($0.value - mean) * ($0.value - mean) * Double($0.count) }
        let deviation = (Sums.sum(squares) / Double(total - 1)).squareRoot()
        return deviation.isFinite ? .float(deviation) : .missing
    }

    /// By interpolation between neighbours, as everywhere (type 7).
    fileprivate static func quantile(
        of values: [(value: Double, count: Int64)],
        at share: Double
    ) -> Scalar {
        let total = values.reduce(0) { $0 + $1.count }
        guard total > 0 else { return .missing }
        let rank = Double(total - 1) * share
        let below = rank.rounded(.down)
        var passed: Int64 = 0
        var low: Double?
        for (value, count) in values {
            passed += count
            if low == nil, below < Double(passed) { low = value }
            if let low, rank.rounded(.up) < Double(passed) {
                return .float(low + (value - low) * (rank - below))
            }
        }
        return .missing
    }

    /// Where it lies among others: a number, or seconds.
    var place: Double? {
        switch self {
        case .int, .float: number
        case .date(let day): Double(day.number) * 86_400
        case .timestamp(let instant): Double(instant.microseconds) / 1e6
        default: nil
        }
    }
}
