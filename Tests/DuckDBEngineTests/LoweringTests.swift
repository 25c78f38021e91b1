import Relations
import Tables
import Testing

@testable import DuckDBEngine

@Suite("Plans as SQL")
struct LoweringTests {
    static let t = Plan.scan(
        .table(
            MemoryTable(
                Table([Field("a", .int), Field("b", .text), Field("c", .float)], batches: []),
                fingerprint: "t"
            )
        )
    )
    static let a = RowExpression.int("a")
    static let b = RowExpression.text("b")
    static let c = RowExpression.float("c")
    static let big = RowExpression.call(Fn.greater, a, .literal(.int(1)))

    static func sql(_ plan: Plan) -> String {
        let store = TableStore()
        return PlanToSQL.statement(plan) { store.target(of: $0) }
    }

    static func named(_ name: String, _ expression: RowExpression) -> NamedExpression {
        NamedExpression(name, expression)
    }

    static let cases: [(String, Plan)] = [
        ("scan", t),
        (
            "filters",
            .filter(.filter(t, where: big), where: .call(Fn.or, big, .call(Fn.isMissing, b)))
        ),
        (
            "project",
            .project(
                .filter(t, where: big),
                [named("b", b), named("d", .call(Fn.plus, a, .literal(.int(1))))]
            )
        ),
        (
            "project twice",
            .project(
                .project(t, [named("d", .call(Fn.plus, a, a))]),
                [
                    named("e", .call(Fn.plus, .int("d"), .literal(.int(1)))),
                    named("f", .literal(.int(3))),
                ]
            )
        ),
        (
            "filter computed",
            .filter(
                .project(t, [named("d", .call(Fn.plus, a, a))]),
                where: .call(Fn.greater, .int("d"), .literal(.int(4)))
            )
        ),
        (
            "aggregate",
            .aggregate(
                t,
                by: [named("b", b), named("up", .call(Fn.upper, b))],
                [named("n", .call(Fn.count)), named("first", .call(Fn.first, b))]
            )
        ),
        ("top", .slice(.sort(t, by: [SortKey(c, true)]), .head(5), by: [])),
        ("tail", .slice(t, .tail(5), by: [])),
        ("rows", .slice(.filter(t, where: big), .rows(2, 4), by: [])),
        ("head by", .slice(t, .head(2), by: ["b"])),
        ("distinct", .distinct(t, on: [], keep: .first)),
        ("distinct on", .distinct(.sort(t, by: [SortKey(c)]), on: ["b"], keep: .last)),
        ("sample", .sample(t, Sampling(.rows(10), seed: 7))),
        ("sample by", .sample(.filter(t, where: big), Sampling(.share(0.1), by: ["b"], seed: 7))),
        ("split", .part(t, Splitting(.shares([0.6, 0.2, 0.2]), seed: 7), .part(1))),
        ("split group", .part(t, Splitting(.shares([0.5, 0.5]), group: ["b"], seed: 7), .part(1))),
        (
            "split cut",
            .part(t, Splitting(.cuts([.literal(.int(5))]), order: [SortKey(a)], seed: 7), .part(1))
        ),
        (
            "join",
            .join(t, .filter(t, where: big), .left, on: [JoinKey("a", "a")], suffix: "_right")
        ),
        (
            "join then",
            .aggregate(
                .join(t, t, .inner, on: [JoinKey("a", "a")], suffix: "_right"),
                by: [named("b", b)],
                [named("n", .call(Fn.count))]
            )
        ),
        ("semi", .join(t, t, .semi, on: [JoinKey("a", "a")], suffix: "_right")),
        (
            "asof",
            .join(
                t,
                .distinct(t, on: ["b", "a"], keep: .last),
                .asof,
                on: [JoinKey("b", "b"), JoinKey("a", "a", .greaterOrEqual)],
                suffix: "_right"
            )
        ),
        ("same", .join(t, t, .anti, on: [JoinKey("b", "b", .same)], suffix: "_right")),
        (
            "unnest",
            .slice(
                .unnest(
                    .project(
                        .filter(t, where: big),
                        [named("b", b), named("l", .call(Shaping.list, a, c))]
                    ),
                    ["l"]
                ),
                .tail(3),
                by: []
            )
        ),
        (
            "fill",
            .project(
                t,
                [
                    named(
                        "a",
                        .call(
                            Shaping.filledDown,
                            a,
                            window: Window(partition: [b], order: [SortKey(c)])
                        )
                    )
                ]
            )
        ),
        ("append", .append([t, .project(t, [named("a", c), named("z", b)])])),
        ("append sorted", .append([.sort(t, by: [SortKey(c)]), t])),
        (
            "sql",
            .sql(
                [NamedPlan("_", .filter(t, where: big))],
                "select a, count(*) as n from _ group by a",
                Schema([Field("a", .int), Field("n", .int)])
            )
        ),
        (
            "window",
            .project(
                t,
                [
                    named("a", a), named("r", .call(Fn.rowNumber, window: Window(partition: [b]))),
                    named("m", .call(Fn.mean, c, window: Window(partition: [b]))),
                ]
            )
        ),
        ("case", .sort(.project(t, [named("a", a), named("A", b)]), by: [SortKey(.text("A"))])),
        ("shadow", .project(.sort(t, by: [SortKey(c)]), [named("c", a)])),
        (
            "shadow cut",
            .project(.slice(.sort(t, by: [SortKey(c)]), .head(3), by: []), [named("c", a)])
        ),
        (
            "sorted groups",
            .slice(
                .sort(
                    .aggregate(t, by: [named("b", b)], [named("m", .call(Fn.mean, c))]),
                    by: [SortKey(.float("m"), true)]
                ),
                .head(3),
                by: []
            )
        ),
        (
            "groups filtered",
            .filter(
                .aggregate(t, by: [named("b", b)], [named("m", .call(Fn.mean, c))]),
                where: .call(Fn.greater, .float("m"), .literal(.float(1)))
            )
        ),
        (
            "window filter",
            .filter(
                t,
                where: .call(Fn.greater, c, .call(Fn.mean, c, window: Window(partition: [b])))
            )
        ),
    ]

    @Test("is what someone who knows SQL would write", arguments: cases.map(\.0))
    func snapshot(_ name: String) throws {
        let plan = try #require(Self.cases.first { $0.0 == name }).1
        let block = LoweringSnapshots.all.split(separator: "-- ")
            .first { $0.hasPrefix(name + "\n") }
        let expected = try #require(block).dropFirst(name.count + 1).trimmed
        #expect(Self.sql(plan) == expected)
    }
}
