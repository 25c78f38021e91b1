import DuckDBEngine
import Foundation
import Kernels
import Learning
import Relations
import Tables
import TestSupport
import Testing

@Suite("Rows that come to their places on many threads")
struct ScatteredReadingTests {
    private static let features = ["carrier", "distance", "time_hour", "tailnum", "dep_time"]

    private func reading(
        _ engine: DuckDBEngine,
        threads: Int,
        weight: RowExpression? = nil,
        _ change: (Frame) -> Frame = { $0 }
    ) throws -> DatasetReader.Reading {
        let work = WorkContext(threads: threads)
        let path = ProjectFolder.url.appendingPathComponent("sessions/data/flights.csv.gz").path
        let request = FileRequest(path: path, format: .csv)
        let frame = change(Frame(try engine.source(of: request, in: work)))
        func column(_ name: String) throws -> NamedExpression {
            NamedExpression(name, .column(name, try #require(frame.schema[name]).type))
        }
        return try DatasetReader(engine: engine, work: work).read(
            frame,
            target: try column("dep_delay"),
            features: try Self.features.map(column),
            weight: weight
        )
    }

    @Test("are what a stream gives, to the bit, on any number of threads", arguments: [1, 2, 4])
    func streamed(threads: Int) throws {
        let weight = RowExpression.column("distance", .int)
        let stream = try reading(DuckDBEngine(), threads: 1, weight: weight)
        // An engine that keeps nothing hands out all rows at once.
        let scattered = try reading(DuckDBEngine(cacheBytes: 0), threads: threads, weight: weight)
        #expect(stream.droppedRows > 8000 && scattered.droppedRows == stream.droppedRows)
        #expect(scattered.target == stream.target)
        #expect(scattered.dataset.features == stream.dataset.features)
        let (ours, theirs) = (scattered.dataset.training, stream.dataset.training)
        #expect(ours.target == theirs.target && ours.weights == theirs.weights)
        #expect(ours.features.cells.map(\.bitPattern) == theirs.features.cells.map(\.bitPattern))
    }

    @Test("are collected of as many columns as there are, each with its gaps")
    func manyColumns() throws {
        let count = 3000
        let row = Column(.int, .ints((0..<count).map(Int64.init)))
        let frame = Frame(memory: Table([Field("row", .int)], [row]))
        let wide = try frame.derived(
            (1...250).map { index in
                let rest = try RowExpression.calling(
                    "%",
                    .column("row", .int),
                    .literal(.int(Int64(index + 1)))
                )
                let gap = try RowExpression.calling("missing_if", rest, .literal(.int(1)))
                let cell = index % 3 == 0 ? try RowExpression.calling("float", gap) : gap
                return NamedExpression("x\(index)", cell)
            }
        )
        let table = try DuckDBEngine(cacheBytes: 0)
            .collect(wide.plan, in: WorkContext(threads: 2))
        #expect(table.fields == wide.schema.fields && table.count == count)
        let isRight = (1...250).allSatisfy { index in
            (0..<count).allSatisfy { row in
                let rest = row % (index + 1)
                let cell = table.columns[index][row]
                return rest == 1 ? cell == .missing : cell.number == Double(rest)
            }
        }
        #expect(isRight)
    }

    @Test("are collected in their order", arguments: [1, 2, 4])
    func collected(threads: Int) throws {
        let work = WorkContext(threads: threads)
        let path = ProjectFolder.url.appendingPathComponent("sessions/data/flights.csv.gz").path
        let request = FileRequest(path: path, format: .csv)
        func rows(_ engine: DuckDBEngine) throws -> Table {
            let frame = Frame(try engine.source(of: request, in: work))
            let delay = RowExpression.column("dep_delay", .int)
            let hours = try RowExpression.calling("/", delay, .literal(.float(60)))
            let derived = frame.derived([NamedExpression("hours", hours)])
            return try engine.collect(derived.plan, in: work)
        }
        let whole = try rows(DuckDBEngine(cacheBytes: 0))
        #expect(whole.count == 336_776)
        // An engine with room to keep all reads one batch after the other.
        #expect(whole == (try rows(DuckDBEngine(cacheBytes: 1 << 33))))
    }

    @Test("are streamed where places are not known")
    func filtered() throws {
        let engine = DuckDBEngine(cacheBytes: 0)
        let work = WorkContext()
        let table = Table(
            [Field("x", .int), Field("y", .int)],
            [Column(.int, .ints([1, 2, 3])), Column(.int, .ints([4, 5, 6]))]
        )
        let frame = Frame(memory: table)
        let scan = try engine.scatter(frame.plan, rows: 3, in: work) { batch, places in
            #expect(places == .from(0) && batch.columns == table.columns)
        }
        #expect(scan)
        let cut = frame.sliced(.head(2))
        #expect(try !engine.scatter(cut.plan, rows: 2, in: work) { _, _ in Issue.record("rows") })
    }

    @Test("stop with the error of who receives them")
    func failing() throws {
        struct Refusal: Error {}
        let table = Table([Field("x", .int)], [Column(.int, .ints([1, 2, 3]))])
        let engine = DuckDBEngine(cacheBytes: 0)
        #expect(throws: Refusal.self) {
            try engine.scatter(Frame(memory: table).plan, rows: 3, in: WorkContext()) { _, _ in
                throw Refusal()
            }
        }
    }
}
