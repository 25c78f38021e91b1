import Foundation
import Kernels
import Relations
import Testing

@testable import DuckDBEngine

@Suite("Where a file stops to be JSON, and which sum is too large")
struct JSONFaultTests {
    @Test("the line is the one that an editor shows")
    func lines() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/rows.jsonl"
        try "{\"a\": 1}\n{\"a\": 2}\n{\"a\": oops}\n".write(
            toFile: path,
            atomically: true,
            encoding: .utf8
        )
        let engine = DuckDBEngine(cacheBytes: 0)
        let error = try #require(throws: EngineError.self) {
            try engine.source(of: FileRequest(path: path, format: .jsonl), in: WorkContext())
        }
        #expect(
            error.message == "`rows.jsonl` is not JSON in line 3: unexpected character at byte 7"
        )
    }

    @Test(
        "what says no place is told as it came",
        arguments: ["malformed JSON", "no JSON at all: x"]
    )
    func placeless(_ said: String) { #expect(JSONFault(said) == nil) }

    @Test("a sum beyond 64 bits is told with its value")
    func sums() {
        let error = EngineError(
            duckDB: "Conversion Error: Type INT128 with value 9223372036854775812 can't be cast "
                + "because the value is out of range for the destination type INT64"
        )
        #expect(error.code == .valueOverflow)
        #expect(error.message == "9223372036854775812, a sum, is beyond 64 bits")
    }
}
