import Documents
import Rendering
import Testing

@Suite("A table in the terminal")
struct TerminalTableTests {
    private static let penguins = TableBlock(
        [ColumnHeader("species", "text"), ColumnHeader("count", "int")],
        rows: [
            [.text("Adelie"), .int(152)], [.text("Chinstrap"), .int(68)],
            [.text("Gentoo"), .int(124)],
        ]
    )

    private static func shown(_ table: TableBlock, _ renderer: TerminalRenderer) -> String {
        renderer.string(Document(.table(table)))
    }

    @Test("has names, types and aligned cells")
    func plain() {
        #expect(
            Self.shown(Self.penguins, TerminalRenderer()) == """
                species    count
                text         int
                Adelie       152
                Chinstrap     68
                Gentoo       124

                """
        )
    }

    @Test("aligns on the point, shows missing values, and says how many rows are left out")
    func points() {
        let table = TableBlock(
            [
                (ColumnHeader("mass", "float"), [.float(39.1), .missing, .float(-1250.25)]),
                (ColumnHeader("wide", "float"), [.float(0.0125), .float(1_234_567.5), .missing]),
                (ColumnHeader("ok", "bool"), [.bool(true), .missing, .bool(false)]),
                (ColumnHeader("day", "date"), [.formatted("2013-01-01"), .missing, .missing]),
            ],
            totalRows: 336_776
        )
        #expect(
            Self.shown(table, TerminalRenderer()) == """
                   mass          wide  ok       day
                  float         float  bool     date
                   39.1        0.0125  true     2013-01-01
                missing  1234567.5     missing  missing
                -1250.3       missing  false    missing
                336,776 rows, 3 shown

                """
        )
    }

    @Test("takes East Asian and emoji characters as two columns and marks as none")
    func wide() {
        let table = TableBlock(
            [ColumnHeader("名前", "text"), ColumnHeader("n", "int")],
            rows: [
                [.text("東京"), .int(1)], [.text("cafe\u{301}"), .int(22)],
                [.text("👩🏽‍🚀🇩🇪"), .int(333)], [.text("한글ﾊ"), .int(4)],
            ]
        )
        #expect(
            Self.shown(table, TerminalRenderer()) == """
                名前     n
                text   int
                東京     1
                café    22
                👩🏽‍🚀🇩🇪   333
                한글ﾊ    4

                """
        )
    }

    @Test("writes control characters out, in names as in cells")
    func controls() {
        let table = TableBlock(
            [ColumnHeader("a\u{1b}]0;x\u{7}", "text"), ColumnHeader("b", "text")],
            rows: [[.text("one\ntwo\t3\r"), .text("\u{9b}31m\u{202e}")], [.text(""), .text("z")]]
        )
        let text = Self.shown(table, TerminalRenderer(colour: true))
        #expect(
            Self.withoutColour(text) == """
                a\\u{1b}]0;x\\u{7}  b
                text              text
                one\\ntwo\\t3\\r     \\u{9b}31m\\u{202e}
                                  z

                """
        )
        #expect(!Self.shown(table, TerminalRenderer()).unicodeScalars.contains("\u{1b}"))
    }

    /// The text without the escape sequences that choose colours.
    private static func withoutColour(_ text: String) -> String {
        text.replacing(#/\u{1b}\[[0-9;]*m/#, with: "")
    }

    @Test("is the same text with colour and without")
    func colour() {
        var table = Self.penguins
        table.append(row: [.text("Emperor"), .missing])
        let coloured = Self.shown(table, TerminalRenderer(colour: true))
        #expect(coloured.contains("\u{1b}[2mmissing\u{1b}[0m"))
        #expect(coloured.contains("\u{1b}[1mspecies      count\u{1b}[0m\n"))
        #expect(Self.withoutColour(coloured) == Self.shown(table, TerminalRenderer()))
    }

    @Test("says when there are no rows, and when more may exist")
    func counts() {
        let header = [ColumnHeader("x", "int")]
        let empty = TableBlock(header, rows: [])
        #expect(Self.shown(empty, TerminalRenderer()) == "  x\nint\nno rows\n")
        let open = TableBlock(header, rows: [[.int(1)]], hasMore: true)
        #expect(
            Self.shown(open, TerminalRenderer()) == "  x\nint\n  1\nfirst 1 row, more not shown\n"
        )
        let cut = TableBlock(header, rows: [[.int(1)], [.int(2)], [.int(3)]])
        #expect(
            Self.shown(cut, TerminalRenderer(rows: 2)) == "  x\nint\n  1\n  2\n3 rows, 2 shown\n"
        )
    }

    private static let flights = TableBlock(
        [
            ColumnHeader("year", "int"), ColumnHeader("month", "int"),
            ColumnHeader("dep_delay", "float"), ColumnHeader("carrier", "text"),
            ColumnHeader("tailnum", "text"), ColumnHeader("origin", "text"),
            ColumnHeader("distance", "float"), ColumnHeader("sched_arr_time", "int"),
            ColumnHeader("time_hour", "timestamp"),
        ],
        rows: [
            [
                .int(2013), .int(1), .float(2), .text("UA"), .text("N14228"), .text("EWR"),
                .float(1400), .int(819), .formatted("2013-01-01 05:00:00"),
            ]
        ],
        totalRows: 336_776
    )

    @Test("names the columns that do not fit 80 columns")
    func eighty() {
        #expect(
            Self.shown(Self.flights, TerminalRenderer(width: 80)) == """
                year  month  dep_delay  carrier  tailnum  origin  distance  sched_arr_time
                 int    int      float  text     text     text       float             int
                2013      1        2.0  UA       N14228   EWR       1400.0             819
                336,776 rows, 1 shown; also: time_hour timestamp

                """
        )
    }

    @Test("wraps the names of hidden columns at 40, a name beside its type")
    func forty() {
        #expect(
            Self.shown(Self.flights, TerminalRenderer(width: 40)) == """
                year  month  dep_delay  carrier  tailnum
                 int    int      float  text     text
                2013      1        2.0  UA       N14228
                336,776 rows, 1 shown; also:
                origin text, distance float,
                sched_arr_time int, time_hour timestamp

                """
        )
    }

    @Test("shows the foremost columns where not all fit, each where it stands")
    func foremost() {
        var table = Self.flights
        table.foremost = [7, 4]
        #expect(
            Self.shown(table, TerminalRenderer(width: 50)) == """
                year  month  dep_delay  tailnum  sched_arr_time
                 int    int      float  text                int
                2013      1        2.0  N14228              819
                336,776 rows, 1 shown; also: carrier text,
                origin text, distance float, time_hour timestamp

                """
        )
    }

    @Test("keeps the first column, and of the foremost the first, where not all of these fit")
    func foremostBeyondWidth() {
        var table = Self.flights
        table.foremost = [8, 7, 6, 5]
        let text = Self.shown(table, TerminalRenderer(width: 40))
        #expect(text.hasPrefix("year  sched_arr_time  time_hour"))
    }

    @Test("shows all columns where they fit")
    func twoHundred() {
        let text = Self.shown(Self.flights, TerminalRenderer(width: 200))
        #expect(text.contains("sched_arr_time  time_hour\n"))
        #expect(text.hasSuffix("\n336,776 rows, 1 shown\n"))
    }

    @Test(
        "keeps within every width, without spaces at line ends",
        arguments: [1, 7, 20, 39, 40, 41, 80, 132, 200]
    )
    func widths(width: Int) {
        for table in [Self.flights, Self.penguins] {
            for line in Self.shown(table, TerminalRenderer(width: width)).split(separator: "\n") {
                #expect(line.last != " ")
                // Only a word that cannot be broken may go past a width this small.
                if width >= 20 { #expect(TextWidth.of(line) <= width) }
            }
        }
    }

    @Test("ends what it cuts between two parts of a list in the last of them")
    func cutList() {
        #expect(TextWidth.truncated("1, 22, 333", to: 7) == "1, 22…")
        #expect(TextWidth.truncated("1, 22, 333", to: 8) == "1, 22…")
        #expect(TextWidth.truncated("1, 22, 333", to: 9) == "1, 22, 3…")
        #expect(TextWidth.truncated("1, 22, 333", to: 10) == "1, 22, 333")
    }

    @Test("cuts long text, and gives it the room that is left")
    func long() {
        let text = String(repeating: "abcdefghij", count: 12)
        let table = TableBlock(
            [ColumnHeader("id", "int"), ColumnHeader("note", "text"), ColumnHeader("n", "int")],
            rows: [[.int(1), .text(text), .int(9_007_199_254_740_993)]]
        )
        #expect(
            Self.shown(table, TerminalRenderer(width: 60)) == """
                 id  note                                                  n
                int  text                                                int
                  1  abcdefghijabcdefghijabcdefghijabcdef…  9007199254740993

                """
        )
    }

    @Test("does not measure a very long cell to its end")
    func veryLong() {
        let text = String(repeating: "語", count: 20_000_000)
        let table = TableBlock([ColumnHeader("x", "text")], rows: [[.text(text)]])
        var shown = ""
        let time = ContinuousClock().measure { shown = Self.shown(table, TerminalRenderer()) }
        #expect(shown == "x\ntext\n" + String(repeating: "語", count: 39) + "…\n")
        #expect(time < .seconds(1))
    }

    @Test("counts what it cannot name of very many columns")
    func thousands() {
        let headers = (0..<5000).map { ColumnHeader("column_\($0)", "int") }
        let table = TableBlock(headers, rows: [headers.map { _ in .int(1) }])
        let lines = Self.shown(table, TerminalRenderer()).split(separator: "\n")
        #expect(lines.count == 9)
        #expect(lines.last?.hasSuffix("more columns") == true)
    }

    @Test("is one record a block under 40 columns and for readers who listen")
    func records() {
        let table = TableBlock(
            [ColumnHeader("name", "text"), ColumnHeader("value", "float")],
            rows: [
                [.text("a rather long text to show"), .float(0.5)], [.missing, .float(12.25)],
            ],
            totalRows: 7
        )
        #expect(
            Self.shown(table, TerminalRenderer(width: 24)) == """
                name: a rather long tex…
                value: 0.50

                name: missing
                value: 12.25

                7 rows, 2 shown

                """
        )
        #expect(
            Self.shown(table, TerminalRenderer(width: 80, plain: true))
                .hasPrefix("name: a rather long text to show\nvalue: 0.50\n\n")
        )
    }
}
