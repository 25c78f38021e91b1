package import Kernels
package import Tables

/// How many rows of a frame fail each of several conditions.
///
/// Few rows, and rows that are dear to read, are counted in one pass. Over many that are cheap to
/// read again, a condition about one text is asked of each of its values once, and one that follows
/// from where a column's values lie is not asked of the rows at all; the others share a pass.
package struct RuleTally {
    /// How many rows there are.
    package private(set) var rows: Int64 = 0
    /// How many rows fail each condition; for one about the frame as a whole, 1 when it fails.
    package private(set) var failed: [Int64]
    /// What was asked for beside the counts, by name.
    package private(set) var facts: [String: Scalar] = [:]

    private let frame: Frame
    private let conditions: [RowExpression]
    private let engine: any Engine
    private let work: WorkContext

    /// From so many rows on, a pass over one column costs less than a condition over all rows.
    package static let manyRows: Int64 = 500_000
    /// How many of the first rows tell whether a text has few values, and how many are few.
    private static let (firstRows, fewValues): (Int64, Double) = (100_000, 10_000)

    package init(
        of conditions: [RowExpression],
        in frame: Frame,
        beside facts: [NamedExpression] = [],
        by engine: any Engine,
        in work: WorkContext,
        manyRows: Int64 = RuleTally.manyRows
    ) throws {
        (self.frame, self.conditions, self.engine, self.work) = (frame, conditions, engine, work)
        failed = [Int64](repeating: 0, count: conditions.count)
        guard frame.plan.isCheaplyRepeated else {
            try countRows(Array(conditions.indices), beside: facts)
            return
        }
        rows = try engine.count(frame.plan, in: work)
        var left = Set(conditions.indices)
        if rows >= manyRows {
            left.subtract(try proven(left))
            left.subtract(try countedByValue(left))
        }
        if !left.isEmpty || !facts.isEmpty { try countRows(left.sorted(), beside: facts) }
    }
}

extension RuleTally {
    /// One pass for conditions of any kind.
    private mutating func countRows(_ positions: [Int], beside facts: [NamedExpression]) throws {
        let tally = try frame.tallied(positions.map { conditions[$0] }, beside: facts)
        let counts = try engine.collect(tally.plan.unseen, in: work)
        rows = counts["rows"]?[0].wholeNumber ?? 0
        for (number, position) in positions.enumerated() {
            failed[position] = counts["\(number)"]?[0].wholeNumber ?? 0
        }
        for fact in facts { self.facts[fact.name] = counts[fact.name]?[0] ?? .missing }
    }

    /// The conditions that hold for all values between the lowest and the highest of their column.
    private func proven(_ positions: Set<Int>) throws -> [Int] {
        let plain = positions.sorted().compactMap { position in
            conditions[position].rangedField.flatMap { field in
                SimpleCondition(conditions[position]).map { (position, field, $0) }
            }
        }
        let fields = plain.map(\.1).reduce(into: [Field]()) {
            if !$0.contains($1) { $0.append($1) }
        }
        guard !fields.isEmpty else { return [] }
        // Files tell of ends without being read, and of gaps only where somebody has to know.
        let strict = Set(plain.filter { !$0.2.holdsWhereMissing }.map(\.1))
        let asked = try fields.enumerated().flatMap { number, field in
            let column = RowExpression.column(field)
            return [
                NamedExpression("\(number) low", try .calling("min", column)),
                NamedExpression("\(number) high", try .calling("max", column)),
            ]
                + (strict.contains(field)
                    ? [NamedExpression("\(number) missing", try .missingCount(of: column))] : [])
        }
        let found = try engine.collect(frame.summarized(asked, by: []).plan.unseen, in: work)
        return plain.compactMap { position, field, condition in
            guard let number = fields.firstIndex(of: field),
                let low = found["\(number) low"]?[0], let high = found["\(number) high"]?[0]
            else { return nil }
            let isWhole = condition.holdsWhereMissing || found["\(number) missing"]?[0] == .int(0)
            return isWhole && condition.holds(from: low, to: high) ? position : nil
        }
    }

