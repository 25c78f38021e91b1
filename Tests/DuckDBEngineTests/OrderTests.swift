import DuckDBEngine
import Kernels
import Relations
import Tables
import Testing

@Suite("Rows have one order", .serialized)
struct OrderTests {
    /// Results are not kept, so that every run is a run.
    static let engine = DuckDBEngine(cacheBytes: 0)
    static let flights = Result {
        Plan.project(
            try TestData.load("flights.csv.gz", with: engine),
            ["carrier", "dest", "tailnum"].map { NamedExpression($0, .text($0)) }
                + ["month", "dep_delay", "distance"].map { NamedExpression($0, .int($0)) }
        )
    }
    static let planes = Result {
        Plan.project(
            try TestData.load("planes.csv", with: engine),
            [
                NamedExpression("tailnum", .text("tailnum")),
                NamedExpression("seats", .int("seats")),
            ]
        )
    }

    static func plans() throws -> [(String, Plan)] {
        try positions() + groupings() + joins() + chances() + shapes() + windows() + nodes()
    }

    static func late() throws -> Plan {
        .filter(
            try flights.get(),
            where: .call(Fn.greater, .int("dep_delay"), .literal(.int(180)))
        )
    }

    static let big = RowExpression.call(Fn.greater, .int("distance"), .literal(.int(500)))
    static let carrier = NamedExpression("carrier", .text("carrier"))
    static let month = NamedExpression("month", .int("month"))

    static func positions() throws -> [(String, Plan)] {
        let flights = try flights.get()
        let late = try late()
        return [
            ("filter", late),
            ("sort", .sort(late, by: [SortKey(.text("carrier")), SortKey(.int("month"), true)])),
            (
                "top",
                .slice(.sort(flights, by: [SortKey(.int("distance"), true)]), .head(500), by: [])
            ),
            ("tail", .slice(late, .tail(300), by: [])),
            ("rows", .slice(late, .rows(1000, 1200), by: [])),
            ("head by", .slice(flights, .head(3), by: ["carrier", "month"])),
            ("tail by", .slice(late, .tail(2), by: ["dest"])),
            ("distinct", .distinct(.project(flights, [carrier, month]), on: [], keep: .first)),
            ("last", .distinct(flights, on: ["tailnum"], keep: .last)),
            (
                "first of sorted",
                .distinct(
                    .sort(late, by: [SortKey(.int("distance"), true)]),
                    on: ["tailnum"],
                    keep: .first
                )
            ),
            ("one by", .slice(late, .tail(1), by: ["dest"])),
            (
                "top by",
                .slice(
                    .sort(flights, by: [SortKey(.int("dep_delay"), true)]),
                    .head(3),
                    by: ["carrier"]
                )
            ),
            (
                "filter of distinct",
                .filter(.distinct(flights, on: ["dest"], keep: .first), where: big)
            ),
        ]
    }

    static func groupings() throws -> [(String, Plan)] {
        let flights = try flights.get()
        return [
            (
                "groups",
                .aggregate(
                    flights,
                    by: [carrier, month],
                    [
                        NamedExpression("first", .call(Fn.first, .text("dest"))),
                        NamedExpression("last", .call(Fn.last, .text("tailnum"))),
                        NamedExpression("n", .call(Fn.count)),
                    ]
                )
            )
        ]
    }

    static func joins() throws -> [(String, Plan)] {
        let planes = try planes.get()
        let late = try late()
        return [
            (
                "join",
                .join(late, planes, .left, on: [JoinKey("tailnum", "tailnum")], suffix: "_right")
            ),
            (
                "full",
                .join(late, planes, .full, on: [JoinKey("tailnum", "tailnum")], suffix: "_right")
            ),
            ("anti", .join(planes, late, .anti, on: [JoinKey("tailnum", "tailnum")], suffix: "")),
            (
                "many",
                .join(
                    .slice(late, .head(50), by: []),
                    .slice(late, .tail(900), by: []),
                    .inner,
                    on: [JoinKey("carrier", "carrier")],
                    suffix: "_b"
                )
            ),
            ("append", .append([late, .sort(planes, by: [SortKey(.int("seats"))])])),
        ]
    }

    static func chances() throws -> [(String, Plan)] {
        let flights = try flights.get()
        let late = try late()
        return [
            ("sample", .sample(flights, Sampling(.rows(300), seed: 11))),
            ("sample by", .sample(late, Sampling(.share(0.25), by: ["carrier"], seed: 11))),
            (
                "part",
                .part(
                    late,
                    Splitting(.shares([0.5, 0.5]), stratify: ["carrier"], seed: 3),
                    .part(1)
                )
            ),
            (
                "part by group",
                .part(late, Splitting(.shares([0.3, 0.7]), group: ["tailnum"], seed: 3), .part(0))
            ),
        ]
    }

    static func shapes() throws -> [(String, Plan)] {
        let late = try late()
        let lists = Plan.project(
            late,
            [
                carrier,
                NamedExpression("cell", .call(Shaping.list, .int("month"), .int("distance"))),
            ]
        )
        let earlier = Plan.distinct(late, on: ["carrier", "dep_delay"], keep: .last)
        return [
            ("unnest", .unnest(lists, ["cell"])),
            ("unnest, tail", .slice(.unnest(lists, ["cell"]), .tail(500), by: [])),
            (
                "asof",
                .join(
                    late,
                    earlier,
                    .asof,
                    on: [
                        JoinKey("carrier", "carrier"),
                        JoinKey("distance", "dep_delay", .greaterOrEqual),
                    ],
                    suffix: "_b"
                )
            ),
        ]
    }

    static func windows() throws -> [(String, Plan)] {
        let late = try late()
        return [
            (
                "window",
                .project(
                    late,
                    [
                        carrier,
                        NamedExpression(
                            "n",
                            .call(Fn.rowNumber, window: Window(partition: [.text("carrier")]))
                        ),
                        NamedExpression(
                            "before",
                            .call(Fn.lag, .int("dep_delay"), window: Window())
                        ),
                    ]
                )
            ),
            (
                "sql",
                .sql(
                    [NamedPlan("_", late)],
                    "select carrier, count(*) as n from _ group by carrier;",
                    Schema([Field("carrier", .text), Field("n", .int)])
                )
            ),
        ]
    }

    @Test("the same with 1, 2 and 4 threads", arguments: 0..<count)
    func threads(_ index: Int) throws {
        let (name, plan) = try Self.plans()[index]
        let one = try Self.engine.collect(plan, in: WorkContext(threads: 1))
        #expect(one.count > 0, "\(name)")
        for threads in [2, 4] {
            let other = try Self.engine.collect(plan, in: WorkContext(threads: threads))
            #expect(one.digest == other.digest, "\(name) on \(threads) threads")
        }
    }

    private static let count = (try? plans().count) ?? 0

    @Test("at every node of a plan, and in every kind of join")
    func complete() throws {
        let seen = try Set(Self.plans().flatMap { $0.1.nodes })
        let kinds = JoinKind.allCases.map { "join \($0.rawValue)" }
        let others = [
            "scan file", "scan table", "filter", "project", "aggregate", "distinct", "sort",
            "slice",
            "sample", "unnest", "append", "part", "sql", "map", "marked",
        ]
        #expect(seen == Set(kinds + others))
    }
}
