import Foundation
import Kernels
import Relations
import Tables
import Testing

@testable import DuckDBEngine

@Suite("Folders that tell columns")
struct PartitionTests {
    let engine = DuckDBEngine()
    let work = WorkContext(threads: 2)

    private static let table = Table(
        [Field("n", .int), Field("k", .text), Field("m", .int), Field("d", .date)],
        [
            Column(.int, .ints([1, 2, 3, 4, 5, 6])),
            Column(
                .text,
                .texts(["a/b=c", "ü %", "", "a/b=c", "NULL", ""]),
                validity: Bitmap(words: [0b111011], count: 6)
            ),
            Column(.int, .ints([10, 2, 2, 10, 1, 2])),
            Column(.date, .days([19_000, 19_001, 19_000, 19_000, 0, -1])),
        ],
        count: 6
    )

    private func write(
        _ plan: Plan = .scan(.table(MemoryTable(table))),
        to path: String,
        by partition: [String],
        replaces: Bool = false,
        in work: WorkContext? = nil
    ) throws {
        let destination = Destination(
            path: path,
            format: .parquet,
            replaces: replaces,
            partition: partition
        )
        _ = try engine.write(plan, to: destination, in: work ?? self.work)
    }

    private func source(
        _ path: String,
        _ format: FileRequest.Format = .parquet,
        types: [Field] = []
    ) throws -> FileSource {
        var request = FileRequest(path: path, format: format)
        request.types = types
        return try engine.source(of: request, in: work)
    }

    private func lines(_ source: FileSource) throws -> [String] {
        try engine.collect(.scan(.files(source)), in: work).lines
    }

