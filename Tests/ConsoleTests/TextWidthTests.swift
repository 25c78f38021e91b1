import Testing

@testable import Console

@Suite("Text on the screen")
struct TextWidthTests {
    init() { useUTF8() }

    @Test("takes as many columns as the terminal gives it")
    func widths() {
        #expect(TextWidth.of("abc") == 3)
        #expect(TextWidth.of("é") == 1)
        #expect(TextWidth.of("e\u{301}") == 1)
        #expect(TextWidth.of("日本") == 4)
        #expect(TextWidth.of("🙂") == 2)
        #expect(TextWidth.visible("\u{1B}[1;32mab\u{1B}[0m ") == 3)
    }

    @Test("is cut between characters, with a sign that it was")
    func cutting() {
        #expect(TextWidth.cut("abcdef", to: 6) == "abcdef")
        #expect(TextWidth.cut("abcdef", to: 4) == "abc…")
        #expect(TextWidth.cut("日本語", to: 4) == "日…")
        #expect(TextWidth.cut("abc", to: 0) == "")
    }

    @Test("wraps where libedit wraps it")
    func layout() {
        var layout = TextLayout(columns: 10, startingAt: 4)
        layout.advance(over: "abcde".unicodeScalars)
        #expect((layout.row, layout.column) == (0, 9))
        layout.advance(over: "日")
        #expect((layout.row, layout.column) == (1, 2))
        layout.advance(over: "\n")
        #expect((layout.row, layout.column) == (2, 0))
        layout.advance(over: "0123456789".unicodeScalars)
        #expect((layout.row, layout.column) == (3, 0))
    }

    @Test("is painted from the first row and leaves the cursor where it was")
    func painting() {
        var painting = LinePainting(
            line: EditedLine(scalars: Array("fit é".unicodeScalars), cursor: 5),
            promptWidth: 2
        )
        painting.styles = [StyledRange(0..<3, "36"), StyledRange(4..<6, "4")]
        painting.hint = "x"
        #expect(
            painting.sequence(rowsAbove: 1)
                == "\u{1B}7\u{1B}[1A\r\u{1B}[2C\u{1B}[36mfit\u{1B}[0m \u{1B}[4mé\u{1B}[0m"
                + "\u{1B}[2mx\u{1B}[0m\u{1B}8"
        )
    }
}

@Suite("A line of several rows")
struct EditedLineTests {
    @Test("has a place above and below the cursor, but not beyond its ends")
    func rows() {
        let scalars = Array("abcd\nx\n日本語".unicodeScalars)
        #expect(EditedLine(scalars: scalars, cursor: 2).above == nil)
        #expect(EditedLine(scalars: scalars, cursor: 2).below == 6)
        #expect(EditedLine(scalars: scalars, cursor: 6).above == 1)
        #expect(EditedLine(scalars: scalars, cursor: 10).above == 6)
        #expect(EditedLine(scalars: scalars, cursor: 8).below == nil)
    }

    @Test("counts UTF-8 bytes across earlier lines")
    func offsets() {
        let line = EditedLine(scalars: Array("é日x".unicodeScalars), cursor: 2)
        #expect(line.cursorOffset == 5)
        #expect(line.indices(of: 12..<15, after: 10) == 1..<2)
        #expect(line.indices(of: 3..<4, after: 10) == 0..<0)
    }
}
