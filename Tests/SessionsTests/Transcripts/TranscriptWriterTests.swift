import Diagnostics
import Sessions
import Testing

@Suite("Writing a transcript")
struct TranscriptWriterTests {
    /// One of everything, with texts that are hard to write down.
    static var full: Transcript {
        var header = Transcript.Header()
        header.seed = .max
        header.zone = "Europe/Zürich"
        header.clock = "2026-01-05T09:00:00Z"
        header.versions = ["epilogue": "0.1.0", "a, b": "{1}"]
        header.settings = ["digits": "-5", "pager": "less -R: #1", "odd": " \"\\\n\t\u{1b}`"]
        header.inputs = [
            "data/a: b #c.csv": TranscriptParserTests.pin,
            "*.csv": TranscriptParserTests.pin,
        ]
        header.parent = "old.md@4"
        var transcript = Transcript(header: header)
        transcript.append(paragraph: "# Title")
        transcript.append(paragraph: "```epilogue\n~~~ not a fence")
        var fence = Transcript.Fence("text = \"\"\"\n````\n\n\"\"\"")
        fence.output = Transcript.Output("```\n\n")
        fence.output?.blankLinesBefore = 2
        fence.attributes.isVolatile = true
        fence.attributes.isSkipped = true
        fence.attributes.expectsError = true
        fence.attributes.tolerance = 1e-7
        fence.attributes.exercise = "two words"
        transcript.append(fence)
        var wrong = Transcript.Fence("2", kind: .wrong)
        wrong.attributes.exerciseName = "two words"
        wrong.attributes.says = "no `x`, \"y\" \\"
        transcript.append(wrong)
        let whole = Transcript.Output.Whole(
            lines: 900,
            bytes: 70_000,
            sha256: String(repeating: "0a", count: 32)
        )
        transcript.append(Transcript.Fence("", output: Transcript.Output("", whole: whole)))
        transcript.append(.prose("\n\nThe end."))
        return transcript
    }

    @Test("is undone by reading")
    func roundTrip() throws {
        let text = TranscriptWriter.write(Self.full)
        #expect(try TranscriptParser.parse(SourceText(text)) == Self.full)
        #expect(TranscriptWriter.write(try TranscriptParser.parse(SourceText(text))) == text)
    }

    /// Texts that could be taken for something else, joined by chance.
    static func text(_ random: inout some RandomNumberGenerator, lines: Bool) -> String {
        let parts = [
            "a", " ", "```", "````", "~~~", "epilogue", "output", "{", "}", "=", ",", "\"", "\\",
            "#",
            "---", ": ", ":", "é", "🔑", "\t", "'", "-", "1", "- ",
        ]
        let ends = lines ? ["\n", "\n\n", "\n```output\n"] : []
        return (0..<Int.random(in: 0...8, using: &random)).reduce(into: "") { text, _ in
            text += (parts + ends).randomElement(using: &random) ?? ""
        }
    }

    @Test("is undone by reading, whatever the texts", arguments: 0..<300 as Range<UInt64>)
    func anyRoundTrip(_ seed: UInt64) throws {
        var random = SplitMix(state: seed)
        var transcript = Transcript()
        transcript.header.zone = "z" + Self.text(&random, lines: true)
        transcript.header.settings["n" + Self.text(&random, lines: true)] =
            Self.text(&random, lines: true)
        transcript.header.inputs["i" + Self.text(&random, lines: true)] = TranscriptParserTests.pin
        for index in 0..<3 {
            transcript.append(paragraph: "p" + Self.text(&random, lines: true))
            var fence = Transcript.Fence(Self.text(&random, lines: true))
            fence.attributes.exercise = "\(index)" + Self.text(&random, lines: false)
            fence.output = Transcript.Output(Self.text(&random, lines: true))
            transcript.append(fence)
            var wrong = Transcript.Fence(Self.text(&random, lines: true), kind: .wrong)
            wrong.attributes.exerciseName = fence.attributes.exercise
            wrong.attributes.says = "s" + Self.text(&random, lines: true)
            transcript.append(wrong)
        }
        let text = TranscriptWriter.write(transcript)
        #expect(try TranscriptParser.parse(SourceText(text)) == transcript)
    }

    @Test("sets blocks off by one blank line")
    func layout() {
        var transcript = Transcript()
        transcript.append(paragraph: "# Penguins")
        transcript.append(paragraph: "A word.")
        transcript.append(Transcript.Fence("1 + 1", output: Transcript.Output("2")))
        transcript.append(Transcript.Fence("x = 1"))
        #expect(
            TranscriptWriter.write(transcript) == """
                ---
                epilogue: 1
                ---
                # Penguins

                A word.

                ```epilogue
                1 + 1
                ```
                ```output
                2
                ```

                ```epilogue
                x = 1
                ```

                """
        )
    }
}

/// The generator of Steele, Lea and Flood (2014): the same numbers from the same seed everywhere.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ state >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}
