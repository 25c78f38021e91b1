import Foundation
import Kernels
import Relations
import Tables
import Testing

@testable import DuckDBEngine

@Suite("Reading and writing files")
struct ReadingTests {
    let engine = DuckDBEngine()
    let work = WorkContext(threads: 2)

    private func table(_ request: FileRequest) throws -> Table {
        try engine.collect(.scan(.files(engine.source(of: request, in: work))), in: work)
    }

    @Test("delimiters, quotes, spaces and signs of missing are found")
    func dialects() throws {
        let folder = try TemporaryFolder()
        let text =
            "name; n ;t\n  x;1;2020-01-02 03:04:05\n\"a;b\"; NA ;\n NULL ;3;2020-01-02 03:04:06\n"
        let request = FileRequest(path: try folder.file("a.csv", text), format: .csv)
        let found = try table(request)
        #expect(found.fields == [Field("name", .text), Field("n", .int), Field("t", .timestamp)])
        #expect(
            found.lines == [
                "x 1 2020-01-02 03:04:05", "a;b - -", "- 3 2020-01-02 03:04:06",
            ]
        )
        var elsewhere = request
        elsewhere.zone = "America/New_York"
        #expect(try table(elsewhere)["t"]?[0].plain == "2020-01-02 08:04:05")
    }

    @Test("types, names, header and signs of missing can be given")
    func options() throws {
        let folder = try TemporaryFolder()
        let path = try folder.file("a.csv", "1,b,?\n2,a,7\n")
        var request = FileRequest(path: path, format: .csv)
        request.hasHeader = false
        request.names = ["id", "kind", "x"]
        request.missing = ["?"]
        request.types = [Field("id", .text), Field("kind", .category([])), Field("x", .float)]
        let found = try table(request)
        #expect(found.fields[1].type == .category(["a", "b"]))
        #expect(found.lines == ["1 b -", "2 a 7.0"])
    }

    @Test("moments with and without an offset can stand in one column")
    func moments() throws {
        let folder = try TemporaryFolder()
        let text = "t\n2020-07-01 12:00:00\n2020-07-01T12:00:00Z\n2020-07-01\nNA\n"
        var request = FileRequest(path: try folder.file("a.csv", text), format: .csv)
        request.types = [Field("t", .timestamp)]
        request.zone = "America/New_York"
        #expect(
            try table(request).lines == [
                "2020-07-01 16:00:00", "2020-07-01 12:00:00", "2020-07-01 04:00:00", "-",
            ]
        )
    }

    @Test("UTF-16 is read as such, and numbers beyond 64 bits as floats")
    func encodings() throws {
        let folder = try TemporaryFolder()
        let text = "a,b\né,123456789012345678901\n"
        let halves = text.utf16.flatMap { unit -> [UInt8] in [UInt8(unit & 255), UInt8(unit >> 8)] }
        let bytes: [UInt8] = [0xFF, 0xFE] + halves
        let found = try table(FileRequest(path: folder.file("a.csv", bytes), format: .csv))
        #expect(found.lines == ["é 1.2345678901234568e+20"])
    }

    @Test("several files are one frame, in the order of their names")
    func globs() throws {
        let folder = try TemporaryFolder()
        _ = try folder.file("b.csv", "x\n3\n")
        _ = try folder.file("a.csv", "x\n1\n2\n")
        let request = FileRequest(path: "\(folder.path)/*.csv", format: .csv)
        #expect(try table(request).lines == ["1", "2", "3"])
        _ = try folder.file("c.csv", "y\n4\n")
        let error = #expect(throws: EngineError.self) { try table(request) }
        #expect(error?.message == "`c.csv` has other columns than `a.csv`")
    }

    /// A column of every type, with something missing in each.
    static let every: Table = {
        let cells: [(Field, [Scalar])] = [
            (Field("bool", .bool), [.bool(true), .missing, .bool(false)]),
            (Field("int", .int), [.int(.max), .missing, .int(-5)]),
            (Field("float", .float), [.float(0.1), .missing, .float(-1e300)]),
            (Field("text", .text), [.text("long enough to be elsewhere"), .missing, .text("é")]),
            (Field("category", .category(["b", "a"])), [.text("a"), .missing, .text("b")]),
            (
                Field("date", .date),
                [.date(Day(number: 15_000)), .missing, .date(Day(number: -1))]
            ),
            (
                Field("time", .time),
                [
                    .time(TimeOfDay(microseconds: 3_600_000_001)), .missing,
                    .time(TimeOfDay(microseconds: 0)),
                ]
            ),
            (
                Field("timestamp", .timestamp),
                [
                    .timestamp(Instant(microseconds: 1_500_000)), .missing,
                    .timestamp(Instant(microseconds: -1)),
                ]
            ),
            (
                Field("duration", .duration),
                [
                    .duration(Interval(months: 1, days: 2, microseconds: 3)), .missing,
                    .duration(Interval()),
                ]
            ),
            (
                Field("list", .list(.int)),
                [.list([.int(1), .missing]), .missing, .list([])]
            ),
            (
                Field("record", .record([Field("u", .int), Field("v", .text)])),
                [
                    .record([.init("u", .int(1)), .init("v", .text("w"))]), .missing,
                    .record([.init("u", .missing), .init("v", .text("z"))]),
                ]
            ),
        ]
        return Table(cells.map(\.0), cells.map { Column($0.0.type, cells: $0.1) })
    }()

    static let everyPlan = Plan.scan(.table(MemoryTable(every, fingerprint: "every")))

    @Test("every type goes into the engine and comes back")
    func memory() throws {
        let back = try engine.collect(.slice(Self.everyPlan, .rows(1, 3), by: []), in: work)
        #expect(back.fields == Self.every.fields)
        #expect(back.lines == Self.every.lines)
    }

    @Test(
        "what is written is read back",
        arguments: ["x.csv", "x.csv.gz", "x.csv.zst", "x.tsv", "x.parquet", "x.jsonl", "x.json"]
    )
    func roundTrip(_ name: String) throws {
        let folder = try TemporaryFolder()
        let path = "\(folder.path)/\(name)"
        let format = try #require(
            FileRequest.Format(rawValue: String(name.split(separator: ".")[1]))
        )
        let fields = ["int", "float", "text", "date", "timestamp"]
        let plan = Plan.project(
            Self.everyPlan,
            fields.map { name in
                NamedExpression(
                    name,
                    .column(name, Self.every.fields.first { $0.name == name }?.type ?? .int)
                )
            }
        )
        let count = try engine.write(
            plan,
            to: Destination(path: path, format: format, replaces: false),
            in: work
        )
        #expect(count == 3)
        let back = try table(FileRequest(path: path, format: format))
        #expect(back.fields == plan.schema.fields)
        #expect(back.lines == (try engine.collect(plan, in: work).lines))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == [name])
    }

    @Test("Parquet files are read in place, their rows in order, NaN as missing")
    func parquet() throws {
        let folder = try TemporaryFolder()
        for (name, from) in [("b", 3000), ("a", 0)] {
            let made = Plan.sql(
                [],
                """
                select i as n, i::integer as small, case when i % 2 = 0 then 'nan'::double else i end
                from range(\(from), \(from + 3000)) t(i)
                """,
                Schema([Field("n", .int), Field("small", .int), Field("x", .float)])
            )
            let file = Destination(
                path: "\(folder.path)/\(name).parquet",
                format: .parquet,
                replaces: false
            )
            _ = try engine.write(made, to: file, in: work)
        }
        let request = FileRequest(path: "\(folder.path)/*.parquet", format: .parquet)
        let plan = Plan.scan(.files(try engine.source(of: request, in: work)))
        let last = try engine.collect(.slice(plan, .tail(3), by: []), in: work)
        #expect(last.lines == ["5997 5997 5997.0", "5998 5998 -", "5999 5999 5999.0"])
        let sorted = Plan.slice(.sort(plan, by: [SortKey(.float("x"))]), .tail(2), by: [])
        #expect(try engine.collect(sorted, in: work).lines == ["5996 5996 -", "5998 5998 -"])
        let square = RowExpression.call(Fn.squared, .int("small"))
        let big = Plan.filter(plan, where: .call(Fn.greater, square, .literal(.int(1 << 60))))
        #expect(try engine.count(big, in: work) == 0)
        let drawn = Plan.sample(plan, Sampling(.rows(5), seed: 1))
        let numbers = try engine.collect(drawn, in: work)["n"]?.count
        #expect(numbers == 5)
    }

    @Test("nothing is replaced unasked, and nothing half written is left")
    func atomic() throws {
        let folder = try TemporaryFolder()
        let path = try folder.file("x.csv", "old")
        let kept = Destination(path: path, format: .csv, replaces: false)
        let error = #expect(throws: EngineError.self) {
            try engine.write(Self.everyPlan, to: kept, in: work)
        }
        #expect(error?.code == .fileExists)
        let missing = Plan.sql([], "select error('stop') as a", Schema([Field("a", .text)]))
        let replacing = Destination(path: path, format: .csv, replaces: true)
        #expect(throws: EngineError.self) { try engine.write(missing, to: replacing, in: work) }
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "old")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["x.csv"])
        let nowhere = Destination(path: "\(folder.path)/no/x.csv", format: .csv, replaces: true)
        let unwritable = #expect(throws: EngineError.self) {
            try engine.write(Self.everyPlan, to: nowhere, in: work)
        }
        #expect(unwritable?.code == .fileUnwritable)
    }

    @Test(
        "a disk without room is said, with the folder that has none and how to take another",
        arguments: [
            "IO Error: Could not write all bytes to file \"x.part\": No space left on device",
            "Out of Memory Error: failed to offload data block of size 256.0 KiB\n"
                + "This limit was set by the 'max_temp_directory_size' setting.",
        ]
    )
    func full(said: String) {
        let error = EngineError(duckDB: said)
        #expect(error.code == .fileUnwritable)
        #expect(error.message.hasPrefix("no space is left in `/"))
        #expect(error.hints == ["`TMPDIR=FOLDER epilogue` puts it into another folder"])
    }
}
