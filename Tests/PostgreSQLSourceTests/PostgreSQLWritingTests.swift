import DuckDBEngine
import Foundation
import Kernels
import PostgreSQLSource
import Relations
import Tables
import TestSupport
import Testing

@Suite(
    "Writing to PostgreSQL",
    .enabled(if: PostgreSQLServer.programs != nil, PostgreSQLServer.absence)
)
struct PostgreSQLWritingTests {
    private let server: PostgreSQLServer
    private let engine = DuckDBEngine(readers: [.postgres: PostgreSQLSource()])
    private let work = WorkContext()

    init() throws { server = try PostgreSQLServer.shared.get() }

    private var database: Database { Database(.postgres, at: server.address()) }

    private func write(_ plan: Plan, _ table: String, replaces: Bool = false) throws -> Int64 {
        let destination = DatabaseDestination(database, table: table, replaces: replaces)
        return try engine.write(plan, to: destination, in: work)
    }

    private func load(_ table: String) throws -> Plan {
        let request = DatabaseRequest(database, .table(table))
        return .scan(.database(try engine.source(of: request, in: work)))
    }

    private let made = Table(
        [
            Field("flag", .bool), Field("n", .int), Field("x", .float), Field("t", .text),
            Field("day", .date), Field("hour", .time), Field("at", .timestamp),
            Field("gap", .duration), Field("many", .list(.int)), Field("words", .list(.text)),
        ],
        [
            Column(.bool, cells: [.bool(true), .missing]),
            Column(.int, cells: [.int(.min), .missing]),
            Column(.float, cells: [.float(0.1), .missing]),
            Column(.text, cells: [.text("it's Zoë"), .missing]),
            Column(.date, cells: [.date(Day(number: -1)), .missing]),
            Column(.time, cells: [.time(TimeOfDay(microseconds: 1)), .missing]),
            Column(.timestamp, cells: [.timestamp(Instant(microseconds: -7)), .missing]),
            Column(
                .duration,
                cells: [.duration(Interval(months: 1, days: 2, microseconds: 3)), .missing]
            ),
            Column(.list(.int), cells: [.list([.int(1), .missing]), .missing]),
            Column(.list(.text), cells: [.list([]), .missing]),
        ]
    )

    @Test("what is written is read back as it was, by the server's own client too")
    func roundTrip() throws {
        try server.psql("DROP TABLE IF EXISTS made")
        let plan = Plan.scan(.table(MemoryTable(made, fingerprint: "made")))
        #expect(try write(plan, "made") == 2)
        #expect(try engine.collect(load("made"), in: work) == made)
        #expect(
            try server.psql("SELECT flag, n, x, t, day, hour, many, words FROM made LIMIT 1")
                == "t|-9223372036854775808|0.1|it's Zoë|1969-12-31|00:00:00.000001|{1,NULL}|{}\n"
        )
    }

    @Test("a table stays unless it is to be replaced, also by rows of its own, and by all or none")
    func replacing() throws {
        try server.psql(
            "DROP TABLE IF EXISTS mine; CREATE TABLE mine AS SELECT generate_series(1, 40000) AS n"
        )
        let plan = try load("mine")
        #expect(throws: EngineError.self) { try write(plan, "mine") }
        let broken = BatchTransform(
            fingerprint: "broken",
            label: "breaking",
            reads: ["n"],
            adds: [Field("y", .int)]
        ) { _ in throw EngineError(.engineFailed, "broken") }
        #expect(throws: EngineError.self) {
            try write(.map(plan, broken), "mine", replaces: true)
        }
        #expect(try server.psql("SELECT count(*) FROM mine") == "40000\n")
        let n = RowExpression.column("n", .int)
        let some = Plan.filter(plan, where: try .calling(.greater, [n, .literal(.int(39_990))]))
        #expect(try write(some, "mine", replaces: true) == 10)
        #expect(try server.psql("SELECT min(n), count(*) FROM mine") == "39991|10\n")
        #expect(try server.psql("SELECT count(*) FROM pg_class WHERE relname LIKE '%~'") == "0\n")
    }
}
