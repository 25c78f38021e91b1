import Diagnostics
import Testing

@testable import Language

@Suite("The grammar")
struct ParserTests {
    private func dump(_ text: String) -> [String] {
        let result = Parser.parse(SourceText(text))
        #expect(result.diagnostics.isEmpty, "\(text)")
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
            ("name like \"A%\"", "(like name 'A%')"),
            ("if a or b then c else if d then e else f", "(if (chain a or b) c (if d e f))"),
            ("a | f(b) | g", "(pipe a (f b) (g))"),
            ("y ~ a + b | fit(t)", "(pipe (~ y (chain a + b)) (fit t))"),
            ("x[1].y[-1]", "(at (. (at x 1) y) (- 1))"),
        ]
    )
    func ranks(text: String, tree: String) {
        #expect(dump(text) == [tree])
    }
}
