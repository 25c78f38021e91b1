import Catalog
import Documents
import Language
import Relations
import Tables
import Values

extension Function {
    static let suggest = Function(
        "suggest",
        "Rules that hold for a frame as it is, as an `expect` to paste and to edit.",
        family: .frames,
        effect: .runs,
        takes: Parameter<Frame>("frame", "the frame to learn rules from"),
        examples: [Example("penguins | suggest")]
    ) { context, frame in
        let rules = try SuggestedRules(frame, context).all
        return Printed(
            Document(.code(SuggestedRule.stages(of: rules), language: "epilogue")),
            frame: Frame(memory: SuggestedRule.table(of: rules))
        )
    }
}

/// What can be said of every column of a frame, found by one aggregate.
private struct SuggestedRules {
    private let schema: Schema
    private let facts: Table
    /// Columns that tell rows apart together, where none does alone.
    private var key: [String]?
    private var orders: [SuggestedOrder.Found] = []
    private let pairs: [SuggestedRelations.Pair]
    private let presentation: Presentation
    private let settings: Settings

    /// So many texts are still a set.
    private static let most = 12

    init(_ frame: Frame, _ context: CallContext) throws {
        schema = frame.schema
        presentation = Presentation(context)
        settings = context.settings
        pairs = SuggestedRelations.pairs(of: frame.schema.fields)
        var reductions = [NamedExpression("rows", try .calling("count"))]
        for (position, field) in frame.schema.fields.enumerated() {
            reductions += try Self.reductions(of: field, at: position)
        }
        reductions += try SuggestedRelations.reductions(of: pairs)
        let aggregate = frame.summarized(reductions, by: [])
        facts = try context.engine.collect(aggregate.plan, in: context.work)
        key = try key(of: frame, context)
        orders = try orders(of: frame, context)
    }

    /// What goes one way over time; not looked for where there are too many rows to sort.
    private func orders(
        of frame: Frame,
        _ context: CallContext
    ) throws -> [SuggestedOrder.Found] {
        guard let rows = number("rows"), rows <= Self.mostRows else { return [] }
        let columns = schema.fields.enumerated().compactMap { position, field in
            number("\(position) missing") == 0
                ? (field: field, values: number("\(position) distinct")) : nil
        }
        return try SuggestedOrder(columns: columns, rows: rows, key: key).find(in: frame, context)
    }

    /// A key of several columns; none of them may be missing, or be measured rather than counted.
    private func key(of frame: Frame, _ context: CallContext) throws -> [String]? {
        guard let rows = number("rows"), rows <= Self.mostRows else { return nil }
        var candidates: [(field: Tables.Field, values: Double)] = []
        for (position, field) in schema.fields.enumerated() {
            guard number("\(position) missing") == 0,
                let values = number("\(position) distinct")
            else { continue }
            if values == rows { return nil }
            candidates.append((field, values))
        }
        return try SuggestedKey.find(in: frame, candidates, rows: Int64(rows), context)
    }

    /// With more rows a key takes too long to look for.
    private static let mostRows = 5_000_000.0

    private static func reductions(
        of field: Tables.Field,
        at position: Int
    ) throws -> [NamedExpression] {
        let subject = RowExpression.column(field)
        var made: [(String, RowExpression)] = [("missing", try .missingCount(of: subject))]
        if hasRange(field.type) {
            made.append(("min", try .calling("min", subject)))
            made.append(("max", try .calling("max", subject)))
        }
        if field.type.isTextual || [.int, .date, .timestamp].contains(field.type) {
            made.append(("distinct", try .calling("count_distinct", subject)))
        }
        if field.type.isTextual {
            let top = RowExpression.literal(.int(Int64(most)))
            made.append(("values", try .calling("value_counts", subject, top)))
            for (place, pattern) in patterns.enumerated() {
                let matches = try RowExpression.calling(
                    "matches",
                    .calling("text", subject),
                    .literal(.text(pattern))
                )
                made.append(("pattern \(place)", try .calling("all", matches)))
            }
        }
        return made.map { NamedExpression("\(position) \($0.0)", $0.1) }
    }

    /// What texts look like, from narrow to wide.
    private static let patterns = [
        "^[0-9]+$", "^[A-Z]{2}$", "^[A-Z]{3}$", "^[A-Z]+$", "^[a-z]+$", "^[A-Z0-9]+$",
        "^[a-z0-9_-]+$", "^[^@ ]+@[^@ ]+[.][^@ ]+$", "^https?://[^ ]+$",
        "^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
    ]

    private static func hasRange(_ type: ColumnType) -> Bool {
        type.isNumber || [.date, .timestamp].contains(type)
    }

