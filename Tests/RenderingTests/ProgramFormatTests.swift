import Documents
import Foundation
import Rendering
import Testing

@Suite("Formats for programs")
struct ProgramFormatTests {
    private static let hard = TableBlock(
        [
            ColumnHeader("id", "int"), ColumnHeader("x", "float"),
            ColumnHeader("say \"x\"", "text"),
            ColumnHeader("ok", "bool"), ColumnHeader("day", "date"), ColumnHeader("l", "list"),
        ],
        rows: [
            [
                .int(.max), .float(0.1), .text("a,b"), .bool(true), .formatted("2013-01-01"),
                .list([.int(1), .missing, .text("z")]),
            ],
            [
                .int(.min), .float(.leastNonzeroMagnitude),
                .text("line\nbreak \"q\" \\ \u{1b}[31m\u{2028}é😀"),
                .bool(false), .missing, .record([Field("a", .float(1e300))]),
            ],
            [.missing, .missing, .text(""), .missing, .missing, .missing],
            [.int(0), .float(.infinity), .text(" x "), .missing, .missing, .list([])],
        ]
    )

    private static func object(_ text: some StringProtocol) throws -> Any {
        try JSONSerialization.jsonObject(with: Data(text.utf8), options: .fragmentsAllowed)
    }

    @Test("JSON is one array on one line that reads back the same")
    func json() throws {
        let text = JSONRenderer().string(Document(.table(Self.hard)))
        #expect(text.split(separator: "\n", omittingEmptySubsequences: false).count == 2)
        #expect(!text.unicodeScalars.contains("\u{1b}"))
        let rows = try #require(try Self.object(text) as? [[String: Any]])
        try #require(rows.count == 4)
        #expect(rows[0]["id"] as? Int64 == .max)
        #expect(rows[1]["id"] as? Int64 == .min)
        #expect(rows[0]["x"] as? Double == 0.1)
        #expect(rows[1]["x"] as? Double == .leastNonzeroMagnitude)
        #expect(rows[1]["say \"x\""] as? String == "line\nbreak \"q\" \\ \u{1b}[31m\u{2028}é😀")
        #expect(rows[0]["ok"] as? Bool == true)
        #expect(rows[0]["day"] as? String == "2013-01-01")
        #expect((rows[0]["l"] as? [Any])?.count == 3)
        #expect((rows[1]["l"] as? [String: Double]) == ["a": 1e300])
        for name in ["id", "x", "ok", "day", "l"] { #expect(rows[2][name] is NSNull) }
        #expect(rows[3]["x"] is NSNull)
    }

    @Test("JSON lines are an object a row")
    func jsonLines() throws {
        let text = JSONLinesRenderer().string(Document(.table(Self.hard)))
        let lines = text.split(separator: "\n")
        #expect(lines.count == 4)
        for line in lines { #expect(try Self.object(line) is [String: Any]) }
        #expect(
            lines[2] == """
                {"id":null,"x":null,"say \\"x\\"":"","ok":null,"day":null,"l":null}
                """
        )
    }

    @Test("CSV quotes commas, quotes and line ends, and tells empty from missing")
    func csv() {
        #expect(
            CSVRenderer().string(Document(.table(Self.hard))) == """
                id,x,"say ""x""\",ok,day,l
                9223372036854775807,0.1,"a,b",true,2013-01-01,"[1,null,""z""]"
                -9223372036854775808,5e-324,"line
                break ""q"" \\ \u{1b}[31m\u{2028}é😀",false,,"{""a"":1e+300}"
                ,,"",,,
                0,inf," x ",,,[]

                """
        )
    }

    @Test("CSV quotes a carriage return before a line feed, which is one character to Swift")
    func carriageReturn() {
        let table = TableBlock([ColumnHeader("a", "text")], rows: [[.text("x\r\ny")]])
        #expect(CSVRenderer().string(Document(.table(table))) == "a\n\"x\r\ny\"\n")
    }

    @Test("lines are a record a block")
    func lines() {
        let table = TableBlock(
            [ColumnHeader("a", "float"), ColumnHeader("b", "text")],
            rows: [[.float(1.0 / 3), .text("x\ny")], [.missing, .text("")]]
        )
        #expect(
            LineRenderer().string(Document(.table(table))) == """
                a: 0.3333333333333333
                b: x\\ny

                a: missing
                b:

                """
        )
    }

    @Test("Markdown is a pipe table without markup from the data")
    func markdown() {
        let table = TableBlock(
            [ColumnHeader("a|b", "text"), ColumnHeader("n", "float")],
            rows: [[.text("*x* <b>\n"), .float(0.5)], [.missing, .float(12.25)]],
            totalRows: 1234
        )
        #expect(
            MarkdownRenderer().string(Document(.table(table))) == """
                | a\\|b | n |
                | --- | ---: |
                | \\*x\\* \\<b\\>\\\\n | 0.50 |
                | missing | 12.25 |

                1,234 rows, 2 shown

                """
        )
    }

    @Test("a fence is longer than the fences within")
    func fence() {
        let block = Block.code("```swift\n````", language: "markdown")
        #expect(
            MarkdownRenderer().string(Document(block)) == "`````markdown\n```swift\n````\n`````\n"
        )
    }

    @Test("values alone, records and prose have their forms", arguments: OutputFormat.allCases)
    func forms(format: OutputFormat) {
        let renderer = format.renderer(terminal: TerminalRenderer())
        let texts: [String] = [
            Document(.value(.float(1.0 / 3), type: "float")),
            Document(.value(.missing, type: "int")),
            Document(.record(RecordBlock(["trees": .int(100), "name": .text("a b")]))),
            Document([.heading("fit", level: 1), .paragraph("Learns.")]),
        ].map { renderer.string($0) }
        let expected =
            switch format {
            case .table: ["0.3333\n", "missing\n", "trees  100\nname   a b\n", "fit\nLearns.\n"]
            case .json, .jsonl:
                [
                    "0.3333333333333333\n", "null\n", "{\"trees\":100,\"name\":\"a b\"}\n",
                    "\"fit\\nLearns.\"\n",
                ]
            case .csv:
                ["0.3333333333333333\n", "\n", "trees,name\n100,a b\n", "\"fit\nLearns.\"\n"]
            case .markdown:
                [
                    "0.3333\n", "missing\n", "- **trees**: 100\n- **name**: a b\n",
                    "# fit\n\nLearns.\n",
                ]
            case .line:
                ["0.3333333333333333\n", "missing\n", "trees: 100\nname: a b\n", "fit\\nLearns.\n"]
            }
        #expect(texts == expected)
    }

    @Test("a table in batches is the table in one piece")
    func batches() {
        for format in OutputFormat.allCases {
            let renderer = format.renderer(terminal: TerminalRenderer())
            #expect((renderer is any RowRenderer) == format.isForPrograms)
            guard let renderer = renderer as? any RowRenderer else { continue }
            var text = ""
            renderer.begin(Self.hard.columns, into: &text)
            for (count, row) in Self.hard.rows.enumerated() {
                renderer.write([row], of: Self.hard.columns, after: count, into: &text)
            }
            renderer.end(Self.hard.columns, into: &text)
            #expect(text == renderer.string(Document(.table(Self.hard))))
        }
    }

    @Test("prose beside a value is left out")
    func prose() {
        let document = Document([.note("2 rows were dropped"), .value(.int(7), type: "int")])
        #expect(JSONRenderer().string(document) == "7\n")
        #expect(TerminalRenderer().string(document) == "2 rows were dropped\n\n7\n")
    }
}