    @Test("what is written comes back with its types, sorted by the folders' values")
    func roundTrip() throws {
        let folder = try TemporaryFolder()
        let path = "\(folder.path)/parts"
        try write(to: path, by: ["m", "k", "d"])
        #expect(
            FileManager.default.fileExists(
                atPath: "\(path)/m=10/k=a%2Fb%3Dc/d=2022-01-08/rows.parquet"
            )
        )
        let found = try source(path + "/")
        #expect(
            found.schema.fields == [
                Field("n", .int), Field("m", .int), Field("k", .text), Field("d", .date),
            ]
        )
        #expect(
            try lines(found) == [
                "5 1 NULL 1970-01-01", "6 2  1969-12-31", "2 2 ü % 2022-01-09",
                "3 2 - 2022-01-08", "1 10 a/b=c 2022-01-08", "4 10 a/b=c 2022-01-08",
            ]
        )
        let asked = try source(path, types: [Field("m", .text)])
        #expect(asked.schema["m"]?.type == .text)
    }

    @Test("a condition on the folders' columns opens only their files")
    func pruning() throws {
        let folder = try TemporaryFolder()
        let path = "\(folder.path)/parts"
        try write(to: path, by: ["m"])
        let scan = Plan.scan(.files(try source(path)))
        let isTwo = try RowExpression.calling(
            try #require(RowFunctions.all.first { $0.name == "==" }),
            [.column("m", .int), .literal(.int(2))]
        )
        let plan = Plan.filter(scan, where: isTwo)
        let connection = try engine.connect(work)
        let sql = try engine.statement(plan, connection, work)
        let rows = try connection.rows("EXPLAIN ANALYZE \(sql)", in: work)
        let said = "\(rows)"
        #expect(said.contains("Scanning Files: 1/3"))
        #expect(said.contains("Total Files Read: 1"))
        #expect(try engine.collect(plan, in: work).lines.count == 3)
    }

    @Test(
        "CSV and JSON files that a condition on their folders rules out are not read",
        arguments: ["csv", "json"]
    )
    func prunedText(ending: String) throws {
        let folder = try TemporaryFolder()
        for month in 1...4 {
            for kind in ["a", "b"] {
                let inner = "\(folder.path)/parts/month=\(month)/kind=\(kind)"
                try FileManager.default.createDirectory(
                    atPath: inner,
                    withIntermediateDirectories: true
                )
                // Only one file has a number that is not whole: types come from all.
                let x = month == 1 ? "0.5" : "\(month)"
                let text = ending == "csv" ? "x\n\(x)\n\(x)\n" : "{\"x\":\(x)}\n{\"x\":\(x)}\n"
                try text.write(toFile: "\(inner)/rows.\(ending)", atomically: true, encoding: .utf8)
            }
        }
        let format: FileRequest.Format = ending == "csv" ? .csv : .json
        let fresh = DuckDBEngine()
        let source = try fresh.source(
            of: FileRequest(path: "\(folder.path)/parts/", format: format),
            in: work
        )
        let scan = Plan.scan(.files(source))
        func rows(_ name: String, _ operation: String, _ value: Scalar) throws -> (Int, Int) {
            let type = try #require(source.schema[name]?.type)
            let test = try RowExpression.calling(operation, .column(name, type), .literal(value))
            let count = try fresh.collect(.filter(scan, where: test), in: work).count
            let stored = try fresh.connect(work).rows(
                "SELECT coalesce(sum(estimated_size), 0)::BIGINT FROM duckdb_tables()",
                in: work
            )
            guard case .int(let read) = stored[0][0] else { return (count, -1) }
            return (count, Int(read))
        }
        // Rows that come out, and rows that were read since the engine began.
        #expect(try rows("month", "==", .int(2)) == (4, 4))
        #expect(try rows("month", "==", .int(2)) == (4, 4))
        #expect(try rows("kind", "==", .text("b")) == (8, 12))
        #expect(try rows("month", ">", .int(9)) == (0, 14))
        #expect(try rows("x", "<", .float(1)) == (4, 30))
        #expect(try rows("month", "==", .int(3)) == (4, 30))
        #expect(source.schema["x"]?.type == .float)
    }

    @Test("rows that `save` put into a folder since are told as its own")
    func savedOver() throws {
        let folder = try TemporaryFolder()
        let path = "\(folder.path)/parts"
        try write(to: path, by: ["m"])
        let scan = Plan.scan(.files(try source(path + "/")))
        #expect(try engine.collect(scan, in: work).count == 6)
        try write(.slice(scan, .head(5), by: []), to: path, by: ["m"], replaces: true)
        let error = #expect(throws: EngineError.self) { try engine.collect(scan, in: work) }
        #expect(error?.code == .fileChanged)
        #expect(error?.message.hasPrefix("`save` has put other rows into") == true)
        #expect(
            error?.hints == [
                "load(\"\(path)/\")", "collect before `save` keeps the rows that were there",
            ]
        )
        #expect(try lines(source(path + "/")).count == 5)
    }

    @Test("CSV and JSON files have the columns of their folders too, and a pattern gives them")
    func otherFormats() throws {
        let folder = try TemporaryFolder()
        for (format, text) in [("csv", "c0,x\n1,a\n2,b\n"), ("json", "{\"c0\":1,\"x\":\"a\"}\n")] {
            for day in ["2024-02-01", "2024-01-31"] {
                let inner = "\(folder.path)/\(format)/day=\(day)/ok=true"
                try FileManager.default.createDirectory(
                    atPath: inner,
                    withIntermediateDirectories: true
                )
                try Data(text.utf8).write(to: URL(filePath: "\(inner)/rows.\(format)"))
                try Data().write(to: URL(filePath: "\(inner)/_SUCCESS"))
            }
        }
        let csv = try source("\(folder.path)/csv", .csv)
        #expect(
            try lines(csv) == [
                "1 a 2024-01-31 true", "2 b 2024-01-31 true", "1 a 2024-02-01 true",
                "2 b 2024-02-01 true",
            ]
        )
        #expect(csv.schema["day"]?.type == .date)
        #expect(csv.schema["ok"]?.type == .bool)
        #expect(
            try lines(source("\(folder.path)/json/*/*/*.json", .json)) == [
                "1 a 2024-01-31 true", "1 a 2024-02-01 true",
            ]
        )
        // A single file's path is no part of what was asked for.
        let one = try source("\(folder.path)/csv/day=2024-01-31/ok=true/rows.csv", .csv)
        #expect(one.schema.names == ["c0", "x"])
    }

    @Test("files that do not lie in the same folders are refused")
    func unalike() throws {
        let folder = try TemporaryFolder()
        try write(to: "\(folder.path)/a", by: ["m"])
        try write(to: "\(folder.path)/b", by: ["m", "k"])
        try FileManager.default.moveItem(
            atPath: "\(folder.path)/b/m=1",
            toPath: "\(folder.path)/a/m=0"
        )
        let error = #expect(throws: EngineError.self) { try source("\(folder.path)/a") }
        #expect(error?.message.hasSuffix("lies in other folders than `m=0/k=NULL`") == true)
    }

    @Test("a folder that is there stays unless told, and always what `save` did not write")
    func existing() throws {
        let folder = try TemporaryFolder()
        let path = "\(folder.path)/parts"
        try write(to: path, by: ["m"])
        let again = #expect(throws: EngineError.self) { try write(to: path, by: ["k"]) }
        #expect(again?.code == .fileExists)
        #expect(try lines(source(path)).count == 6)
        // From itself, and into itself.
        try write(.scan(.files(source(path))), to: path, by: ["d"], replaces: true)
        #expect(try source(path).schema.names == ["n", "k", "m", "d"])
        #expect(try lines(source(path)).count == 6)
        try Data("x".utf8).write(to: URL(filePath: "\(path)/notes.txt"))
        let other = #expect(throws: EngineError.self) {
            try write(to: path, by: ["m"], replaces: true)
        }
        #expect(other?.message.contains("`notes.txt`") == true)
        #expect(FileManager.default.fileExists(atPath: "\(path)/notes.txt"))
    }

    @Test("a write that fails in the middle leaves all as it was, and no draft")
    func failing() throws {
        let folder = try TemporaryFolder()
        let path = "\(folder.path)/parts"
        try write(to: path, by: ["m"])
        let toInt = try #require(RowFunctions.all.first { $0.name == "int" })
        let bad = Plan.project(
            .scan(.table(MemoryTable(Self.table))),
            [
                NamedExpression("n", .column("n", .int)),
                NamedExpression("m", try .calling(toInt, [.column("k", .text)])),
            ]
        )
        #expect(throws: EngineError.self) { try write(bad, to: path, by: ["m"], replaces: true) }
        let cancelled = WorkContext(threads: 1)
        cancelled.cancellation.cancel()
        let stopped = #expect(throws: EngineError.self) {
            try write(to: path, by: ["k"], replaces: true, in: cancelled)
        }
        #expect(stopped?.code == .cancelled)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["parts"])
        #expect(try lines(source(path)).count == 6)
    }

    @Test("a value that makes no folder's name is said")
    func longName() throws {
        let folder = try TemporaryFolder()
        let long = Table(
            [Field("n", .int), Field("k", .text)],
            [
                Column(.int, .ints([1])),
                Column(.text, .texts([String(repeating: "x", count: 300)])),
            ],
            count: 1
        )
        let error = #expect(throws: EngineError.self) {
            try write(.scan(.table(MemoryTable(long))), to: "\(folder.path)/p", by: ["k"])
        }
        #expect(error?.message.hasSuffix("cannot be written: file name too long") == true)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    }
}
