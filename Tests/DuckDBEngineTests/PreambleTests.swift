import Foundation
import Kernels
import Relations
import Tables
import Testing

@testable import DuckDBEngine

@Suite("Lines before the table, and comments in it")
struct PreambleTests {
    private static let engine = DuckDBEngine(cacheBytes: 0)
    private static let work = WorkContext(threads: 1)
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func request(
        _ text: String,
        skip: Int = 0,
        comment: String? = nil
    ) throws -> FileRequest {
        let path = folder.path + "/report.csv"
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        var request = FileRequest(path: path, format: .csv)
        request.skippedLines = skip
        request.comment = comment
        return request
    }

    private func rows(_ request: FileRequest) throws -> Table {
        let source = try Self.engine.source(of: request, in: Self.work)
        return try Self.engine.collect(.scan(.files(source)), in: Self.work)
    }

    private static let table = Table(
        [Field("name", .text), Field("n", .int)],
        [
            Column(.text, cells: [.text("x"), .text("y")]),
            Column(.int, cells: [.int(1), .int(-2)]),
        ]
    )

    @Test("lines are passed over, whatever they hold", arguments: ["a;b\n\n", "one, two; 3\n,\n"])
    func skipped(_ head: String) throws {
        let text = head + "name,n\nx,1\ny,-2\n"
        #expect(try rows(request(text, skip: 2)) == Self.table)
    }

    @Test("comments end lines, and lines of comments are no rows")
    func comments() throws {
        let text = "# from a device\nname,n\nx,1 # sure\n# pause\ny,-2\n"
        #expect(try rows(request(text, comment: "#")) == Self.table)
        let percent = text.replacing("#", with: "%")
        #expect(try rows(request(percent, comment: "%")) == Self.table)
    }

    @Test("a title over a table is told, and where the table begins")
    func told() throws {
        let request = try request("Report of May\n\nname;n\nx;1\ny;-2\n")
        let source = try Self.engine.source(of: request, in: Self.work)
        #expect(
            source.remarks == [
                "one column, `Report of May`; from line 3 on there are 2 fields, "
                    + "and `skip: 2` begins there"
            ]
        )
        let plain = try self.request("names\nx\ny\n")
        #expect(try Self.engine.source(of: plain, in: Self.work).remarks == [])
    }

    @Test(
        "a first line with fewer fields is answered with the argument that passes over it",
        arguments: [
            ("Title\nname,n\nx,1\ny,-2\n", "skip: 1"),
            ("# device\nname,n\nx,1\ny,-2\n", "comment: \"#\""),
            ("# exported by X\n# on 2024\na,b,c\n1,2,3 # first\n4,5,6\n", "comment: \"#\""),
        ]
    )
    func hints(_ text: String, _ argument: String) throws {
        let request = try request(text)
        let error = #expect(throws: EngineError.self) { try rows(request) }
        #expect(
            error?.hints == ["load(\"\(request.path)\", \(argument))"],
            "\(String(describing: error))"
        )
    }

    @Test("to pass over all lines leaves nothing to read")
    func nothing() throws {
        let error = try #require(throws: EngineError.self) {
            try rows(request("a,b\n1,2\n", skip: 9))
        }
        #expect(error.message.contains("has no row behind the 9 lines to skip"))
    }
}
