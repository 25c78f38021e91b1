import DuckDBEngine
import Foundation
import Kernels
import Relations
import SQLiteStorage
import Tables
import Testing

/// `Fixtures/loose.py` made the file, with Python's own `sqlite3`.
@Suite("Reading SQLite files")
struct SQLiteReadingTests {
    static let path = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "Fixtures/loose.sqlite").path

    private let database = Database(.sqlite, at: Self.path)
    private let work = WorkContext()

    private func source(_ rows: DatabaseRows?, types: [Field] = []) throws -> DatabaseSource {
        var request = DatabaseRequest(database, rows)
        request.types = types
        return try SQLiteSource().source(of: request, in: work)
    }

    private func lines(_ source: DatabaseSource) throws -> [String] {
        let columns = Array(source.schema.fields.indices)
        let cursor = try SQLiteSource().read(source, columns: columns, in: work)
        var lines: [String] = []
        while let batch = try cursor.next() {
            for row in 0..<batch.count {
                lines.append(batch.columns.map { $0[row].plain }.joined(separator: "|"))
            }
        }
        return lines
    }

    private func fault(_ body: () throws -> Void) -> EngineError? {
        do {
            try body()
            return nil
        } catch {
            return error as? EngineError
        }
    }

    @Test("a column has the declared type where its rows agree, and theirs where they do not")
    func types() throws {
        let schema = try source(.table("loose")).schema
        #expect(
            schema.fields.map { "\($0.name) \($0.type.word)" } == [
                "id int", "n int", "r float", "t text", "b bool", "d date", "ts timestamp",
                "mixed text", "raw text", "price float",
            ]
        )
    }

    @Test("rows come in the order of their numbers, with what is empty among numbers missing")
    func cells() throws {
        #expect(
            try lines(source(.table("loose"))) == [
                "10|5|1.5|Ann|true|2013-01-05|2013-01-05 06:07:08|1|00FF|2.5",
                "20|-|-||-|-|-|2.5||-",
                "30|7|2.0|bob|false|2013-02-01|2013-02-01 00:00:00|two|-|3.0",
                "40|-|-3.25|ANN|true|1969-12-31|2013-02-01 10:00:00|-|41|0.1",
                "50|5|0.0|Zoë|false|-|-|4|0A|1000.0",
            ]
        )
    }

    @Test("the database leaves out rows that a condition on numbers, texts or truth does not meet")
    func pushdown() throws {
        var source = try source(.table("loose"))
        func ids(_ condition: SimpleCondition) throws -> [String] {
            source.conditions = [condition]
            let cursor = try SQLiteSource().read(source, columns: [0], in: work)
            let batch = try cursor.next()
            return (0..<(batch?.count ?? 0)).compactMap { batch?.columns[0][$0].plain }
        }
        let n = Field("n", .int)
        let t = Field("t", .text)
        #expect(try ids(.compares(n, .equal, .int(5))) == ["10", "50"])
        #expect(try ids(.compares(Field("r", .float), .less, .float(1.5))) == ["40", "50"])
        // The column's own order of letters takes `ANN` for `Ann`; ours does not.
        #expect(try ids(.compares(t, .equal, .text("Ann"))) == ["10"])
        #expect(try ids(.isOneOf(t, [.text("ANN"), .text("Zoë")])) == ["40", "50"])
        #expect(try ids(.compares(Field("b", .bool), .equal, .bool(true))) == ["10", "40"])
        #expect(
            try ids(.any([.compares(n, .greater, .int(6)), .compares(t, .equal, .text("Ann"))]))
                // Texts are above numbers for SQLite: the empty one is a row too many.
                == ["10", "20", "30"]
        )
        // Days may be written in more than one way: all rows come, and the engine looks at them.
        let late = SimpleCondition.compares(Field("d", .date), .greater, .date(Day(number: 0)))
        #expect(try ids(late).count == 5)
    }

    @Test("the engine's filter and columns give what the same rows in memory give")
    func filters() throws {
        let engine = DuckDBEngine(readers: [.sqlite: SQLiteSource()])
        defer { engine.close() }
        let plan = Plan.scan(
            .database(try engine.source(of: DatabaseRequest(database, .table("loose")), in: work))
        )
        let memory = try engine.collect(plan, in: work)
        let copy = Plan.scan(.table(MemoryTable(memory, fingerprint: "loose")))
        let n = RowExpression.column("n", .int)
        let conditions: [RowExpression] = [
            try .calling(.greater, [n, .literal(.int(4))]),
            try .calling(.less, [n, .literal(.int(6))]),
            try .calling(.unequal, [n, .literal(.int(5))]),
            try .calling(.equal, [.column("t", .text), .literal(.text("Ann"))]),
            try .calling(.unequal, [.column("t", .text), .literal(.text("Ann"))]),
            try .calling(.isMissing, [n]),
            try .calling(.not, [.calling(.isMissing, [n])]),
            try .calling(.less, [.literal(.float(-1)), .column("r", .float)]),
            .column("b", .bool),
        ]
        for condition in conditions {
            let found = try engine.collect(.filter(plan, where: condition), in: work)
            let wanted = try engine.collect(.filter(copy, where: condition), in: work)
            #expect(found == wanted, "\(condition)")
            let last = try engine.collect(
                .slice(.filter(plan, where: condition), .tail(1), by: []),
                in: work
            )
            let wantedLast = try engine.collect(
                .slice(.filter(copy, where: condition), .tail(1), by: []),
                in: work
            )
            #expect(last == wantedLast)
        }
        #expect(try engine.count(plan, in: work) == 5)
    }

    @Test("text among declared numbers is told with its row")
    func misfits() throws {
        let wrong = fault { _ = try lines(source(.table("wrong"))) }
        #expect(wrong?.code == .valueUnconvertible)
        #expect(wrong?.message == "row 3 of `n` holds `three`, which is no int")
        #expect(wrong?.hints == ["load(…, types: {n: \"text\"})"])
        let late = fault { _ = try lines(source(.table("late"))) }
        #expect(late?.message == "row 12001 of `n` holds `end`, which is no int")
        let text = try lines(source(.table("wrong"), types: [Field("n", .text)]))
        #expect(text == ["1|2013-01-01", "2|2013-01-02", "three|2013-01-03"])
    }

    @Test("bytes that are no UTF-8 are told with their row")
    func encoding() throws {
        let error = fault { _ = try lines(source(.table("foreign_bytes"))) }
        #expect(error?.code == .fileMalformed)
        #expect(error?.message == "row 2 of `t` holds bytes that are not UTF-8")
    }

    @Test("names of any kind, views, and tables without row numbers are read")
    func shapes() throws {
        #expect(try lines(source(.table("two words"))) == ["1|x"])
        #expect(try source(.table("two words")).schema.names == ["a \"b", "select"])
        #expect(try lines(source(.table("keyed"))) == ["a|1", "b|2"])
        #expect(try lines(source(.table("positive"))) == ["50|5", "30|7", "20|-", "10|5"])
    }

    @Test("a query is read as a table is")
    func queries() throws {
        let sql = "select b, count(*) as rows from loose where id > 10 group by b order by b;"
        #expect(try lines(source(.query(sql))) == ["-|1", "false|2", "true|1"])
        let refused = fault { _ = try source(.query("select weight from loose")) }
        #expect(refused?.code == .sqlRefused)
        #expect(refused?.message == "the query is refused: no such column: weight")
        #expect(fault { _ = try source(.query("drop table loose")) }?.code == .sqlRefused)
    }

    @Test("tables are listed, and a name that is near is told")
    func tables() throws {
        let tables = try SQLiteSource().tables(of: database, in: work)
        #expect(tables.filter(\.isView).map(\.name) == ["positive"])
        #expect(tables.map(\.name).contains("two words"))
        let missing = fault { _ = try source(.table("lose")) }
        #expect(missing?.code == .tableMissing)
        #expect(missing?.hints.first == "load(\"\(Self.path)\", table: \"loose\")")
        #expect(fault { _ = try source(nil) }?.code == .tableUnclear)
    }

    @Test("a cancelled read stops")
    func cancellation() throws {
        let endless = """
            with recursive n(i) as (select 1 union all select i + 1 from n) select max(i) from n
            """
        let found = try source(.query("select 1 as i"))
        var source = found
        source.rows = .query(endless)
        source.schema = Schema([Field("max(i)", .int)])
        let work = WorkContext()
        let timer = Thread { work.cancellation.cancel() }
        let cursor = try SQLiteSource().read(source, columns: [0], in: work)
        timer.start()
        #expect(fault { _ = try cursor.next() }?.code == .cancelled)
    }
}
