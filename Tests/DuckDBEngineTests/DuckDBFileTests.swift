import DuckDBEngine
import Foundation
import Kernels
import Relations
import Tables
import Testing

@Suite("DuckDB files")
struct DuckDBFileTests {
    private let engine = DuckDBEngine()
    private let work = WorkContext(threads: 2)
    private let folder: TemporaryFolder
    private var database: Database { Database(.duckdb, at: "\(folder.path)/birds.duckdb") }

    init() throws { folder = try TemporaryFolder() }

    private func penguins() throws -> Plan { try TestData.load("penguins.csv", with: engine) }

    private func write(_ plan: Plan, _ table: String, replaces: Bool = false) throws -> Int64 {
        let destination = DatabaseDestination(database, table: table, replaces: replaces)
        return try engine.write(plan, to: destination, in: work)
    }

    private func load(_ rows: DatabaseRows?, types: [Field] = []) throws -> Plan {
        var request = DatabaseRequest(database, rows)
        request.types = types
        return .scan(.database(try engine.source(of: request, in: work)))
    }

    private func table(_ plan: Plan) throws -> Table { try engine.collect(plan, in: work) }

    private func fault(_ body: () throws -> Void) -> EngineError? {
        do {
            try body()
            return nil
        } catch {
            return error as? EngineError
        }
    }

    @Test("what is written is read back, rows in their order, and cut from both ends")
    func roundTrip() throws {
        let penguins = try penguins()
        #expect(try write(penguins, "penguins") == 344)
        let back = try load(nil)
        let whole = try table(penguins)
        #expect(try table(back) == whole)
        #expect(try engine.count(back, in: work) == 344)
        for slice in [Slice.head(3), .tail(3), .rows(100, 102)] {
            #expect(
                try table(.slice(back, slice, by: [])) == table(.slice(penguins, slice, by: []))
            )
        }
    }

    @Test("all types come back as they went")
    func types() throws {
        let made = Table(
            [
                Field("flag", .bool), Field("n", .int), Field("x", .float), Field("t", .text),
                Field("size", .category(["s", "m"])), Field("day", .date), Field("hour", .time),
                Field("at", .timestamp), Field("gap", .duration), Field("many", .list(.int)),
            ],
            [
                Column(.bool, cells: [.bool(true), .missing]),
                Column(.int, cells: [.int(.min), .missing]),
                Column(.float, cells: [.float(0.1), .missing]),
                Column(.text, cells: [.text("it's"), .missing]),
                Column(.category(["s", "m"]), cells: [.text("m"), .missing]),
                Column(.date, cells: [.date(Day(number: -1)), .missing]),
                Column(.time, cells: [.time(TimeOfDay(microseconds: 1)), .missing]),
                Column(.timestamp, cells: [.timestamp(Instant(microseconds: -7)), .missing]),
                Column(.duration, cells: [.duration(Interval(months: 1, days: 2)), .missing]),
                Column(.list(.int), cells: [.list([.int(1), .missing]), .missing]),
            ]
        )
        _ = try write(.scan(.table(MemoryTable(made, fingerprint: "made"))), "made")
        #expect(try table(load(.table("made"))) == made)
        let typed = try load(.table("made"), types: [Field("n", .text)])
        #expect(typed.schema["n"]?.type == .text)
    }

    @Test("a query speaks the file's own SQL, and its names are the file's")
    func queries() throws {
        _ = try write(penguins(), "penguins")
        let sql = """
            SELECT island, count(*) AS n FROM penguins GROUP BY island ORDER BY n DESC, island;
            """
        #expect(
            try table(load(.query(sql))).lines == ["Biscoe 168", "Dream 124", "Torgersen 52"]
        )
        let refused = fault { _ = try load(.query("SELECT nothing FROM penguins")) }
        #expect(refused?.code == .sqlRefused)
        #expect(refused?.message.hasPrefix("the query is refused:") == true)
        #expect(fault { _ = try load(.query("DROP TABLE penguins")) }?.code == .sqlRefused)
    }

    @Test("tables are listed; one that is not there is told with those that are near")
    func tables() throws {
        _ = try write(penguins(), "penguins")
        _ = try write(.slice(penguins(), .head(1), by: []), "first")
        let tables = try engine.tables(of: database, in: work)
        #expect(tables.map(\.name) == ["first", "penguins"])
        #expect(tables.map(\.columns) == [8, 8])
        let missing = fault { _ = try load(.table("penguin")) }
        #expect(missing?.code == .tableMissing)
        #expect(missing?.hints == ["load(\"\(database.place)\", table: \"penguins\")"])
        #expect(fault { _ = try load(nil) }?.code == .tableUnclear)
    }

    @Test("a table that is there stays, unless it is to be replaced, and a failure changes nothing")
    func replacing() throws {
        let penguins = try penguins()
        _ = try write(penguins, "penguins")
        let refused = fault { _ = try write(.slice(penguins, .head(2), by: []), "penguins") }
        #expect(refused?.code == .tableExists)
        let broken = BatchTransform(
            fingerprint: "broken",
            label: "breaking",
            reads: ["year"],
            adds: [Field("y", .int)]
        ) { _ in throw EngineError(.engineFailed, "broken") }
        let failed = fault { _ = try write(.map(penguins, broken), "penguins", replaces: true) }
        #expect(failed?.message == "broken")
        #expect(try engine.count(load(.table("penguins")), in: work) == 344)
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(names == ["birds.duckdb"])
    }

    @Test("a table is made of another one in the same file")
    func within() throws {
        _ = try write(penguins(), "penguins")
        let some = Plan.slice(try load(.table("penguins")), .head(5), by: [])
        #expect(try write(some, "some") == 5)
        #expect(try engine.count(load(.table("some")), in: work) == 5)
        #expect(
            try write(.slice(load(.table("some")), .tail(2), by: []), "some", replaces: true) == 2
        )
        #expect(try engine.count(load(.table("some")), in: work) == 2)
    }

    @Test("a file that changed since it was loaded is told, and what is no database is told")
    func faults() throws {
        _ = try write(penguins(), "penguins")
        let old = try load(.table("penguins"))
        _ = try write(penguins(), "more")
        #expect(fault { _ = try table(old) }?.code == .fileChanged)
        #expect(try table(load(.table("penguins"))).count == 344)
        let other = Database(.duckdb, at: try folder.file("other.duckdb", "no database at all"))
        let malformed = fault {
            _ = try engine.source(of: DatabaseRequest(other, nil), in: work)
        }
        #expect(malformed?.code == .fileMalformed)
        let absent = Database(.duckdb, at: "\(folder.path)/bird.duckdb")
        let missing = fault { _ = try engine.tables(of: absent, in: work) }
        #expect(missing?.code == .fileMissing)
    }
}
