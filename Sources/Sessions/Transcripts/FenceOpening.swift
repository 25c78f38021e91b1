/// The line that opens a fence in Markdown: its mark, its length and the words behind it.
struct FenceOpening {
    var mark: Character
    var length: Int
    /// Spaces before the mark, at most 3; more make it no fence.
    var indent: Int
    /// What follows the mark, without spaces around it.
    var info: Substring

    init?(_ line: String) {
        let bare = line.drop { $0 == " " }
        indent = line.utf8.count - bare.utf8.count
        guard indent < 4, let mark = bare.first, mark == "`" || mark == "~" else { return nil }
        length = bare.prefix { $0 == mark }.count
        guard length >= 3 else { return nil }
        let rest = bare.dropFirst(length).drop { $0 == " " || $0 == "\t" }
        let words = rest.reversed().drop { $0 == " " || $0 == "\t" }.reversed()
        guard mark == "~" || !rest.contains("`") else { return nil }
        self.mark = mark
        info = Substring(String(words))
    }

    /// The first word, which names the language.
    var name: String {
        String(info.prefix { $0 != " " && $0 != "\t" && $0 != "{" })
    }

    /// Whether a line ends the fence that this line opened.
    func isClosed(by line: String) -> Bool {
        guard let end = FenceOpening(line) else { return false }
        return end.mark == mark && end.length >= length && end.info.isEmpty
    }

    /// A mark that no line of `text` can close.
    static func mark(around text: String) -> String {
        var longest = 2
        var run = 0
        for byte in text.utf8 {
            run = byte == UInt8(ascii: "`") ? run + 1 : 0
            longest = max(longest, run)
        }
        return String(repeating: "`", count: longest + 1)
    }
}
