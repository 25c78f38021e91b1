import DuckDBEngine
import Kernels
import Relations
import Tables
import Testing

@Suite("Any pipe of nodes gives what plain Swift gives", .serialized)
struct RandomPlanTests {
    private static let engine = DuckDBEngine(cacheBytes: 0)

    @Test("over small hostile frames", arguments: 0..<8)
    func pipes(_ part: Int) throws {
        let work = WorkContext(threads: 2)
        for round in 0..<50 {
            var source = PlanSource(part * 1000 + round)
            let plan = source.plan()
            let expected = ReferenceRows(plan)
            let sql = try Self.engine.explain(plan)
            do {
                let found = ReferenceRows(try Self.engine.collect(plan, in: work))
                #expect(found.names == expected.names, "round \(part * 1000 + round)\n\(sql)")
                let isSame = found.rows == expected.rows
                #expect(
                    isSame,
                    "round \(part * 1000 + round)\n\(sql)\n\(found.rows)\n\(expected.rows)"
                )
                #expect(try Self.engine.count(plan, in: work) == Int64(expected.rows.count))
            } catch {
                Issue.record("round \(part * 1000 + round): \(error)\n\(sql)")
            }
        }
    }
}

/// Plans by chance: up to six nodes over frames with missing keys, duplicates, ties, no rows,
/// letters beyond ASCII, a zero below zero, ints at the ends of their range, and days on both sides
/// of a change of clocks.
private struct PlanSource {
    private var draws: RandomStream.Draws
    private let round: Int

    init(_ round: Int) {
        self.round = round
        draws = RandomStream(seed: 23, purpose: "plans").draws(row: round)
    }

    private mutating func below(_ bound: Int) -> Int { draws.integer(below: bound) }

    private mutating func one<Choice>(of choices: [Choice]) -> Choice {
        choices[below(choices.count)]
    }

    // MARK: Frames

    private static let texts: [Scalar] = [
        .text("a"), .text("A"), .text(""), .text("é"), .text("e\u{301}"), .text("😀"),
        .text("it's"), .text(" a"), .text("\n"), .missing, .missing,
    ]
    private static let ints: [Scalar] = [
        .int(0), .int(1), .int(-1), .int(2), .int(.max), .int(.min), .int(1 << 53 + 1), .missing,
    ]
    private static let floats: [Scalar] = [
        .float(0), .float(-0.0), .float(1.5), .float(-1e308), .float(.leastNonzeroMagnitude),
        .float(0.1), .missing,
    ]
    private static let days: [Scalar] = [
        .date(Day(number: 15_774)), .date(Day(number: 15_773)), .date(Day(number: 16_012)),
        .date(Day(number: -1)), .date(Day(number: -719_162)), .missing,
    ]
    private static let moments: [Scalar] = [
        .timestamp(Instant(microseconds: 1_362_898_799_999_999)),
        .timestamp(Instant(microseconds: 1_362_898_800_000_000)),
        .timestamp(Instant(microseconds: 1_383_454_800_000_000)),
        .timestamp(Instant(microseconds: -1)), .missing,
    ]
    private static let flags: [Scalar] = [.bool(true), .bool(false), .missing]

    private static let fields = [
        Field("t", .text), Field("i", .int), Field("f", .float), Field("d", .date),
        Field("m", .timestamp), Field("b", .bool), Field("Größe", .int),
    ]

    private mutating func frame(_ name: String) -> Plan {
        let count = one(of: [0, 1, 2, 5, 13, 40])
        let values = [
            Self.texts, Self.ints, Self.floats, Self.days, Self.moments, Self.flags,
            [.int(1), .int(2), .int(3), .missing],
        ]
        let columns = zip(Self.fields, values).map { field, choices in
            Column(field.type, cells: (0..<count).map { _ in one(of: choices) })
        }
        let table = Table(Self.fields, columns, count: count)
        return .scan(.table(MemoryTable(table, fingerprint: "\(name) of \(round)")))
    }

    mutating func plan() -> Plan {
        var plan = frame("first")
        for step in 0...below(6) { plan = stage(plan, step) }
        return plan
    }

    // MARK: Nodes

