import DuckDBEngine
import Foundation
import Kernels
import Relations
import SQLiteStorage
import Tables
import Testing

@Suite("Writing SQLite files")
struct SQLiteWritingTests {
    private let folder: URL
    private let engine = DuckDBEngine(readers: [.sqlite: SQLiteSource()])
    private let work = WorkContext()

    init() throws {
        folder = FileManager.default.temporaryDirectory
            .appending(path: "sqlite-tests-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    private func destination(_ replaces: Bool = false) -> DatabaseDestination {
        let database = Database(.sqlite, at: folder.appending(path: "a.sqlite").path)
        return DatabaseDestination(database, table: "rows", replaces: replaces)
    }

    private func plan(_ table: Table) -> Plan {
        .scan(.table(MemoryTable(table, fingerprint: "\(table.hashValue)")))
    }

    private func back() throws -> Table {
        let request = DatabaseRequest(destination().database, .table("rows"))
        return try engine.collect(
            .scan(.database(try engine.source(of: request, in: work))),
            in: work
        )
    }

    @Test("what is written is read back as it was")
    func roundTrip() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let table = Table(
            [
                Field("flag", .bool), Field("n", .int), Field("x", .float), Field("t", .text),
                Field("day", .date), Field("hour", .time), Field("at", .timestamp),
            ],
            [
                Column(.bool, cells: [.bool(true), .missing, .bool(false)]),
                Column(.int, cells: [.int(.min), .missing, .int(.max)]),
                Column(.float, cells: [.float(0.1), .missing, .float(-1e300)]),
                Column(.text, cells: [.text("it's"), .missing, .text("")]),
                Column(.date, cells: [.date(Day(number: -1)), .missing, .date(Day(number: 0))]),
                Column(
                    .time,
                    cells: [
                        .time(TimeOfDay(microseconds: 1)), .missing,
                        .time(TimeOfDay(microseconds: 0)),
                    ]
                ),
                Column(
                    .timestamp,
                    cells: [
                        .timestamp(Instant(microseconds: 1_234_567)), .missing,
                        .timestamp(Instant(microseconds: -1)),
                    ]
                ),
            ]
        )
        #expect(try engine.write(plan(table), to: destination(), in: work) == 3)
        #expect(try back() == table)
    }

    @Test("a table that is there stays, unless it is to be replaced; others stay always")
    func replacing() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let one = Table([Field("n", .int)], [Column(.int, cells: [.int(1)])])
        let two = Table([Field("m", .int)], [Column(.int, cells: [.int(2), .int(3)])])
        _ = try engine.write(plan(one), to: destination(), in: work)
        #expect(throws: EngineError.self) {
            try engine.write(plan(two), to: destination(), in: work)
        }
        #expect(try back() == one)
        var other = destination()
        other.table = "other"
        _ = try engine.write(plan(two), to: other, in: work)
        _ = try engine.write(plan(two), to: destination(true), in: work)
        #expect(try back() == two)
        #expect(
            try engine.tables(of: destination().database, in: work).map(\.name) == [
                "other", "rows",
            ]
        )
    }

    @Test("a write that fails leaves nothing behind")
    func failing() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let broken = BatchTransform(
            fingerprint: "broken",
            label: "breaking",
            reads: ["n"],
            adds: [Field("y", .int)]
        ) { batch in
            throw EngineError(.engineFailed, "broken")
        }
        let one = Table([Field("n", .int)], [Column(.int, cells: [.int(1)])])
        #expect(throws: EngineError.self) {
            try engine.write(.map(plan(one), broken), to: destination(), in: work)
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
        _ = try engine.write(plan(one), to: destination(), in: work)
        #expect(throws: EngineError.self) {
            try engine.write(.map(plan(one), broken), to: destination(true), in: work)
        }
        #expect(try back() == one)
    }
}
