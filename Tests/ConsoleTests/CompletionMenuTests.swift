import Testing

@testable import Console

@Suite("The popup of completions")
struct CompletionMenuTests {
    init() { useUTF8() }

    let many = (1...30).map { Completion("name\($0)", kind: "column", summary: "integer") }

    @Test("scrolls with the choice and says where it is")
    func scrolling() throws {
        var menu = CompletionMenu(many)
        let top = menu.rows(width: 40, height: 4, colored: false)
        #expect(top.first == "› name1   column · integer")
        #expect(try #require(top.last).hasSuffix("1/30"))
        menu.move(by: -1)
        let bottom = menu.rows(width: 40, height: 4, colored: false)
        #expect(bottom.count == 4)
        #expect(try #require(bottom.last).hasPrefix("› name30  column · integer"))
        menu.move(by: 1)
        #expect(menu.chosen == 0)
        menu.scroll(by: -4)
        #expect(menu.chosen == 0)
    }

    @Test("is never wider than the screen", arguments: [5, 12, 20, 39, 80])
    func width(_ columns: Int) {
        let long = [
            Completion("日本語の列", summary: "text"), Completion("a", summary: "a long word of advice"),
        ]
        var menu = CompletionMenu(many + long)
        menu.move(by: -1)
        for colored in [false, true] {
            for row in menu.rows(width: columns, height: 8, colored: colored) {
                #expect(TextWidth.visible(row) <= columns)
            }
        }
    }

    @Test("is preceded by what all candidates have in common")
    func commonPrefix() {
        let names = ["arr_delay", "arr_time", "arrival"].map { Completion($0) }
        #expect(Completions(names, replacing: 0..<1).commonPrefix == "arr")
        #expect(Completions().commonPrefix == "")
    }
}
