import Diagnostics
import Sessions
import Testing

@Suite("Reading a transcript")
struct TranscriptParserTests {
    static let pin = "sha256:" + String(repeating: "2f8a", count: 16)

    static let penguins = """
        ---
        epilogue: 1
        seed: 7
        zone: America/New_York
        clock: 2026-01-05T09:00:00Z
        versions: {epilogue: 0.1.0, duckdb: 2.0.0}
        inputs:
          data/penguins.csv: \(pin)
        ---
        # Penguins

        Some `prose`.

        ```epilogue {error} {tolerance=1e-3}
        penguins = load("data/penguins.csv")
        penguins | count(species)
        ```
        ```output
        species    count
        Adelie       152
        ```

        ```python
        ```epilogue is shown, not run
        ```
        """ + "\n"

    @Test("finds header, prose, fences, attributes, outputs and their lines")
    func wholeFile() throws {
        let transcript = try TranscriptParser.parse(SourceText(Self.penguins))
        #expect(transcript.header.seed == 7)
        #expect(transcript.header.zone == "America/New_York")
        #expect(transcript.header.clock == "2026-01-05T09:00:00Z")
        #expect(transcript.header.versions == ["epilogue": "0.1.0", "duckdb": "2.0.0"])
        #expect(transcript.header.inputs["data/penguins.csv"] == Self.pin)
        let fence = try #require(transcript.fences.first)
        #expect(transcript.fences.count == 1)
        #expect(fence.line == 14)
        #expect(fence.output?.line == 18)
        #expect(fence.attributes.expectsError)
        #expect(fence.attributes.tolerance == 1e-3)
        #expect(fence.code.hasSuffix("penguins | count(species)"))
        #expect(fence.output?.text == "species    count\nAdelie       152")
    }

    @Test("gives the canonical file back byte for byte")
    func canonical() throws {
        let text = Self.penguins.replacing(
            "{error} {tolerance=1e-3}",
            with: "{error tolerance=0.001}"
        )
        let transcript = try TranscriptParser.parse(SourceText(text))
        #expect(TranscriptWriter.write(transcript) == text)
    }

