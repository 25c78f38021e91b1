import Kernels
import Relations
import Tables
import Testing

@testable import DuckDBEngine

@Suite("Rows of many threads are put in order without being sorted", .serialized)
struct GatheredRowsTests {
    private static let fields = [Field("n", .int), Field("t", .text)]

    private static func batch(_ numbers: [Int]) -> Batch {
        Batch([
            Column(.int, cells: numbers.map { .int(Int64($0)) }),
            Column(.text, cells: numbers.map { $0 % 7 == 0 ? .missing : .text("row \($0)") }),
        ])
    }

    private static let work = WorkContext(threads: 2)

    @Test("parts come in any order, and leave places empty")
    func anyOrder() throws {
        let gathered = GatheredRows(places: 5002)
        try gathered.receive(Self.batch([5000, 5001]), .from(5000))
        try gathered.receive(Self.batch([3, 7, 2047]), .each([3, 7, 2047]))
        try gathered.receive(Self.batch([2048, 2050]), .each([2048, 2050]))
        let table = try gathered.table(Self.fields, Self.work)
        let expected = Self.batch([3, 7, 2047, 2048, 2050, 5000, 5001])
        #expect(table == Table(Self.fields, expected.columns))
    }

    @Test("rows come between others, and from the last to the first")
    func mixed() throws {
        let gathered = GatheredRows(places: 100)
        try gathered.receive(Self.batch([70, 14, 99]), .each([70, 14, 99]))
        try gathered.receive(Self.batch([0, 63, 15]), .each([0, 63, 15]))
        try gathered.receive(Self.batch([64, 65]), .from(64))
        let table = try gathered.table(Self.fields, Self.work)
        let expected = Self.batch([0, 14, 15, 63, 64, 65, 70, 99])
        #expect(table == Table(Self.fields, expected.columns))
    }

    @Test("a place that is taken twice is seen at once, in one part or in two")
    func twice() throws {
        let gathered = GatheredRows(places: 12)
        try gathered.receive(Self.batch([9, 11]), .each([9, 11]))
        #expect(throws: GatheredRows.Multiplied.self) {
            try gathered.receive(Self.batch([1, 2, 1]), .each([1, 2, 1]))
        }
        #expect(throws: GatheredRows.Multiplied.self) {
            try gathered.receive(Self.batch([10, 11]), .from(10))
        }
    }

    @Test("a place that no row of the table has is an error, and no crash")
    func beyond() {
        let gathered = GatheredRows(places: 2)
        #expect(throws: EngineError.self) { try gathered.receive(Self.batch([1, 2]), .from(1)) }
    }

    @Test("no rows are an empty table of the same columns")
    func nothing() throws {
        let table = try GatheredRows(places: 3).table(Self.fields, Self.work)
        #expect(table == Table(Self.fields, batches: []))
    }

    private static let engine = DuckDBEngine(cacheBytes: 0)

    private static func frame(_ name: String, _ count: Int, _ key: (Int) -> Int) -> Plan {
        let rows = 0..<count
        let table = Table(
            [Field("key", .int), Field(name, .text)],
            [
                Column(.int, cells: rows.map { .int(Int64(key($0))) }),
                Column(.text, cells: rows.map { .text("\(name) \($0)") }),
            ]
        )
        return Frame(memory: table).plan
    }

    private static func joined(_ kind: JoinKind, copies: Int) throws -> Plan {
        let left = frame("left", 400_000) { $0 &* 7919 % 60_000 }
        let right = frame("right", 50_000 * copies) { $0 / copies }
        return .join(left, right, kind, on: [JoinKey("key", "key")], suffix: "_right")
    }

    @Test(
        "a join with keys that are unique is gathered, and gives what sorting gives",
        arguments: [JoinKind.inner, .left, .semi, .anti]
    )
    func joins(_ kind: JoinKind) throws {
        let plan = try Self.joined(kind, copies: 1)
        let gathered = try #require(try Self.engine.gatheredTable(plan, in: Self.work))
        #expect(gathered == (try Self.sorted(plan)))
    }

    @Test("rows that come in the right table's order are put into the left's")
    func largeRight() throws {
        let left = Self.frame("left", 300_000) { $0 &* 7919 % 1_000_003 }
        let right = Self.frame("right", 1_000_003) { 1_000_002 - $0 }
        let keys = [JoinKey("key", "key")]
        let plan = Plan.join(left, right, .inner, on: keys, suffix: "_right")
        let gathered = try #require(try Self.engine.gatheredTable(plan, in: Self.work))
        #expect(gathered.count == 300_000)
        #expect(gathered == (try Self.sorted(plan)))
    }

    @Test("a join that multiplies rows is left to be sorted")
    func multiplied() throws {
        let plan = try Self.joined(.inner, copies: 2)
        #expect(try Self.engine.gatheredTable(plan, in: Self.work) == nil)
        #expect(try Self.engine.collect(plan, in: Self.work) == (try Self.sorted(plan)))
        let outer = try Self.joined(.full, copies: 1)
        #expect(try Self.engine.gatheredTable(outer, in: Self.work) == nil)
    }

    /// The rows as they come one after the other.
    private static func sorted(_ plan: Plan) throws -> Table {
        let cursor = try engine.open(plan, in: work)
        var batches: [Batch] = []
        while let batch = try cursor.next() { batches.append(batch) }
        return Table(plan.schema.fields, batches: batches)
    }

    @Test("what is small comes as a stream, and is kept for the next time")
    func small() throws {
        let engine = DuckDBEngine()
        let plan = try Self.joined(.inner, copies: 1)
        #expect(try engine.gatheredTable(plan, in: Self.work) == nil)
    }

    @Test("whoever stops it gets no rows")
    func stopped() throws {
        let work = WorkContext(threads: 2)
        work.cancellation.cancel()
        #expect(throws: EngineError.self) {
            try Self.engine.gatheredTable(try Self.joined(.inner, copies: 1), in: work)
        }
    }
}