    /// Counts the conditions about one text by its values, where these are few.
    private mutating func countedByValue(_ positions: Set<Int>) throws -> [Int] {
        var groups: [Field: [Int]] = [:]
        for position in positions.sorted() {
            guard let field = conditions[position].textField else { continue }
            groups[field, default: []].append(position)
        }
        groups = groups.filter { $0.value.contains { conditions[$0].isDear } }
        let fields = frame.schema.fields.filter { groups[$0] != nil }
        guard !fields.isEmpty else { return [] }
        let estimate = RowExpression.literal(.bool(false))
        let asked = try fields.map {
            NamedExpression($0.name, try .calling("count_distinct", .column($0), estimate))
        }
        let first = frame.sliced(.head(Self.firstRows)).summarized(asked, by: [])
        let distinct = try engine.collect(first.plan.unseen, in: work)
        var counted: [Int] = []
        for field in fields {
            guard let number = distinct[field.name]?[0].number, number <= Self.fewValues,
                let held = groups[field]
            else { continue }
            try countByValue(held, of: field)
            counted += held
        }
        return counted
    }

    private mutating func countByValue(_ positions: [Int], of field: Field) throws {
        let count = Field("\u{1}count", .int)
        let values = frame.keeping([field.name]).summarized(
            [NamedExpression(count.name, try .calling("count"))],
            by: [NamedExpression(field.name, .column(field))]
        )
        let sums = try positions.enumerated().map { number, position in
            let rows = try RowExpression.calling(
                "if",
                try conditions[position].failing(),
                .column(count),
                .literal(.int(0))
            )
            return NamedExpression("\(number)", try .calling("sum", rows))
        }
        let counts = try engine.collect(values.summarized(sums, by: []).plan.unseen, in: work)
        for (number, position) in positions.enumerated() {
            failed[position] = counts["\(number)"]?[0].wholeNumber ?? 0
        }
    }
}

extension RowExpression {
    /// The one column that it reads, row by row.
    private var onlyField: Field? {
        let read = Set(fields)
        let isByRow = !containsCall { $0.function.kind != .scalar || $0.window != nil }
        return read.count == 1 && isByRow ? read.first : nil
    }

    /// The column of texts that it is about.
    fileprivate var textField: Field? { onlyField.flatMap { $0.type.isTextual ? $0 : nil } }

    /// The column that it is about, if its values lie in a row.
    fileprivate var rangedField: Field? {
        onlyField.flatMap { [.int, .date, .timestamp].contains($0.type) ? $0 : nil }
    }

    /// Whether it asks more of a text than whether it is there.
    fileprivate var isDear: Bool {
        containsCall { !["is missing", "not", "or", "and"].contains($0.function.name) }
    }
}

extension SimpleCondition {
    /// Whether it holds for all values of a column from one to another; false where that is not
    /// known.
    fileprivate func holds(from low: Scalar, to high: Scalar) -> Bool {
        switch self {
        case .compares(_, .less, let bound): high.isKnown(<, bound)
        case .compares(_, .lessOrEqual, let bound): high.isKnown(<=, bound)
        case .compares(_, .greater, let bound): low.isKnown(>, bound)
        case .compares(_, .greaterOrEqual, let bound): low.isKnown(>=, bound)
        case .compares(_, .equal, let value): low == value && high == value
        case .compares(_, .unequal, let value):
            high.isKnown(<, value) || low.isKnown(>, value)
        case .isOneOf(_, let values): Self.fills(values, from: low, to: high)
        case .isMissing: false
        case .isPresent: true
        case .any(let parts): parts.contains { $0.holds(from: low, to: high) }
        case .all(let parts): parts.allSatisfy { $0.holds(from: low, to: high) }
        }
    }

    /// Whether it holds for a missing value.
    fileprivate var holdsWhereMissing: Bool {
        switch self {
        case .compares, .isOneOf, .isPresent: false
        case .isMissing: true
        case .any(let parts): parts.contains(where: \.holdsWhereMissing)
        case .all(let parts): parts.allSatisfy(\.holdsWhereMissing)
        }
    }

    /// Whether each whole number of a range is among some values.
    private static func fills(_ values: [Scalar], from low: Scalar, to high: Scalar) -> Bool {
        guard case .int(let low) = low, case .int(let high) = high, low <= high else {
            return false
        }
        let (width, isTooWide) = high.subtractingReportingOverflow(low)
        guard !isTooWide, width < values.count else { return false }
        let known = Set(values)
        return (low...high).allSatisfy { known.contains(.int($0)) }
    }
}

extension Scalar {
    fileprivate var wholeNumber: Int64? { if case .int(let number) = self { number } else { nil } }

    /// Whether it is known to lie so beside another value; of two kinds nothing is known.
    fileprivate func isKnown(_ test: (Int64, Int64) -> Bool, _ other: Scalar) -> Bool {
        switch (self, other) {
        case (.int(let a), .int(let b)): test(a, b)
        case (.date(let a), .date(let b)): test(Int64(a.number), Int64(b.number))
        case (.timestamp(let a), .timestamp(let b)): test(a.microseconds, b.microseconds)
        default: false
        }
    }
}
