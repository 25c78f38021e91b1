import Documents
import Rendering
import Testing

@Suite("Prose in the terminal")
struct TerminalProseTests {
    @Test("is wrapped between words, points under their dashes")
    func wraps() {
        let document = Document([
            .heading("Fitting a model", level: 2),
            .paragraph("A learner and a frame give a model."),
            .list(["the first point is long", "short"]),
            .note("3 rows have a missing target and are left out"),
        ])
        #expect(
            TerminalRenderer(width: 20).string(document) == """
                Fitting a model
                A learner and a
                frame give a model.

                - the first point is
                  long
                - short
                3 rows have a
                missing target and
                are left out

                """
        )
    }

    @Test("keeps lines and code as they are, tabs as spaces, controls written out")
    func keeps() {
        let document = Document([
            .text("a   b\n\tc\u{1b}]0;x\u{7}"), .code("flights | head(3)\n\n  x", language: nil),
        ])
        #expect(
            TerminalRenderer(width: 10).string(document) == """
                a   b
                    c\\u{1b}]0;x\\u{7}

                  flights | head(3)

                    x

                """
        )
    }

    @Test("takes styles only as colour")
    func styles() {
        let line = StyledLine([
            StyledText("error", .error), StyledText(": no column "), StyledText("`carier`", .code),
        ])
        let document = Document(.lines([line]))
        #expect(
            TerminalRenderer(colour: true).string(document)
                == "\u{1b}[1;31merror\u{1b}[0m: no column \u{1b}[36m`carier`\u{1b}[0m\n"
        )
        #expect(TerminalRenderer().string(document) == "error: no column `carier`\n")
    }

    @Test("shows a text value as it is, and a list wrapped")
    func values() {
        let renderer = TerminalRenderer(width: 20)
        let text = Document(.value(.text("two\nlines\u{1b}"), type: "text"))
        #expect(renderer.string(text) == "two\nlines\\u{1b}\n")
        let list = Document(
            .value(.list([.float(0.5), .float(12), .missing, .text("a\"b")]), type: "list")
        )
        #expect(renderer.string(list) == "[0.5, 12.0, missing,\n\"a\"b\"]\n")
    }

    @Test("sets a record in two columns, its long values wrapped in theirs")
    func records() {
        let record = RecordBlock([
            "learner": .text("lightgbm"), "trees": .int(200), "rate": .float(0.1),
            "features": .text("month carrier origin dest hour weekday"), "weight": .missing,
        ])
        #expect(
            TerminalRenderer(width: 40).string(Document(.record(record))) == """
                learner   lightgbm
                trees     200
                rate      0.1
                features  month carrier origin dest hour
                          weekday
                weight    missing

                """
        )
        #expect(
            TerminalRenderer(plain: true).string(Document(.record(record)))
                .hasPrefix("learner: lightgbm\ntrees: 200\n")
        )
    }

    @Test(
        "counts columns by what is seen",
        arguments: [
            ("", 0), ("abc", 3), ("é", 1), ("e\u{301}", 1), ("日本", 4), ("ｱ", 1), ("Ａ", 2), ("한", 2),
            ("\u{1112}\u{1161}\u{11ab}", 2), ("👍", 2), ("👍🏽", 2), ("👨‍👩‍👧‍👦", 2), ("🇩🇪", 2), ("❤", 1),
            ("❤\u{FE0F}", 2), ("1\u{FE0F}\u{20E3}", 2), ("\u{200B}", 0), ("×", 1), ("…", 1),
            ("█", 1), ("⠿", 1), ("ก็", 1), ("😀", 2), ("𠀀", 2),
        ] as [(String, Int)]
    )
    func width(text: String, columns: Int) {
        #expect(TextWidth.of(text) == columns)
    }
}
