import DuckDBEngine
import Foundation
import Glibc
import Kernels
import Relations
import Tables
import Testing

@Suite("Files that cannot be read are said")
struct BadInputTests {
    let engine = DuckDBEngine()
    let work = WorkContext()

    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        var bytes: [UInt8]
        var code: EngineError.Code
        var message: String
        var hint: String
        var testDescription: String { name }

        init(
            _ name: String,
            _ bytes: some Sequence<UInt8>,
            _ code: EngineError.Code,
            _ message: String,
            hint: String = ""
        ) {
            self.name = name
            self.bytes = Array(bytes)
            self.code = code
            self.message = message
            self.hint = hint
        }
    }

    static let gzip: [UInt8] = {
        let whole =
            (try? Data(contentsOf: URL(filePath: "\(TestData.folder)/flights.csv.gz"))) ?? Data()
        return Array(whole.prefix(50_000))
    }()

    static let cases = [
        Case("empty.csv", [], .fileMalformed, "`empty.csv` is empty"),
        Case(
            "ragged.csv",
            "a,b\n1,2\n3\n".utf8,
            .fileMalformed,
            "`ragged.csv` has 1 field in line 3, and 2 in its first"
        ),
        Case(
            "twice.csv",
            "a,b,a\n1,2,3\n".utf8,
            .fileMalformed,
            "`twice.csv` names two columns `a`",
            hint: "names: [\"a\", \"b\", \"a_2\"])"
        ),
        Case(
            "nameless.csv",
            "a,,c\n1,2,3\n".utf8,
            .fileMalformed,
            "`nameless.csv` has no name for column 2",
            hint: "names: [\"a\", \"column2\", \"c\"])"
        ),
        Case(
            "latin.csv",
            [0x61, 0x0A, 0x63, 0x61, 0x66, 0xE9, 0x0A],
            .fileMalformed,
            "`latin.csv` holds bytes that are not UTF-8 in line 2",
            hint: "encoding: \"latin-1\")"
        ),
        Case(
            "null.csv",
            "a,b\n1,\0\n".utf8,
            .fileMalformed,
            "`null.csv` holds a null byte in line 2",
            hint: "tr -d"
        ),
        Case(
            "long.csv",
            "a,b\n\(String(repeating: "x", count: 2_100_000)),1\n".utf8,
            .fileMalformed,
            "`long.csv` has a line of more than 2 MB",
            hint: "awk"
        ),
        Case(
            "quote.csv",
            "a,b\n\"never closed,1\n2,3\n".utf8,
            .fileMalformed,
            "`quote.csv` opens a quote and does not close it in line 2"
        ),
        Case(
            "cut.csv.gz",
            gzip,
            .fileMalformed,
            "`cut.csv.gz` is cut short or not compressed as its name says"
        ),
        Case(
            "bad.parquet",
            "PAR1 and nothing more".utf8,
            .fileMalformed,
            "`bad.parquet` is not a whole Parquet file"
        ),
        Case(
            "bad.jsonl",
            "{\"a\": 1}\n{\"a\": ".utf8,
            .fileMalformed,
            "`bad.jsonl` is not JSON"
        ),
    ]

    @Test("with a clause and something to try", arguments: cases)
    func bad(_ input: Case) throws {
        let folder = try TemporaryFolder()
        let path = try folder.file(input.name, input.bytes)
        let error = #expect(throws: EngineError.self) {
            let plan = try load(path)
            _ = try engine.collect(plan, in: work)
        }
        #expect(error?.code == input.code)
        #expect(error?.message.hasPrefix(input.message) == true, "\(error?.message ?? "")")
        let hints = error?.hints ?? []
        #expect(input.hint.isEmpty || hints.contains { $0.contains(input.hint) }, "\(hints)")
    }

    /// In `make soak` a gibibyte long.
    @Test("a line that has no end is said, and hardly held in memory")
    func longLine() throws {
        let folder = try TemporaryFolder()
        let path = try folder.file("long.csv", Array("a,b\n1,2\n".utf8))
        let file = try #require(FileHandle(forWritingAtPath: path))
        try file.seekToEnd()
        let part = Data(repeating: UInt8(ascii: "x"), count: 1 << 20)
        let isSoaking = ProcessInfo.processInfo.environment["EPILOGUE_SOAK"] != nil
        for _ in 0..<(isSoaking ? 1024 : 16) { try file.write(contentsOf: part) }
        try file.write(contentsOf: Data(",1\n3,4\n".utf8))
        try file.close()
        var before = rusage()
        getrusage(RUSAGE_SELF.rawValue, &before)
        let error = #expect(throws: EngineError.self) {
            _ = try engine.collect(try load(path), in: work)
        }
        #expect(error?.message == "`long.csv` has a line of more than 2 MB")
        var after = rusage()
        getrusage(RUSAGE_SELF.rawValue, &after)
        // In KiB; what the engine itself takes for its first query is in it.
        #expect(after.ru_maxrss - before.ru_maxrss < 600_000)
    }

    private func load(_ path: String) throws -> Plan {
        let format: FileRequest.Format =
            path.hasSuffix(".parquet") ? .parquet : path.hasSuffix(".jsonl") ? .jsonl : .csv
        return .scan(
            .files(try engine.source(of: FileRequest(path: path, format: format), in: work))
        )
    }

    @Test("a missing file names one that is near")
    func missing() throws {
        let error = #expect(throws: EngineError.self) {
            try engine.source(of: TestData.request("penguin.csv"), in: work)
        }
        #expect(error?.code == .fileMissing)
        #expect(error?.hints.first?.hasSuffix("/penguins.csv\")") == true)
        #expect(throws: EngineError.self) {
            try engine.source(of: TestData.request("none*.csv"), in: work)
        }
    }

    @Test("a folder is not a file")
    func folder() throws {
        let error = #expect(throws: EngineError.self) {
            try engine.source(of: FileRequest(path: TestData.folder, format: .csv), in: work)
        }
        #expect(error?.code == .fileUnreadable)
        #expect(error?.message.hasSuffix("is a folder") == true)
    }

    @Test("a cell that does not fit the column's type is shown with its line")
    func late() throws {
        let folder = try TemporaryFolder()
        let rows = (1...60_000).map(String.init).joined(separator: "\n")
        let path = try folder.file("late.csv", "n\n\(rows)\nnone\n")
        let plan = try load(path)
        #expect(plan.schema["n"]?.type == .int)
        let error = #expect(throws: EngineError.self) { try engine.collect(plan, in: work) }
        #expect(error?.code == .valueUnconvertible)
        #expect(error?.message == "`late.csv` holds `none` in line 60002, which is no int")
        #expect(error?.hints.first == "load(\"\(path)\", types: {n: \"text\"})")
    }

    @Test("only a header gives a frame without rows")
    func header() throws {
        let folder = try TemporaryFolder()
        let plan = try load(try folder.file("header.csv", "a,b\n"))
        let table = try engine.collect(plan, in: work)
        #expect(table.count == 0)
        #expect(table.fields == [Field("a", .text), Field("b", .text)])
    }

    @Test("a file that changed is not read again without a word")
    func changed() throws {
        let folder = try TemporaryFolder()
        let path = try folder.file("x.csv", "a\n1\n")
        let plan = try load(path)
        #expect(try engine.collect(plan, in: work).lines == ["1"])
        _ = try folder.file("x.csv", "a\n1\n2\n")
        let error = #expect(throws: EngineError.self) { try engine.collect(plan, in: work) }
        #expect(error?.code == .fileChanged)
        #expect(try engine.collect(load(path), in: work).lines == ["1", "2"])
    }

    @Test("what a user's SQL gets wrong is said with what is near")
    func sql() throws {
        let frames = [NamedPlan("_", try TestData.load("penguins.csv", with: engine))]
        let error = #expect(throws: EngineError.self) {
            try engine.schema(of: "select specie from _", over: frames, in: work)
        }
        #expect(error?.code == .sqlRefused)
        #expect(error?.hints.first?.contains("species") == true)
    }
}