    @Test("takes carriage returns, a byte order mark and a missing last newline")
    func foreignLineEnds() throws {
        let odd = "\u{FEFF}" + Self.penguins.replacing("\n", with: "\r\n").dropLast()
        #expect(
            try TranscriptParser.parse(SourceText(odd))
                == TranscriptParser.parse(SourceText(Self.penguins))
        )
    }

    static let faults: [(text: String, code: Diagnostic.Code, at: String)] = [
        ("# Plain Markdown\n", "transcript.foreign", "# Plain Markdown"),
        ("---\ntitle: a page\n---\n", "transcript.foreign", "---"),
        ("", "transcript.foreign", ""),
        ("---\nepilogue: 2\n---\n", "transcript.version", "2"),
        ("---\nepilogue: one\n---\n", "transcript.header", "one"),
        ("---\nepilogue: 1\nsed: 7\n---\n", "transcript.header", "sed"),
        ("---\nepilogue: 1\nseed: -7\n---\n", "transcript.header", "-7"),
        ("---\nepilogue: 1\nseed: 1\nseed: 2\n---\n", "transcript.header", "seed"),
        ("---\nepilogue: 1\nclock: today\n---\n", "transcript.header", "today"),
        ("---\nepilogue: 1\n# remark\n---\n", "transcript.header", "# remark"),
        ("---\nepilogue: 1\nzone: [a]\n---\n", "transcript.header", "zone: [a]"),
        ("---\nepilogue: 1\nzone: 'UTC'\n---\n", "transcript.header", "zone: 'UTC'"),
        ("---\nepilogue: 1\nversions: {a: 1\n---\n", "transcript.header", "versions: {a: 1"),
        ("---\nepilogue: 1\nversions: {a: 1, a: 2}\n---\n", "transcript.header", "a"),
        ("---\nepilogue: 1\nsettings:\n    a: 1\n---\n", "transcript.header", "    a: 1"),
        ("---\nepilogue: 1\ninputs:\n  a.csv: sha256:12\n---\n", "transcript.pin", "sha256:12"),
        ("---\nepilogue: 1\n", "transcript.cut", "---"),
        (body("```epilogue\n1 + 1"), "transcript.cut", "```epilogue"),
        (body("```epilogue\n1\n```output\n1\n```"), "transcript.cut", "```epilogue"),
        (body("```sql\nselect 1"), "transcript.cut", "```sql"),
        (body("```output\n2\n```"), "transcript.output", "```output"),
        (body("```epilogue\n```\nA word.\n```output\n```"), "transcript.output", "```output"),
        (
            body("```epilogue\n```\n```output\n```\n```output\n```"), "transcript.output",
            "```output"
        ),
        (body("```epilogue {eror}\n```"), "transcript.attribute", "eror"),
        (body("```epilogue {skip skip}\n```"), "transcript.attribute", "skip"),
        (body("```epilogue {skip=1}\n```"), "transcript.attribute", "skip=1"),
        (body("```epilogue {tolerance=big}\n```"), "transcript.attribute", "tolerance=big"),
        (body("```epilogue {tolerance=-1}\n```"), "transcript.attribute", "tolerance=-1"),
        (body("```epilogue {tolerance}\n```"), "transcript.attribute", "tolerance"),
        (body("```epilogue {of=a}\n```"), "transcript.attribute", "of=a"),
        (body("```epilogue {error\n```"), "transcript.attribute", "```epilogue {error"),
        (body("```epilogue error\n```"), "transcript.attribute", "error"),
        (body("```epilogue\n```\n```output {lines=3}\n```"), "transcript.attribute", "lines=3"),
        (body("```check\ntrue\n```"), "transcript.attribute", "```check"),
        (body("```check {of=share}\ntrue\n```"), "transcript.exercise", "share"),
        (
            body("```epilogue {exercise=a}\n```\n```epilogue {exercise=a}\n```"),
            "transcript.exercise", "a"
        ),
        (body("```epilog\n1\n```"), "transcript.fence", "epilog"),
        (body("```Epilogue\n1\n```"), "transcript.fence", "Epilogue"),
        (body("~~~epilogue\n1\n~~~"), "transcript.fence", "~~~epilogue"),
        (body("  ```epilogue\n1\n```"), "transcript.fence", "  ```epilogue"),
        (
            body("```wrong {of=a says=\"`x`\"}\n"), "transcript.fence",
            "```wrong {of=a says=\"`x`\"}"
        ),
    ]

    static func body(_ text: String) -> String { "---\nepilogue: 1\n---\n" + text }

    @Test("says what is wrong, where, and what to write", arguments: faults)
    func fault(_ fault: (text: String, code: Diagnostic.Code, at: String)) throws {
        let source = SourceText(fault.text, name: "notes.md")
        let thrown = #expect(throws: Faults.self) { try TranscriptParser.parse(source) }
        let first = try #require(thrown?.all.first)
        #expect(first.code == fault.code)
        #expect(first.labels.first.map { source.slice($0.span) } == fault.at)
        #expect(first.message.first?.isUppercase == false)
        #expect(!first.message.hasSuffix("."))
    }

    @Test("reports all faults of a file at once, with their lines")
    func allFaults() throws {
        let text = Self.body("```epilogue {eror}\n```\n\n```output\n```\n")
            .replacing("epilogue: 1\n", with: "epilogue: 1\nsed: 7\n")
        let thrown = #expect(throws: Faults.self) {
            try TranscriptParser.parse(SourceText(text))
        }
        #expect(
            thrown?.all.map(\.code)
                == ["transcript.header", "transcript.attribute"]
        )
        #expect(thrown?.all.first?.hints.first == "`seed` is close")
    }

    @Test("reads the fences of a lesson")
    func lesson() throws {
        let text = Self.body(
            """
            ```epilogue {exercise=share}
            ```
            ```check {of=share}
            same(_, 1)
            ```
            ```hint {of=share}
            A missing delay is neither.
            ```
            ```wrong {of=share says="missing"}
            2
            ```
            """
        )
        let fences = try TranscriptParser.parse(SourceText(text)).fences
        #expect(fences.map(\.kind) == [.epilogue, .check, .hint, .wrong])
        #expect(fences[0].attributes.exercise == "share")
        #expect(fences[3].attributes.exerciseName == "share")
        #expect(fences[3].attributes.says == "missing")
    }

    @Test("leaves what other fences show alone")
    func foreignFence() throws {
        let text = Self.body("````markdown\n```epilogue {nonsense}\n```\n````\n")
        #expect(try TranscriptParser.parse(SourceText(text)).fences.isEmpty)
    }
}
