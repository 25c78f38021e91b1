import Foundation
import Kernels
import Relations
import Synchronization
import Tables
import Testing

@testable import DuckDBEngine

@Suite("Running, stopping and giving back")
struct RunningTests {
    static let heavy = Plan.sql(
        [],
        "select sum(a.range * b.range % 7) as s from range(200000) a, range(200000) b",
        Schema([Field("s", .int)])
    )

    @Test("an interrupt is heard within 100 ms")
    func interrupt() throws {
        let engine = DuckDBEngine()
        _ = try engine.count(ReadingTests.everyPlan, in: WorkContext())
        // A busy machine may be late once, but not every time.
        let waits = try (0..<3).map { _ in try Self.interrupted(engine) }
        let shortest = try #require(waits.min())
        #expect(shortest < .milliseconds(100), "\(waits)")
        #expect(try engine.count(ReadingTests.everyPlan, in: WorkContext()) == 3)
    }

    /// How long a statement goes on after it is asked to stop.
    private static func interrupted(_ engine: DuckDBEngine) throws -> Duration {
        let work = WorkContext(threads: 2)
        let asked = Mutex(ContinuousClock.now)
        let canceller = Thread {
            // Once it runs, however long that takes here.
            for _ in 0..<2_000 where work.progress.reading.label != "running" { usleep(10_000) }
            Thread.sleep(forTimeInterval: 0.1)
            asked.withLock { $0 = .now }
            work.cancellation.cancel()
        }
        canceller.start()
        let error = #expect(throws: EngineError.self) { try engine.collect(heavy, in: work) }
        #expect(error?.code == .cancelled)
        #expect(work.progress.reading.label == "running")
        return asked.withLock { $0.duration(to: .now) }
    }

    @Test("all handles are given back, and the folder with them")
    func handles() throws {
        let folder = try TemporaryFolder()
        let engine = DuckDBEngine(folder: folder.path)
        let work = WorkContext()
        let plan = try TestData.load("penguins.csv", with: engine)
        _ = try engine.collect(plan, in: work)
        let cursor = try engine.open(.sort(plan, by: [SortKey(.int("year"))]), in: work)
        _ = try cursor.next()
        #expect(engine.handles.open > 1)
        _ = consume cursor
        #expect(throws: EngineError.self) { try engine.schema(of: "selec", over: [], in: work) }
        #expect(engine.handles.open == 1)
        engine.close()
        #expect(engine.handles.open == 0)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == [])
    }

    @Test("folders that a killed process left are swept")
    func sweeping() throws {
        let folder = try TemporaryFolder()
        // The last two are a user's own.
        let names = ["private-999999999-abcdef", "999999999-report", "private-999999999-reports"]
        for name in names.map({ "epilogue-\($0)" }) {
            let path = "\(folder.path)/\(name)"
            try FileManager.default.createDirectory(
                atPath: path,
                withIntermediateDirectories: false
            )
            _ = try folder.file("\(name)/session.duckdb", "x")
        }
        let spill = try PrivateFolder(in: folder.path)
        let left = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        let kept = names.dropFirst().map { "epilogue-\($0)" }
        #expect(Set(left) == Set(kept + [FileFacts.name(spill.path)]))
    }

    /// Counts how often it runs.
    final class Counter: Sendable {
        private let count = Mutex(0)
        var value: Int { count.withLock { $0 } }

        func doubling(_ name: String) -> BatchTransform {
            BatchTransform(
                fingerprint: "doubling \(name)",
                label: "doubling",
                reads: [name],
                adds: [Field("twice", .float)]
            ) { batch in
                self.count.withLock { $0 += 1 }
                let cells = (0..<batch.count).map { batch.columns[0][$0].number.map { $0 * 2 } }
                return [Column(.float, cells: cells.map { $0.map(Scalar.float) ?? .missing })]
            }
        }
    }