    private mutating func stage(_ plan: Plan, _ step: Int) -> Plan {
        let fields = plan.schema.fields
        switch below(11) {
        case 0: return .filter(plan, where: condition(fields))
        case 1: return .project(plan, columns(fields, step))
        case 2: return .sort(plan, by: keys(fields))
        case 3: return .slice(plan, slice(), by: groups(fields))
        case 4: return .distinct(plan, on: groups(fields), keep: one(of: [.first, .last]))
        case 5: return .sample(plan, Sampling(size(), by: groups(fields), seed: UInt64(step)))
        case 6: return .append([plan, plan])
        case 7: return join(plan, step)
        case 8: return aggregate(plan, fields, step)
        case 9: return part(plan, fields)
        default: return .filter(plan, where: condition(fields))
        }
    }

    private mutating func column(_ fields: [Field]) -> RowExpression {
        let field = one(of: fields)
        return .column(field.name, field.type)
    }

    private mutating func condition(_ fields: [Field]) -> RowExpression {
        let subject = column(fields)
        let isMissing = RowExpression.call(Fn.isMissing, subject)
        guard subject.type.isNumber, below(3) > 0 else { return isMissing }
        return .call(Fn.greater, subject, .literal(one(of: [.int(0), .int(1), .int(-1)])))
    }

    private mutating func columns(_ fields: [Field], _ step: Int) -> [NamedExpression] {
        var kept = fields.filter { _ in below(4) > 0 }
        if kept.isEmpty { kept = [fields[0]] }
        var named = kept.map { NamedExpression($0.name, .column($0.name, $0.type)) }
        // Two columns change places, as `derive` lets them.
        if kept.count > 1, below(2) == 0 {
            (named[0].expression, named[1].expression) = (named[1].expression, named[0].expression)
        }
        let made = column(fields)
        return named + [NamedExpression("c\(step)", .call(Fn.isMissing, made))]
    }

    private mutating func keys(_ fields: [Field]) -> [SortKey] {
        (0...below(2)).map { _ in SortKey(column(fields), below(2) == 0) }
    }

    private mutating func groups(_ fields: [Field]) -> [String] {
        fields.map(\.name).filter { _ in below(6) == 0 }
    }

    private mutating func slice() -> Slice {
        let count = Int64(one(of: [0, 1, 2, 7, 100]))
        return one(of: [.head(count), .tail(count), .rows(2, count), .rows(1, 3)])
    }

    private mutating func size() -> Sampling.Size {
        one(of: [.rows(0), .rows(1), .rows(5), .share(0.4), .share(1)])
    }

    private mutating func join(_ plan: Plan, _ step: Int) -> Plan {
        let other = Plan.project(
            frame("other \(step)"),
            Self.fields.map { NamedExpression($0.name + "\(step)", .column($0.name, $0.type)) }
        )
        let kind = one(of: JoinKind.allCases.filter { ![.cross, .asof].contains($0) })
        let pairs = plan.schema.fields.flatMap { left in
            other.schema.fields.filter { $0.type == left.type && left.type != .float }
                .map { JoinKey(left.name, $0.name) }
        }
        guard !pairs.isEmpty, plan.schema.fields.count < 20 else { return plan }
        // What a few frames after each other could grow to is cut.
        let left = Plan.slice(plan, .head(60), by: [])
        return .join(left, other, kind, on: [one(of: pairs)], suffix: "_right")
    }

    private mutating func aggregate(_ plan: Plan, _ fields: [Field], _ step: Int) -> Plan {
        let groups = groups(fields).prefix(2)
        let by = fields.filter { groups.contains($0.name) }
            .map { NamedExpression($0.name, .column($0.name, $0.type)) }
        var made: [NamedExpression] = []
        for (place, name) in ["count", "min", "max", "first", "last"].enumerated() {
            let field = one(of: fields)
            guard let function = RowFunctions.named(name),
                let call = try? RowExpression.calling(function, [.column(field.name, field.type)])
            else { continue }
            made.append(NamedExpression("r\(step)\(place)", call))
        }
        return .aggregate(plan, by: by, made)
    }

    private mutating func part(_ plan: Plan, _ fields: [Field]) -> Plan {
        var splitting = Splitting(.shares([0.5, 0.3, 0.2]), seed: UInt64(below(5)))
        if below(2) == 0 { splitting.stratify = [one(of: fields).name] }
        if below(2) == 0 { splitting.group = [one(of: fields).name] }
        if below(2) == 0 { splitting.order = keys(fields) }
        return .part(plan, splitting, below(3) == 0 ? .outside(below(3)) : .part(below(3)))
    }
}
