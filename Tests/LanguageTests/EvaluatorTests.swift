import TestSupport
import Testing

@Suite("A line")
struct EvaluatorTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let line: String
        let printed: String

        init(_ line: String, _ printed: String) {
            self.line = line
            self.printed = printed
        }

        var testDescription: String { line }
    }

    private func check(_ wanted: Case) {
        var conversation = Conversation()
        #expect(conversation(wanted.line) == wanted.printed + "\n")
    }

    @Test("has the value that the table of operators gives it", arguments: operators)
    func operation(_ wanted: Case) { check(wanted) }

    private static let operators: [Case] = [
        Case("2^3^2", "512.0"), Case("-2^2", "-4.0"), Case("2^-1", "0.5"),
        Case("7 / 2", "3.5"), Case("1 / 0", "missing"), Case("log(0)", "missing"),
        Case("days(90) / days(1)", "90.0"), Case("days(9) / 3", "3 days"),
        Case("3 * 4", "12"), Case("3 * 4.0", "12.0"), Case("2 * days(3)", "6 days"),
        Case("-7 // 2", "-4"), Case("-7 % 2", "1"), Case("7 // 0", "missing"),
        Case("1 + 2", "3"), Case("1 + 2.5", "3.5"), Case("\"a\" + 'b'", "ab"),
        Case("1 + missing", "missing"),
        Case("date(\"2024-01-31\") + months(1)", "2024-02-29"),
        Case("date(\"2024-01-31\") - date(\"2024-01-01\")", "30 days"),
        Case("1 == 1.0", "true"), Case("\"a\" < \"b\"", "true"),
        Case("date(\"2013-01-01\") < \"2013-02-01\"", "true"),
        Case("3 between 1 and 3", "true"), Case("3 not between 1 and 3", "false"),
        Case("3 in 1..3", "true"), Case("0 in 1..3", "false"), Case("3 in [1, 2]", "false"),
        Case("missing + 1 in [1, 2]", "missing"), Case("3 not in [1, 2]", "true"),
        Case("\"abc\" like \"a%\"", "true"), Case("\"abc\" not like \"a_\"", "true"),
        Case("missing is missing", "true"), Case("2 is not missing", "true"),
        Case("false and missing", "false"), Case("true and missing", "missing"),
        Case("true or missing", "true"), Case("false or missing", "missing"),
        Case("not missing", "missing"), Case("not true or true", "true"),
        Case("if missing then 1 else 2", "2"), Case("if 1 < 2 then \"a\" else \"b\"", "a"),
        Case("case(1 > 2, \"a\", 2 > 1, \"b\", else: \"c\")", "b"),
        Case("case(1 > 2, \"a\")", "missing"),
    ]

    @Test("is read by the grammar, and its parts have values", arguments: parts)
    func part(_ wanted: Case) { check(wanted) }

    private static let parts: [Case] = [
        Case("1_000 + 1", "1001"), Case("1e-3", "0.001"), Case("r\"\\d+\"", "\\d+"),
        Case("name = \"q\"\nf\"{1 + 1} x {name} {{}}\"", "2 x q {}"),
        Case("# prose\n3 # three", "3"), Case("x = 1; y = x + 1; y", "2"),
        Case("1 +\n2", "3"), Case("if true\n  then 1\n  else 2", "1"),
        Case("`my name` = 3\n`my name` + 1", "4"), Case("3\n_ + 1", "3\n4"),
        Case("x = 3\n_ + 1", "4"),
        Case("a, b = [1, 2]\na + b", "3"), Case("a, _ = [1, 2]\na", "1"),
        Case("[1, 2, 3][2]", "2"), Case("[1, 2, 3][-1]", "3"),
        Case("{a: 1, b: 2}.a", "1"), Case("{a: 1, \"b c\": 2}[\"b c\"]", "2"),
        Case("{if: 1}.if", "1"), Case("1..3", "1..3"),
        Case("late ~ . - (a + b)", "late ~ . - (a + b)"),
        Case("~ .", "~ ."), Case("length([1, 2])", "2"), Case("length(\"abc\")", "3"),
        Case("sort([3, 1, 2])", "[1, 2, 3]"), Case("[3, 1, 2] | sort | length", "3"),
        Case("max([1, 5, missing])", "5"), Case("quantile([1, 2, 3, 4], 0.5)", "2.5"),
        Case("count([1, missing])", "1"), Case("round(2.567, digits: 1)", "2.6"),
        Case("int(\"3\") + 1", "4"), Case("date(\"x\", try: true)", "missing"),
    ]

    @Test("reads a definition's body in the place of its call", arguments: definitions)
    func definition(_ wanted: Case) { check(wanted) }

    private static let frame = "p = frame(x = [3, 1, 2], k = [\"a\", \"b\", \"a\"])\n"

    private static let definitions: [Case] = [
        Case("def mph(miles, minutes) = miles / minutes * 60\nmph(1, 2)", "30.0"),
        Case("def twice(x, by = 1 + 1) = x * by\ntwice(4) + twice(4, by: 3)", "20"),
        Case(frame + "def big(f, n = 1) = f | sort(desc(x)) | head(n)\np | big(2) | count()", "2"),
        Case(
            frame + "def rate(a, b) = sum(a) / sum(b)\np | summarize(r = rate(x, 4 * x))",
            "    r\nfloat\n 0.25"
        ),
        Case(frame + "def high(v) = v > 1\np | filter(high(x), not high(x - 1)) | count()", "1"),
    ]

    @Test("hangs on what only a run gives, and that runs once")
    func later() {
        var conversation = Conversation()
        conversation(Self.frame)
        #expect(conversation("if (p | count()) > 2 then \"many\" else \"few\"") == "many\n")
        #expect(conversation("[p | count(), 2]") == "[3, 2]\n")
        #expect(conversation("f\"{p | count()} rows\"") == "3 rows\n")
        #expect(conversation("p | head((p | count()) - 1) | count()") == "2\n")
        #expect(conversation("frame(n = [p | count()]) | count()") == "1\n")
        #expect(conversation("p | filter(x > mean(p.x)) | count()") == "1\n")
        #expect(conversation("p | filter(x in p.x) | count()") == "3\n")
        #expect(conversation("sum(p.x) + 1") == "7\n")
        let stages = Array(repeating: "head(3)", count: 40).joined(separator: " | ")
        #expect(conversation("p | collect | \(stages) | count()") == "3\n")
        conversation("def top_two(f) = [f | count(), f | head(2) | count()]")
        #expect(conversation("p | collect | top_two") == "[3, 2]\n")
    }

    @Test("may nest as deep as the parser lets it, on a small stack")
    func deep() {
        let depth = 200
        var conversation = Conversation()
        let text =
            String(repeating: "(", count: depth) + "1"
            + String(repeating: ")", count: depth)
        #expect(conversation(text) == "1\n")
        let sorted =
            String(repeating: "sort(", count: depth) + "[2, 1]"
            + String(repeating: ")", count: depth)
        #expect(conversation(sorted) == "[1, 2]\n")
    }
}