    @Test("Swift code adds columns at the end of a plan and in its middle, and runs once")
    func map() throws {
        let engine = DuckDBEngine()
        let work = WorkContext()
        let counter = Counter()
        let plan = try TestData.load("penguins.csv", with: engine)
        let mapped = Plan.map(plan, counter.doubling("body_mass_g"))
        #expect(mapped.schema.names.last == "twice")
        let table = try engine.collect(mapped, in: work)
        #expect(table["twice"]?[0] == .float(7500))
        #expect(table["twice"]?[3] == .missing)
        let sorted = Plan.sort(mapped, by: [SortKey(.float("twice"), true)])
        let shown = Plan.project(
            .slice(sorted, .head(2), by: []),
            [NamedExpression("twice", .float("twice"))]
        )
        #expect(try engine.collect(shown, in: work).lines == ["12600.0", "12100.0"])
        let before = counter.value
        let groups = Plan.aggregate(
            mapped,
            by: [NamedExpression("species", .text("species"))],
            [NamedExpression("mean", .call(Fn.mean, .float("twice")))]
        )
        #expect(try engine.collect(groups, in: work).count == 3)
        #expect(counter.value == before)
    }

    @Test("to show a few rows, Swift code runs for those only")
    func slicedMap() throws {
        let engine = DuckDBEngine()
        let rows = Mutex(0)
        let counting = BatchTransform(
            fingerprint: "counting",
            label: "counting",
            reads: [],
            adds: [Field("one", .int)]
        ) { batch in
            rows.withLock { $0 += batch.count }
            return [Column(.int, cells: Array(repeating: .int(1), count: batch.count))]
        }
        let plan = Plan.map(try TestData.load("penguins.csv", with: engine), counting)
        let few = Plan.project(plan, [NamedExpression("one", .int("one"))])
        #expect(try engine.collect(few, in: WorkContext(), limit: 3).lines == ["1", "1", "1"])
        #expect(rows.withLock { $0 } == 3)
    }

    @Test("a result that was seen is not computed again")
    func caching() throws {
        let engine = DuckDBEngine()
        let random = Plan.sql([], "select random() as r", Schema([Field("r", .float)]))
        let first = try engine.collect(random, in: WorkContext())
        #expect(try engine.collect(random, in: WorkContext()) == first)
        let forgetful = DuckDBEngine(cacheBytes: 0)
        let one = try forgetful.collect(random, in: WorkContext())
        #expect(try forgetful.collect(random, in: WorkContext()) != one)
    }

    @Test("the least recently used results go first")
    func budget() {
        let cache = ResultCache(budget: 100)
        let plans = (0..<5).map { Plan.sql([], "\($0)", Schema([])) }
        let rows = KeptRows(schema: Schema([]), batches: [])
        for plan in plans.prefix(4) { cache.keep(rows, 25, for: plan) }
        _ = cache.rows(for: plans[0])
        cache.keep(rows, 25, for: plans[4])
        #expect(plans.map { cache.rows(for: $0) != nil } == [true, false, true, true, true])
        cache.keep(rows, 26, for: plans[1])
        #expect(cache.rows(for: plans[1]) == nil)
    }

    @Test("a user's SQL keeps the frame's order, or gets one")
    func sql() throws {
        let engine = DuckDBEngine()
        let work = WorkContext(threads: 4)
        let frames = [NamedPlan("_", try TestData.load("penguins.csv", with: engine))]
        let text = "select species, count(*)::int as n, uuid() is null as u from _ group by 1;"
        let schema = try engine.schema(of: text, over: frames, in: work)
        #expect(schema.fields == [Field("species", .text), Field("n", .int), Field("u", .bool)])
        let table = try engine.collect(.sql(frames, text, schema), in: work)
        #expect(table.lines == ["Adelie 152 false", "Chinstrap 68 false", "Gentoo 124 false"])
    }

