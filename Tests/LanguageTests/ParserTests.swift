import Diagnostics
import Testing

@testable import Language

@Suite("The grammar")
struct ParserTests {
    private func dump(_ text: String) -> [String] {
        let result = Parser.parse(SourceText(text))
        #expect(result.diagnostics == [], "\(text)")
        return result.statements.map(SyntaxDump.text)
    }

    @Test(
        "ranks its operators",
        arguments: [
            ("2^3^2", "(^ 2 (^ 3 2))"),
            ("-2^2", "(- (^ 2 2))"),
            ("2^-3", "(^ 2 (- 3))"),
            ("-a * b", "(chain (- a) * b)"),
            ("a - b - c + d", "(chain a - b - c + d)"),
            ("a + b * c // d % e", "(chain a + (chain b * c // d % e))"),
            ("1 + 2..3 * 4", "(.. (chain 1 + 2) (chain 3 * 4))"),
            ("a or b and not c == d", "(chain a or (chain b and (not (== c d))))"),
            ("not a in b", "(not (in a b))"),
            ("x not in 1..3 or y", "(chain (in! x (.. 1 3)) or y)"),
            ("x between 1 and 3 and y", "(chain (between x 1 3) and y)"),
            ("x not between a + 1 and b", "(between! x (chain a + 1) b)"),
            ("x is not missing and y is missing", "(chain (missing?! x) and (missing? y))"),
            ("name not like \"A%\"", "(like! name 'A%')"),
            ("if a or b then c else if d then e else f", "(if (chain a or b) c (if d e f))"),
            ("a | f(b) | g", "(pipe a (f b) (g))"),
            ("y ~ a + b | fit(t)", "(pipe (~ y (chain a + b)) (fit t))"),
            ("x[1].y[-1]", "(at (. (at x 1) y) (- 1))"),
            ("select(-x)", "(select (- x))"),
        ]
    )
    func ranks(text: String, tree: String) {
        #expect(dump(text) == [tree])
    }

    @Test(
        "has these values",
        arguments: [
            ("1_000", "1000"), ("1e-3", "0.001f"), ("-9223372036854775808", "-9223372036854775808"),
            ("'it\\'s \\u{e9}\\n'", "'it's é\n'"), ("r\"\\d+\"", "'\\d+'"),
            ("\"\"\"a\n\"b\" \"\"\"", "'a\n\"b\" '"),
            ("f\"{carrier} {flight + 1}{{}}\"", "(f carrier ' ' (chain flight + 1) '{}')"),
            ("f\"{f'{x}'}\\u{7B}\"", "(f (f x) '{')"), ("true or false", "(chain true or false)"),
            ("missing", "missing"), ("_", "_"), ("`my col` > $`other x`", "(> my col $other x)"),
            ("[1, a = 2, ]", "[1 a=2]"),
            ("{a: 1, \"b c\": 2, 3: 4, -1: 5, in: 6}", "{a:1 b c:2 3:4 -1:5 in:6}"),
            ("x.in.`a b`", "(. (. x in) a b)"), ("((a))", "(() (() a))"), ("[]", "[]"),
            ("{}", "{}"),
        ]
    )
    func values(text: String, tree: String) {
        #expect(dump(text) == [tree])
    }

    @Test(
        "has these statements",
        arguments: [
            ("known, _ = late | split(at: \"2013\")", "(= known _ (pipe late (split at:'2013')))"),
            (
                "def mph(miles, minutes = 5) = miles / minutes",
                "(def mph (miles minutes=5) (chain miles / minutes))"
            ),
            ("def zero() = 0", "(def zero () 0)"),
            ("| head | tail(3)", "(go on (head) (tail 3))"),
            (":set zone America/New_York", "(command set zone America/New_York)"),
            ("?fit 2", "(help fit 2)"), ("! ls -l; x", "(shell ls -l; x)"),
            (":vars", "(command vars )"),
            ("late ~ . - time_hour", "(~ late (chain . - time_hour))"), ("~ .", "(~  .)"),
            ("income == \">50K\" ~ .", "(~ (== income '>50K') .)"),
            ("f(missing: [\"\"], not: 1, n = 2, 3)", "(f missing:[''] not:1 n=2 3)"),
            ("join(w, on: [a, b == c, t >= u])", "(join w on:[a (== b c) (>= t u)])"),
            ("tune(f, grid: {rate: 0.01..0.3})", "(tune f grid:{rate:(.. 0.01f 0.3f)})"),
        ]
    )
    func statements(text: String, tree: String) {
        #expect(dump(text) == [tree])
    }

    @Test("reads several statements, over lines")
    func lines() {
        let text =
            "a = 1; b\n\n# prose\nc = b +\n  1\n  | f(\n  2,\n)\n:vars\n| head\nif a\n  then b\nelse c"
        #expect(
            dump(text) == [
                "(= a 1)", "b", "(= c (pipe (chain b + 1) (f 2)))", "(command vars )",
                "(go on (head))", "(if a b c)",
            ]
        )
    }

    @Test("puts a span on every node")
    func spans() throws {
        let source = SourceText("x = flights | f(n = a + 'é', by: `b c`)\n:time  a ")
        let statements = Parser.parse(source).statements
        guard case .binding(let targets, let value) = statements[0].kind,
            case .pipe(let flights, let stages) = value.kind, let call = stages.first
        else {
            Issue.record("a binding of a pipe was expected")
            return
        }
        #expect(source.slice(targets[0].span) == "x")
        #expect(source.slice(flights.span) == "flights")
        #expect(source.slice(value.span) == "flights | f(n = a + 'é', by: `b c`)")
        #expect(source.slice(call.span) == "f(n = a + 'é', by: `b c`)")
        #expect(source.slice(call.name.span) == "f")
        #expect(source.slice(try #require(call.pipe)) == "|")
        #expect(source.slice(try #require(call.open)) == "(")
        #expect(source.slice(try #require(call.close)) == ")")
        #expect(call.arguments.map { source.slice($0.span) } == ["n = a + 'é'", "by: `b c`"])
        #expect(call.arguments.map { source.slice($0.value.span) } == ["a + 'é'", "`b c`"])
        #expect(source.slice(statements[1].span) == ":time  a")
        guard case .command(let word, let rest) = statements[1].kind else { return }
        #expect(source.slice(word.span) == "time")
        #expect(source.slice(rest.span) == "a")
    }

    @Test("reads the rest of a command as a program, in place")
    func part() {
        let source = SourceText(":time a && b")
        let result = Parser.parse(source, in: SourceSpan(6..<12))
        #expect(result.statements.map(SyntaxDump.text) == ["(chain a and b)"])
        #expect(result.diagnostics.first?.labels.first?.span == SourceSpan(8..<10))
        #expect(result.diagnostics.first?.hints == ["a and b"])
    }
}