    /// The number of rows first, then each column's, then what columns are to each other.
    var all: [SuggestedRule] {
        let names = key?.map { SyntaxPrinter.name($0) }.joined(separator: ", ")
        let plain =
            ["count() > 0"] + schema.fields.indices.flatMap(rules) + relations
            + (names.map { ["unique(\($0))"] } ?? [])
        return plain.map { SuggestedRule(text: $0) }
            + orders.map { SuggestedRule(text: $0.text, groups: $0.groups, order: $0.order) }
    }

    private var relations: [String] {
        let absent = schema.fields.indices.filter { number("\($0) missing") != 0 }
        let missing = Set(absent.map { schema.fields[$0].name })
        return pairs.enumerated().compactMap { place, pair in
            guard let high = extreme("max", of: pair.low), let low = extreme("min", of: pair.high),
                high > low
            else { return nil }
            return SuggestedRelations.rule(of: pair, at: place, in: facts, missing: missing)
        }
    }

    private func extreme(_ name: String, of field: Tables.Field) -> Double? {
        schema.fields.firstIndex(of: field).flatMap { facts["\($0) \(name)"]?[0].position }
    }

    private func rules(of position: Int) -> [String] {
        let name = SyntaxPrinter.name(schema.fields[position].name)
        let rows = number("rows") ?? 0
        let missing = number("\(position) missing") ?? 0
        guard rows > 0, missing < rows else { return [] }
        var rules: [String] = []
        let test = range(position) ?? set(position)
        if let rule = test.map({ "\(name) \($0)" }) ?? pattern(position, name) {
            rules.append(missing == 0 ? rule : "\(rule) or \(name) is missing")
        } else if missing == 0 {
            rules.append("\(name) is not missing")
        }
        if missing > 0 {
            // Rounded up, so that the rule holds.
            let share = (missing / rows * 100).rounded(.up) / 100
            rules.append("mean(\(name) is missing) <= \(share)")
        }
        if missing == 0, rows > 1, number("\(position) distinct") == rows {
            rules.append("unique(\(name))")
        }
        if let age = age(position) { rules.append(age) }
        return rules
    }

    /// That the newest row is no older than it is now, where rows seem to come in still: the newest
    /// is old by less than a tenth of the time that they span, or by less than a week.
    private func age(_ position: Int) -> String? {
        let field = schema.fields[position]
        guard field.type.isMoment, let first = extreme("min", of: field),
            let last = extreme("max", of: field)
        else { return nil }
        let now = Double(settings.now.microseconds) / Instant.microsecondsOfDay
        guard last <= now, now - last <= max(7, (last - first) / 10) else { return nil }
        let days = Int(now - last) + 1
        let present = field.type == .date ? "today()" : "now()"
        return "max(\(SyntaxPrinter.name(field.name))) >= \(present) - days(\(days))"
    }

    private func range(_ position: Int) -> String? {
        guard let low = facts["\(position) min"]?[0], let high = facts["\(position) max"]?[0],
            low != .missing
        else { return nil }
        if low == high { return "== \(literal(low))" }
        return "between \(literal(low)) and \(literal(high))"
    }

    private func set(_ position: Int) -> String? {
        guard let distinct = number("\(position) distinct"), distinct <= Double(Self.most),
            distinct < number("rows") ?? 0,
            case .list(let values)? = facts["\(position) values"]?[0]
        else { return nil }
        let words = values.compactMap { value -> String? in
            guard case .record(let parts) = value else { return nil }
            return literal(parts[0].value)
        }
        return "in [\(words.sorted().joined(separator: ", "))]"
    }

    /// A regular expression that all texts match.
    private func pattern(_ position: Int, _ name: String) -> String? {
        let place = Self.patterns.indices.first {
            facts["\(position) pattern \($0)"]?[0] == .bool(true)
        }
        return place.map { "matches(\(name), r\"\(Self.patterns[$0])\")" }
    }

    /// The cell as it is typed; a moment in the session's zone.
    private func literal(_ cell: Scalar) -> String {
        switch cell {
        case .int, .float: cell.literal
        default: SyntaxPrinter.quoted(presentation.words(of: cell))
        }
    }

    private func number(_ fact: String) -> Double? { facts[fact]?[0].number }
}

extension Scalar {
    /// A number, or days since 1970.
    fileprivate var position: Double? {
        switch self {
        case .date(let day): Double(day.number)
        case .timestamp(let instant): Double(instant.microseconds) / Instant.microsecondsOfDay
        default: number
        }
    }
}

extension Instant {
    /// Microseconds of a day.
    fileprivate static let microsecondsOfDay = 86_400_000_000.0
}
