import Diagnostics
import Testing

@testable import Language

@Suite("The highlighter")
struct HighlighterTests {
    private func styled(_ text: String) -> [String] {
        let source = SourceText(text)
        return Highlighter.spans(source).map { "\(source.slice($0.span)) \($0.style)" }
    }

    @Test("tells names, functions, slots and keywords apart")
    func words() {
        #expect(
            styled("late | sort(n, in: x.in) and f") == [
                "late name", "| operator", "sort function", "( punctuation", "n name",
                ", punctuation", "in slot", ": punctuation", "x name", ". punctuation", "in name",
                ") punctuation", "and keyword", "f name",
            ]
        )
        #expect(
            styled("def f (x) = 1").prefix(3) == ["def keyword", "f function", "( punctuation"]
        )
    }

    @Test("gives each kind of token its style")
    func kinds() {
        #expect(
            styled("f\"a{b}\" == 1.5 # c") == [
                "f\" text", "a text", "{ punctuation", "b name", "} punctuation", "\" text",
                "== operator", "1.5 number", "# c comment",
            ]
        )
        #expect(styled(":set seed 7") == [":set command", "seed 7 command"])
        #expect(styled("a && 'b") == ["a name", "&& error", "'b error"])
    }
}
