import Diagnostics
import Testing

@testable import Language

@Suite("The lexer")
struct LexerTests {
    private func kinds(_ text: String) -> [Token.Kind] {
        Lexer.tokens(SourceText(text)).map(\.kind).filter { $0 != .whitespace }
    }

    @Test(
        "cuts every kind of literal",
        arguments: [
            ("12 1_000", [.int, .int]), ("0.5 1e-3 2E+8", [.float, .float, .float]),
            ("1..3", [.int, .range, .int]), ("0.01..0.3", [.float, .range, .float]),
            ("x.y", [.name, .dot, .name]), ("'it' \"a\\\"b\"", [.text, .text]),
            ("r\"\\\"", [.text]), ("\"\"\"a\n\"b\"\"\"", [.text]), ("\"\"", [.text]),
            ("`any name` $x $`y z`", [.quotedName, .variable, .variable]),
            ("_ _a é1", [.underscore, .name, .name]), ("missing Missing", [.missing, .name]),
            ("a # b", [.name, .comment]),
            (
                "// ^ == != <= >= ~",
                [.floorDivide, .power, .equal, .notEqual, .lessOrEqual, .greaterOrEqual, .tilde]
            ),
            (
                "f\"a{b}{{\"",
                [
                    .interpolationStart, .interpolationText, .interpolationOpen, .name,
                    .interpolationClose, .interpolationText, .interpolationEnd,
                ]
            ),
            (
                "f\"{f'{x}'}\"",
                [
                    .interpolationStart, .interpolationOpen, .interpolationStart,
                    .interpolationOpen, .name, .interpolationClose, .interpolationEnd,
                    .interpolationClose, .interpolationEnd,
                ]
            ),
        ] as [(String, [Token.Kind])]
    )
    func literals(text: String, expected: [Token.Kind]) {
        #expect(kinds(text) == expected)
        #expect(Lexer.tokens(SourceText(text)).allSatisfy { $0.problem == nil })
    }

    @Test(
        "flags what is not well formed and goes on",
        arguments: [
            ("'abc\nx", .text, .unterminated), ("\"\"\"abc", .text, .unterminated),
            ("f\"a{b\nx", .interpolationStart, .unterminated),
            ("`ab\nx", .quotedName, .unterminated),
            ("12abc", .int, .malformedNumber), ("1__0", .int, .malformedNumber),
            ("1_", .int, .malformedNumber), (".5", .float, .leadingDot),
            ("“a”", .text, .typographicQuotes), ("``", .quotedName, .emptyName),
        ] as [(String, Token.Kind, Token.Problem)]
    )
    func problems(text: String, kind: Token.Kind, problem: Token.Problem) throws {
        let first = try #require(Lexer.tokens(SourceText(text)).first)
        #expect(first.kind == kind)
        #expect(first.problem == problem)
    }

    @Test(
        "ends a statement at a newline where the page says so",
        arguments: [
            ("a\nb", 1), ("a; b", 1), ("f(a,\nb\n)", 0), ("[1\n,2]", 0), ("a +\n\n# c\nb", 0),
            ("x =\n1", 0), ("a,\nb = c", 0), ("a |\nhead", 0), ("a\n\n  # c\n  | head", 0),
            ("if a\nthen b\nelse c", 0), ("a\nthenceforth", 1), ("a and\nb", 0), ("a in\nb", 0),
            ("y ~ .\n- x", 1), (":vars\n| head", 1), ("\n\na\n\n\nb\n", 2), ("f\"{a\n}\"", 1),
            ("'abc\nx", 1), ("a # +\nb", 1), ("a\r\nb", 1), ("a # c\n| b", 0), ("f(]\n)\nb", 1),
        ]
    )
    func newlines(text: String, terminators: Int) {
        #expect(kinds(text).count { $0 == .terminator } == terminators, "\(text)")
    }

    @Test("takes the rest of a command's line as it stands")
    func commands() {
        #expect(kinds(":set zone a;b # c  \nx") == [.command, .rest, .terminator, .name])
        #expect(kinds("?fit 2") == [.help, .rest])
        #expect(kinds("! ls 'a\nb") == [.shell, .rest, .terminator, .name])
        #expect(kinds("x = :set") == [.name, .assign, .colon, .name])
        #expect(kinds("x; :vars") == [.name, .terminator, .command])
        #expect(kinds("a\n  :vars ") == [.name, .terminator, .command])
    }

    @Test("closes brackets before the closing ones that an open text swallowed")
    func swallowed() {
        #expect(kinds("f(x == 'abc)\ny").contains(.terminator))
        #expect(kinds("f(['abc])").suffix(2) == [.rightBracket, .rightParenthesis])
    }

    @Test("knows a part of a text by its place in the whole")
    func part() throws {
        let source = SourceText(":time a + b")
        let tokens = Lexer.tokens(source, in: SourceSpan(6..<11))
        #expect(tokens.first?.span == SourceSpan(6..<7))
        #expect(tokens.last?.span == SourceSpan(10..<11))
    }
}
