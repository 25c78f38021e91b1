import DuckDBEngine
import Kernels
import Relations
import Tables
import Testing

@Suite("Rules counted by value and by range fail for the rows that a filter finds")
struct RuleTallyTests {
    private static let engine = DuckDBEngine(cacheBytes: 0)

    @Test("whatever the rules", arguments: 0..<6)
    func counts(_ part: Int) throws {
        let work = WorkContext(threads: 2)
        for round in 0..<20 {
            var source = RuleSource(part * 100 + round)
            let frame = source.frame()
            let conditions = try (0..<6).map { _ in try source.condition() }
            let tally = try RuleTally(
                of: conditions,
                in: frame,
                beside: [NamedExpression("high", try .calling("max", .int("whole")))],
                by: Self.engine,
                in: work,
                manyRows: 0
            )
            let found = try conditions.map { condition in
                try Self.engine.count(frame.failing(condition).plan, in: work)
            }
            #expect(tally.failed == found, "round \(part * 100 + round)")
            #expect(tally.rows == (try Self.engine.count(frame.plan, in: work)))
            #expect(tally.facts["high"] != nil)
        }
    }

    @Test("where a bound, a gap or a missing value decides")
    func bounds() throws {
        let whole = Column(.int, cells: [.int(1), .int(3), .int(.max), .missing])
        let frame = Frame(memory: Table([Field("whole", .int)], [whole]))
        func value(_ number: Int64) -> RowExpression { .literal(.int(number)) }
        let missing = try RowExpression.calling("is missing", .int("whole"))
        let conditions: [(RowExpression, Int64)] = try [
            (.calling(">=", .int("whole"), value(1)), 1),
            (.calling("or", .calling(">=", .int("whole"), value(1)), missing), 0),
            (.calling("or", .calling(">", .int("whole"), value(1)), missing), 1),
            (.calling("or", .calling("<", .int("whole"), value(.max)), missing), 1),
            (.calling("or", .calling("!=", .int("whole"), value(2)), missing), 0),
            (.calling("or", .calling("in", .int("whole"), value(1), value(3)), missing), 1),
            (.calling("not", missing), 1),
        ]
        let tally = try RuleTally(
            of: conditions.map(\.0),
            in: frame,
            by: Self.engine,
            in: WorkContext(),
            manyRows: 0
        )
        #expect(tally.failed == conditions.map(\.1))
    }
}

/// Small frames and conditions by chance.
private struct RuleSource {
    private var draws: RandomStream.Draws

    init(_ round: Int) {
        draws = RandomStream(seed: 5, purpose: "rules").draws(row: round)
    }

    private mutating func one<Choice>(of choices: [Choice]) -> Choice {
        choices[draws.integer(below: choices.count)]
    }

    private static let fields: [(field: Field, values: [Scalar])] = [
        (Field("whole", .int), [.int(-2), .int(0), .int(1), .int(2), .int(7), .missing]),
        (Field("sure", .int), [.int(3), .int(4), .int(5)]),
        (Field("number", .float), [.float(-0.5), .float(0), .float(2.5), .missing]),
        (Field("day", .date), [.date(Day(number: 1)), .date(Day(number: 40)), .missing]),
        (Field("word", .text), [.text("a"), .text("AB"), .text(""), .text("é"), .missing]),
    ]

    mutating func frame() -> Frame {
        let count = draws.integer(below: 12)
        let columns = Self.fields.map { field, values in
            Column(field.type, cells: (0..<count).map { _ in one(of: values) })
        }
        return Frame(memory: Table(Self.fields.map(\.field), columns, count: count))
    }

    /// One about one column, or two of them together.
    mutating func condition() throws -> RowExpression {
        let plain = try simple()
        return switch draws.integer(below: 4) {
        case 0: try .calling("or", plain, try simple())
        case 1: try .calling("and", plain, try simple())
        case 2: try .calling("not", plain)
        default: plain
        }
    }

    private mutating func simple() throws -> RowExpression {
        let (field, values) = one(of: Self.fields)
        let column = RowExpression.column(field)
        let known = values.filter { $0 != .missing }
        func literal(_ value: Scalar) -> RowExpression { .literal(value) }
        let held: RowExpression =
            switch draws.integer(below: 5) {
            case 0: try .calling("is missing", column)
            case 1:
                try .calling("in", column, literal(one(of: known)), literal(one(of: known)))
            case 2 where field.type == .text:
                try .calling("matches", column, .literal(.text("^[A-Z]+$")))
            case 3 where field.type != .text:
                try .calling("between", column, literal(one(of: known)), literal(one(of: known)))
            default:
                try .calling(
                    one(of: ["<", "<=", ">", ">=", "==", "!="]),
                    column,
                    literal(one(of: known))
                )
            }
        guard draws.integer(below: 2) == 0 else { return held }
        return try .calling("or", held, .calling("is missing", column))
    }
}
