import Testing

@testable import Diagnostics

@Suite("Names close to one that was not found")
struct SuggestionTests {
    @Test("share letters with it, however short it is")
    func close() {
        func near(_ name: String) -> [String] {
            Suggestion.close(to: name, among: ["m", "lm", "carrier", "summarize", "x1"])
        }
        #expect(near("x") == ["x1"])
        #expect(near("M") == ["m", "lm"])
        #expect(near("carier") == ["carrier"])
        #expect(near("summ") == ["summarize"])
    }

    @Test("are listed as far as a line of 80 columns goes")
    func list() {
        #expect(Suggestion.list(["a", "b"]) == "it has a, b")
        let many = Suggestion.list((1...40).map { "column_\($0)" })
        #expect(many == "it has column_1, column_2, column_3, column_4, column_5, column_6, …")
    }
}
