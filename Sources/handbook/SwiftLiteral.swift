/// A string in Swift source, with `…` for what is interpolated.
struct SwiftLiteral {
    var text: String
    /// The code between it and the string before, or the end of that code, without blanks around.
    var before: String

    /// The strings of a file in order.
    ///
    /// It knows comments, escapes, interpolations, strings of several lines and raw ones.
    static func all(in source: String) -> [SwiftLiteral] {
        var reader = Reader(source: Array(source.unicodeScalars))
        reader.readCode(until: nil)
        return reader.literals
    }

    private struct Reader {
        let source: [Unicode.Scalar]
        var position = 0
        var literals: [SwiftLiteral] = []
        var between = ""

        private func stands(_ text: String) -> Bool {
            source[position...].starts(with: text.unicodeScalars)
        }

        /// Reads up to the bracket that closes an interpolation, or to the end.
        mutating func readCode(until end: Unicode.Scalar?) {
            var depth = 0
            while position < source.count {
                let scalar = source[position]
                if depth == 0, scalar == end { return }
                if scalar == "(" { depth += 1 }
                if scalar == ")" { depth -= 1 }
                if stands("//") {
                    while position < source.count, source[position] != "\n" { position += 1 }
                } else if stands("/*") {
                    while position < source.count, !stands("*/") { position += 1 }
                    position = min(source.count, position + 2)
                } else if scalar == "\"" || stands("#\"") || stands("#/") {
                    readString()
                } else {
                    between.unicodeScalars.append(scalar)
                    position += 1
                }
            }
        }

        private mutating func readString() {
            let isRaw = source[position] == "#"
            let quote = stands("\"\"\"") ? "\"\"\"" : stands("#/") ? "/" : "\""
            let before = between
            between = ""
            position += (isRaw ? 1 : 0) + quote.count
            let end = quote + (isRaw ? "#" : "")
            var text = ""
            while position < source.count, !stands(end) {
                if !isRaw, source[position] == "\\" {
                    readEscape(into: &text)
                } else {
                    text.unicodeScalars.append(source[position])
                    position += 1
                }
            }
            position += end.count
            between = ""
            let code = before.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            literals.append(SwiftLiteral(text: text, before: String(code.suffix(80))))
        }

        private mutating func readEscape(into text: inout String) {
            position += 1
            guard position < source.count else { return }
            let scalar = source[position]
            position += 1
            switch scalar {
            case "(":
                let inner = literals.count
                readCode(until: ")")
                literals.removeSubrange(inner...)
                position += 1
                text += "…"
            case "n": text += "\n"
            case "t": text += "\t"
            case "\n": break
            default: text.unicodeScalars.append(scalar)
            }
        }
    }
}
