/// One text in a transcript's header, bare or in double quotes.
enum HeaderScalar {
    /// The text as it is written: bare where every YAML reader takes it for the same text.
    static func written(_ text: String, inMap: Bool = false) -> String {
        isBare(text, inMap: inMap) ? text : quoted(text)
    }

    /// Whether a text needs no quotes.
    static func isBare(_ text: String, inMap: Bool) -> Bool {
        let scalars = Array(text.unicodeScalars)
        guard let first = scalars.first, let last = scalars.last else { return false }
        let signed = first == "-" && scalars.count > 1 && ("0"..."9").contains(scalars[1])
        if !signed && "!&*-?|>@%`\"'#{}[],: \t".unicodeScalars.contains(first) { return false }
        if last == ":" || last == " " || scalars.contains(where: { $0.value < 0x20 }) {
            return false
        }
        for (scalar, next) in zip(scalars, scalars.dropFirst())
        where scalar == ":" && next == " " || scalar == " " && next == "#" {
            return false
        }
        return !inMap || !scalars.contains { ",{}[]".unicodeScalars.contains($0) }
    }

    /// The text in double quotes; a backtick is escaped, for none may stand behind a fence's mark.
    static func quoted(_ text: String) -> String {
        var written = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": written += "\\\""
            case "\\": written += "\\\\"
            case "\n": written += "\\n"
            case "\t": written += "\\t"
            case _ where scalar.value < 0x20 || scalar == "`":
                let digits = String(scalar.value, radix: 16)
                written += "\\x" + (digits.utf8.count < 2 ? "0" : "") + digits
            default: written.unicodeScalars.append(scalar)
            }
        }
        return written + "\""
    }

    /// Reads a text up to `stops` outside quotes; nil where it is not one of ours.
    ///
    /// A stop of `:` counts only before a space or at the end, as in YAML.
    static func read(_ rest: inout Substring, stops: String = "") -> String? {
        rest = rest.drop { $0 == " " }
        if rest.first == "\"" { return readQuoted(&rest) }
        var end = rest.startIndex
        while end < rest.endIndex {
            let next = rest.index(after: end)
            let character = rest[end]
            if stops.contains(character) {
                if character != ":" || next == rest.endIndex || rest[next] == " " { break }
            }
            end = next
        }
        let text = rest[..<end].reversed().drop { $0 == " " }.reversed()
        rest = rest[end...]
        let bare = String(text)
        return isBare(bare, inMap: stops.contains(",")) ? bare : nil
    }

    private static func readQuoted(_ rest: inout Substring) -> String? {
        var scalars = rest.unicodeScalars.dropFirst()
        var text = String.UnicodeScalarView()
        while let scalar = scalars.popFirst() {
            switch scalar {
            case "\"":
                rest = Substring(scalars).drop { $0 == " " }
                return String(text)
            case "\\":
                guard let escaped = readEscape(&scalars) else { return nil }
                text.append(escaped)
            default: text.append(scalar)
            }
        }
        return nil
    }

    private static func readEscape(_ scalars: inout Substring.UnicodeScalarView) -> Unicode.Scalar?
    {
        switch scalars.popFirst() {
        case "\""?: return "\""
        case "\\"?: return "\\"
        case "n"?: return "\n"
        case "t"?: return "\t"
        case "x"?:
            let digits = String(scalars.prefix(2))
            scalars = scalars.dropFirst(2)
            guard digits.utf8.count == 2, let code = UInt8(digits, radix: 16) else { return nil }
            return Unicode.Scalar(code)
        default: return nil
        }
    }
}
