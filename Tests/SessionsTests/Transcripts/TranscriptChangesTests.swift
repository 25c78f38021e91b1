import Catalog
import Diagnostics
import Sessions
import Testing

@Suite("What two transcripts say otherwise")
struct TranscriptChangesTests {
    private static func transcript(
        _ header: String,
        _ fences: [(String, String)]
    ) throws
        -> Transcript
    {
        let body = fences.map { "```epilogue\n\($0.0)\n```\n```output\n\($0.1)\n```\n" }
        let text = "---\nepilogue: 1\n\(header)\n---\n" + body.joined(separator: "\n")
        return try TranscriptParser.parse(SourceText(text, name: "t.md"))
    }

    /// Step, value, old and new, with `-` for none.
    private static func changes(
        _ old: [(String, String)],
        _ new: [(String, String)],
        headers: (String, String) = ("seed: 7", "seed: 7")
    ) throws -> [String] {
        let found = try transcript(headers.0, old).changes(to: transcript(headers.1, new))
        return found.map { change in
            [change.step.map(String.init), change.value, change.old, change.new]
                .map { $0 ?? "-" }.joined(separator: " | ")
        }
    }

    private static let scores = """
        model   metric   value  n
        text    text     float  int
        plain   auc     0.7012  100
        better  auc     0.8123  100
        """

    @Test("is nothing where numbers are within a replay's tolerance")
    func alike() throws {
        let near = Self.scores.replacing("0.7012", with: "0.7013")
        #expect(try Self.changes([("x", Self.scores)], [("x", near)]).isEmpty)
        #expect(try Self.changes([("x", Self.scores)], [("x", Self.scores)]).isEmpty)
    }

    @Test("is a cell by its column and the words of its row")
    func cells() throws {
        let other = Self.scores.replacing("0.8123", with: "0.7911").replacing("100", with: "120")
        #expect(
            try Self.changes([("a = 1", ""), ("x", Self.scores)], [("a = 1", ""), ("x", other)])
                == [
                    "2 | n, plain, auc | 100 | 120", "2 | value, better, auc | 0.8123 | 0.7911",
                    "2 | n, better, auc | 100 | 120",
                ]
        )
    }

    @Test("is a line where there is no table, or where its columns are others")
    func lines() throws {
        #expect(try Self.changes([("x", "12")], [("x", "13")]) == ["1 | - | 12 | 13"])
        #expect(
            try Self.changes([("x", "a\nb")], [("x", "a\nb\nc d")]) == ["1 | - | - | c d"]
        )
        let wider = Self.scores.replacing("  n", with: "  m")
        #expect(
            try Self.changes([("x", Self.scores)], [("x", wider)]) == [
                "1 | - | model   metric   value  n | model   metric   value  m"
            ]
        )
    }

    @Test("is a statement that came, went, or was put in the place of another")
    func statements() throws {
        #expect(
            try Self.changes(
                [("month = 9", ""), ("x", "1"), ("y", "2")],
                [("month = 10", ""), ("x", "3"), ("z", "5"), ("y", "2"), ("w", "4")]
            ) == [
                "1 | statement | month = 9 | month = 10", "2 | - | 1 | 3", "3 | statement | - | z",
                "5 | statement | - | w",
            ]
        )
        #expect(
            try Self.changes([("x", "1"), ("y", "2")], [("y", "2")]) == ["1 | statement | x | -"]
        )
    }

    @Test("is what the header says: seed, versions, and inputs by their content")
    func headers() throws {
        let old = "seed: 7\nversions: {duckdb: 1.0.0}\ninputs:\n  a.csv: sha256:"
        let new = "seed: 8\nversions: {duckdb: 2.0.0}\ninputs:\n  a.csv: sha256:"
        let hashes = [String(repeating: "a", count: 64), String(repeating: "b", count: 64)]
        #expect(
            try Self.changes([], [], headers: (old + hashes[0], new + hashes[1])) == [
                "- | seed | 7 | 8", "- | version of duckdb | 1.0.0 | 2.0.0",
                "- | input a.csv | sha256:aaaaaaaaaaaa | sha256:bbbbbbbbbbbb",
            ]
        )
    }
}
