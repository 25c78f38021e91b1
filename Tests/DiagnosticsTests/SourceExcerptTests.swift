import Diagnostics
import Testing

@Suite("An excerpt of the source")
struct SourceExcerptTests {
    /// A label on the first place where `part` stands in `text`.
    private func label(_ part: String, _ words: String, in text: String) throws -> Diagnostic.Label
    {
        let range = try #require(text.firstRange(of: part))
        let lower = text.utf8.distance(from: text.startIndex, to: range.lowerBound)
        return Diagnostic.Label(SourceSpan(lower..<lower + part.utf8.count), words)
    }

    private func render(
        _ text: String,
        _ message: String,
        _ labels: [(String, String)],
        hints: [String] = [],
        severity: Diagnostic.Severity = .error,
        name: String? = nil,
        firstLine: Int = 1,
        width: Int = 100
    ) throws -> String {
        let places = try labels.map { try label($0.0, $0.1, in: text) }
        let diagnostic = Diagnostic(
            "test",
            message,
            labels: places,
            hints: hints,
            severity: severity
        )
        let source = SourceText(text, name: name, firstLine: firstLine)
        return SourceExcerpt(source, width: width).text(diagnostic)
    }

    @Test("shows the line, carets with words, and what to type instead")
    func oneLabel() throws {
        let drawn = try render(
            #"flights | filter(carier == "UA")"#,
            "no column `carier`",
            [("carier", "not a column of `flights`")],
            hints: ["`carrier` is close"]
        )
        #expect(
            drawn == """
                error: no column `carier`
                  1 | flights | filter(carier == "UA")
                    |                  ^^^^^^ not a column of `flights`
                help: `carrier` is close
                """
        )
    }

    @Test("lets a message go on below where a terminal's width ends, and only there")
    func longMessage() {
        let message = "missing values of `temp`, `wind_speed`, `precip`, `visib` count as the mean"
        let note = Diagnostic("test", message, labels: [], severity: .note)
        func drawn(_ width: Int, wraps: Bool) -> String {
            SourceExcerpt(SourceText(""), width: width, wrapsMessages: wraps).text(note)
        }
        #expect(
            drawn(80, wraps: true) == """
                note: missing values of `temp`, `wind_speed`, `precip`, `visib` count as the
                      mean
                """
        )
        #expect(drawn(81, wraps: true) == "note: " + message)
        #expect(drawn(80, wraps: false) == "note: " + message)
    }

    @Test("puts the words of the rightmost label behind it, of the others below")
    func twoLabels() throws {
        let drawn = try render(
            #"flights | filter(arr_delay > "15")"#,
            "an int is compared with a text",
            [("arr_delay", "int"), ("\"15\"", "text")],
            hints: ["arr_delay > 15"]
        )
        #expect(
            drawn == """
                error: an int is compared with a text
                  1 | flights | filter(arr_delay > "15")
                    |                  ^^^^^^^^^   ^^^^ text
                    |                  int
                help: arr_delay > 15
                """
        )
    }

    @Test("puts words below that do not fit beside their caret", arguments: [40, 60, 80])
    func narrow(_ width: Int) throws {
        let drawn = try render(
            #"penguins | filter(sex == "male") 1"#,
            "`1` was not expected here",
            [("1", "an operator or the end of the line was expected")],
            width: width
        )
        let below = drawn.split(separator: "\n").drop { !$0.contains("^") }
        #expect(below.allSatisfy { $0.count <= width })
        let words = below.joined(separator: " ").split(separator: " ").filter { $0 != "|" }
        #expect(
            words.joined(separator: " ") == "^ an operator or the end of the line was expected"
        )
        guard width == 60 else { return }
        #expect(
            below.joined(separator: "\n") == """
                    |                                  ^
                    |        an operator or the end of the line was expected
                """
        )
    }

    @Test("draws labels without words, and stacks words that do not fit side by side")
    func stacked() throws {
        #expect(
            try render(
                "lightgbm(n: 200, rate: 5)",
                "two faults",
                [("n", ""), ("5", "from 0 to 1")]
            )
                == """
                error: two faults
                  1 | lightgbm(n: 200, rate: 5)
                    |          ^             ^ from 0 to 1
                """
        )
        #expect(
            try render("a + b + c", "three", [("a", "the first"), ("b", "x"), ("c", "last")])
                == """
                error: three
                  1 | a + b + c
                    | ^   ^   ^ last
                    | |   x
                    | the first
                """
        )
    }

    @Test("counts columns as a terminal does")
    func widths() throws {
        #expect(
            try render("\"日本\" + é + x", "wide", [("x", "here")])
                == "error: wide\n  1 | \"日本\" + é + x\n    |              ^ here"
        )
        #expect(
            try render("\ta e\u{301} x", "tab", [("x", "here")])
                == "error: tab\n  1 |     a e\u{301} x\n    |         ^ here"
        )
        #expect(
            try render("a\u{1B}[31m x", "escape\u{7}", [("x", "")])
                == "error: escape␇\n  1 | a␛[31m x\n    |        ^"
        )
    }

    @Test("names the file, numbers lines as it does, and knows warnings and notes")
    func files() throws {
        #expect(
            try render(
                "a\nbad here\nc",
                "odd",
                [("here", "")],
                severity: .warning,
                name: "tour.md",
                firstLine: 9
            )
                == """
                warning: odd
                  at tour.md:10:5
                  10 | bad here
                     |     ^^^^
                """
        )
        #expect(try render("", "nothing to show", [], severity: .note) == "note: nothing to show")
    }

    @Test("shows the first and last line of a label that runs over several")
    func severalLines() throws {
        #expect(
            try render("f(a,\n  b,\n  c,\n  d)", "long", [("(a,\n  b,\n  c,\n  d)", "these")])
                == """
                error: long
                  1 | f(a,
                    |  ^^^
                  ...
                  4 |   d)
                    |   ^^ these
                """
        )
        #expect(
            try render("f(\n  b,\n  c)", "long", [("f(", "x"), ("c", "y")])
                == """
                error: long
                  1 | f(
                    | ^^ x
                  2 |   b,
                  3 |   c)
                    |   ^ y
                """
        )
    }

    @Test("points behind the end of a line, and of the text")
    func ends() {
        let excerpt = SourceExcerpt(SourceText("x =\ny"))
        let atEnd = Diagnostic("test", "m", at: .at(3), "here")
        #expect(excerpt.text(atEnd) == "error: m\n  1 | x =\n    |    ^ here")
        let outside = Diagnostic("test", "m", at: .at(900), "here")
        #expect(excerpt.text(outside) == "error: m\n  2 | y\n    |  ^ here")
    }

    @Test("cuts a long line around its labels")
    func longLines() throws {
        let text =
            String(repeating: "a", count: 100_000) + " bad " + String(repeating: "é", count: 9_000)
        let lines = try render(text, "m", [("bad", "here")], width: 60).split(separator: "\n")
        #expect(lines[1].count <= 60)
        #expect(lines[1].contains(" bad ") && lines[1].contains("| …") && lines[1].hasSuffix("…"))
        let caret = try #require(lines[2].firstIndex(of: "^"))
        let bad = try #require(lines[1].firstRange(of: "bad"))
        #expect(
            lines[2].distance(from: lines[2].startIndex, to: caret)
                == lines[1].distance(from: lines[1].startIndex, to: bad.lowerBound)
        )
    }

    @Test("separates several, and leaves a repeated hint to the last")
    func lists() {
        let excerpt = SourceExcerpt(SourceText("a b"))
        let first = Diagnostic("test", "one", at: SourceSpan(0..<1), hints: ["x"])
        let second = Diagnostic("test", "two", at: SourceSpan(2..<3), hints: ["x", "y\nz"])
        #expect(
            excerpt.text([first, second]) == """
                error: one
                  1 | a b
                    | ^

                error: two
                  1 | a b
                    |   ^
                help: x
                help: y
                      z
                """
        )
    }

    @Test("colours only what its palette says")
    func colours() {
        let source = SourceText("a")
        let diagnostic = Diagnostic("test", "m", at: SourceSpan(0..<1), "w", hints: ["h"])
        #expect(!SourceExcerpt(source).text(diagnostic).contains("\u{1B}"))
        var palette = SourceExcerpt.Palette.plain
        palette.error = "<"
        palette.gutter = "["
        palette.reset = ">"
        #expect(
            SourceExcerpt(source, palette: palette).text(diagnostic)
                == "<error>: m\n[  1 |> a\n[    |> <^ w>\nhelp: h"
        )
    }
}