    @Test("whole numbers that 64 bits do not hold are an error, not another number")
    func overflow() throws {
        let engine = DuckDBEngine()
        let plan = Plan.sql(
            [],
            "select 9223372036854775807 + x as y from range(2) t(x)",
            Schema([Field("y", .int)])
        )
        let error = #expect(throws: EngineError.self) {
            try engine.collect(plan, in: WorkContext())
        }
        #expect(error?.code == .valueOverflow)
    }

    @Test("what cannot be converted is shown")
    func conversion() throws {
        let engine = DuckDBEngine()
        let cases = [
            ("select 'x'::bigint as a", "`x` is no int"),
            ("select 'x'::double as a", "`x` is no float"),
            ("select '2020-13-01'::date as a", "`2020-13-01` is no date"),
            ("select 'soon'::timestamp as a", "`soon` is no timestamp"),
        ]
        for (sql, message) in cases {
            let plan = Plan.sql([], sql, Schema([Field("a", .int)]))
            let error = #expect(throws: EngineError.self) {
                try engine.collect(plan, in: WorkContext())
            }
            #expect(error?.message == message)
            #expect(error?.code == .valueUnconvertible)
        }
    }

    @Test("of a column it is shown with its name")
    func columnConversion() throws {
        let rows = Table(
            [Field("n of it", .text)],
            [Column(.text, cells: [.text("1"), .text("few")])]
        )
        let source = Plan.scan(.table(MemoryTable(rows, fingerprint: "few")))
        for name in ["int", "float", "date", "timestamp"] {
            let column = RowExpression.column("n of it", .text)
            let read = try RowExpression.calling(named: name, [column])
            let error = #expect(throws: EngineError.self) {
                try DuckDBEngine().collect(
                    .project(source, [NamedExpression("z", read)]),
                    in: WorkContext()
                )
            }
            #expect(error?.code == .valueUnconvertible)
            #expect(error?.message.contains("in `n of it` is no \(name)") == true)
        }
    }

    @Test("work within a limit spills, and says when even that is not enough")
    func memory() throws {
        let engine = DuckDBEngine(cacheBytes: 0)
        let sorted = Plan.sql(
            [],
            "select i, md5(i::varchar) as h from range(200000) t(i) order by h",
            Schema([Field("i", .int), Field("h", .text)])
        )
        var work = WorkContext(threads: 1, memoryLimit: 60 << 20)
        #expect(try engine.collect(sorted, in: work).count == 200_000)
        work.memoryLimit = 1 << 20
        let error = #expect(throws: EngineError.self) { try engine.collect(sorted, in: work) }
        #expect(error?.code == .memoryExhausted)
        work.memoryLimit = nil
        #expect(try engine.collect(sorted, in: work).count == 200_000)
    }

    @Test("rows that are all wanted come as they would one by one, and spill beyond the limit")
    func collecting() throws {
        let engine = DuckDBEngine(cacheBytes: 0)
        let plan = Plan.sql(
            [],
            "select i, md5(i::varchar) as h from range(400000) t(i)",
            Schema([Field("i", .int), Field("h", .text)])
        )
        let cursor = try engine.open(plan, in: WorkContext(threads: 2))
        var batches: [Batch] = []
        while let batch = try cursor.next() { batches.append(batch) }
        let streamed = Table(cursor.schema.fields, batches: batches)
        let limited = WorkContext(threads: 2, memoryLimit: 16 << 20)
        #expect(try engine.collect(plan, in: limited) == streamed)
        #expect(streamed.count == 400_000)
    }

    @Test("two threads that need one file read it once")
    func concurrent() throws {
        let engine = DuckDBEngine(cacheBytes: 0)
        let plan = try TestData.load("weather.csv", with: engine)
        let counts = Mutex<[Int64]>([])
        let group = DispatchGroup()
        for _ in 0..<4 {
            DispatchQueue.global().async(group: group) {
                let count = try? engine.count(plan, in: WorkContext(threads: 2))
                counts.withLock { $0.append(count ?? -1) }
            }
        }
        group.wait()
        #expect(counts.withLock { $0 } == [26_115, 26_115, 26_115, 26_115])
    }
}
