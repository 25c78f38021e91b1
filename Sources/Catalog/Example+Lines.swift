extension Example {
    /// The code, what to look for behind it, or above it where there is no room.
    var line: String {
        guard !shows.isEmpty else { return shownCode }
        let code = shownCode
        let last = code.split(separator: "\n").last?.count ?? 0
        return last + 4 + shows.count > 76 ? "# \(shows)\n\(code)" : "\(code)  # \(shows)"
    }

    /// The code in lines that fit beside their indent, broken where the language allows it: before
    /// stages of the outer pipe, or behind commas.
    package var shownCode: String {
        let width = 76
        var lines: [String] = []
        var rest = code[...]
        while rest.count > width - (lines.isEmpty ? 0 : 4) {
            let limit = rest.index(rest.startIndex, offsetBy: width - (lines.isEmpty ? 0 : 4))
            guard let place = Example.breaks(of: rest, before: limit) else { break }
            lines.append((lines.isEmpty ? "" : "    ") + rest[..<place])
            rest = rest[place...].dropFirst()
        }
        return (lines + [(lines.isEmpty ? "" : "    ") + rest]).joined(separator: "\n")
    }

    /// The last blank before the limit at which a line may end.
    private static func breaks(of code: Substring, before limit: Substring.Index) -> String.Index? {
        var (stage, comma): (String.Index?, String.Index?)
        var depth = 0
        var isText = false
        var last: Character = " "
        for index in code.indices where index < limit {
            let character = code[index]
            if character == "\"", last != "\\" { isText.toggle() }
            if !isText, "([{".contains(character) { depth += 1 }
            if !isText, ")]}".contains(character) { depth -= 1 }
            if !isText, character == " ", last == "," { comma = index }
            if !isText, depth == 0, character == " ", code[index...].hasPrefix(" | ") {
                stage = index
            }
            last = character
        }
        return stage ?? comma
    }
}
