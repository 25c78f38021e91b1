/// Swift source without comments and content of strings: what is left is words and braces.
///
/// Lines stay where they are.
/// It knows line and block comments, which nest; strings of one and of several lines, raw ones too;
/// and interpolations, which are code again. It does not know regular expression literals.
struct SwiftCode {
    let text: [UInt8]

    init(_ source: String) {
        var reader = Reader(source: Array(source.utf8))
        reader.readCode(untilParenthesis: false)
        text = reader.result
    }

    /// A declared function and how many lines it takes, from its first word to its last brace.
    struct Function: Equatable {
        var name: String
        /// Counted from 1.
        var line: Int
        var length: Int
    }

    /// Every `func` and `init` that has a body.
    func functions() -> [Function] {
        words().compactMap { word in
            guard word.text == "func" || (word.text == "init" && !isCall(at: word.start)) else {
                return nil
            }
            return body(after: word.end).map { close in
                let line = lineNumber(at: word.start)
                let length = lineNumber(at: close) - line + 1
                return Function(name: name(of: word), line: line, length: length)
            }
        }
    }

    struct Word {
        var text: String
        var start: Int
        var end: Int
    }

    /// Identifiers and keywords in order.
    func words() -> [Word] {
        var words: [Word] = []
        var index = 0
        while index < text.count {
            guard Self.isLetter(text[index]) else {
                index += 1
                continue
            }
            let start = index
            while index < text.count, Self.isLetter(text[index]) { index += 1 }
            let word = String(decoding: text[start..<index], as: UTF8.self)
            words.append(Word(text: word, start: start, end: index))
        }
        return words
    }

    func lineNumber(at index: Int) -> Int {
        text[..<index].reduce(1) { $1 == UInt8(ascii: "\n") ? $0 + 1 : $0 }
    }

    private func name(of word: Word) -> String {
        guard word.text == "func" else { return "init" }
        let rest = text[word.end...].drop { $0 == UInt8(ascii: " ") }
        let name = rest.prefix { $0 != UInt8(ascii: "(") && $0 != UInt8(ascii: "<") }
        return String(decoding: name, as: UTF8.self)
    }

    /// Whether `init` is called here and not declared: `.init(…)`, `self.init(…)`.
    private func isCall(at start: Int) -> Bool {
        start > 0 && (text[start - 1] == UInt8(ascii: ".") || text[start - 1] == UInt8(ascii: "`"))
    }

    /// The index of the brace that closes the body, or nil for a requirement without one.
    private func body(after start: Int) -> Int? {
        var parentheses = 0
        var braces = 0
        for index in start..<text.count {
            switch text[index] {
            case UInt8(ascii: "("), UInt8(ascii: "["): parentheses += 1
            case UInt8(ascii: ")"), UInt8(ascii: "]"): parentheses -= 1
            case UInt8(ascii: "{") where parentheses == 0: braces += 1
            case UInt8(ascii: "}") where parentheses == 0:
                braces -= 1
                if braces <= 0 { return braces == 0 ? index : nil }
            case UInt8(ascii: "\n") where parentheses == 0 && braces == 0:
                if startsDeclaration(after: index) { return nil }
            default: break
            }
        }
        return nil
    }

    private func startsDeclaration(after newline: Int) -> Bool {
        let line = text[(newline + 1)...].prefix { $0 != UInt8(ascii: "\n") }
        let first = line.drop { $0 == UInt8(ascii: " ") }.prefix(while: Self.isLetter)
        let word = String(decoding: first, as: UTF8.self)
        return [
            "func", "init", "var", "let", "static", "mutating", "associatedtype", "subscript",
            "package", "private", "borrowing", "consuming", "nonisolated", "typealias",
        ].contains(word)
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
            true
        default: byte >= 0x80
        }
    }
}

/// Copies code and blanks the rest.
private struct Reader {
    let source: [UInt8]
    var index = 0
    var result: [UInt8] = []

    /// Reads to the end, or, inside an interpolation, to the parenthesis that closes it.
    mutating func readCode(untilParenthesis: Bool) {
        var depth = 0
        while index < source.count {
            if starts(with: "//") {
                blank { $0.source[$0.index] == UInt8(ascii: "\n") }
            } else if starts(with: "/*") {
                readBlockComment()
            } else if let hashes = openingHashes() {
                readString(hashes: hashes)
            } else {
                if source[index] == UInt8(ascii: "(") { depth += 1 }
                if source[index] == UInt8(ascii: ")") { depth -= 1 }
                copy()
                if untilParenthesis && depth == 0 { return }
            }
        }
    }

    private mutating func readBlockComment() {
        var depth = 0
        repeat {
            if starts(with: "/*") {
                depth += 1
                skip(2)
            } else if starts(with: "*/") {
                depth -= 1
                skip(2)
            } else {
                skip(1)
            }
        } while depth > 0 && index < source.count
    }

    private mutating func readString(hashes: Int) {
        skip(hashes)
        let quotes = starts(with: "\"\"\"") ? 3 : 1
        let closing = Array(repeating: UInt8(ascii: "\""), count: quotes) + pounds(hashes)
        let escape = [UInt8(ascii: "\\")] + pounds(hashes)
        skip(quotes)
        while index < source.count, !starts(with: closing) {
            if starts(with: escape + [UInt8(ascii: "(")]) {
                skip(escape.count)
                readCode(untilParenthesis: true)
            } else if starts(with: escape) {
                skip(escape.count + 1)
            } else {
                skip(1)
            }
        }
        skip(closing.count)
    }

    /// How many `#` stand before the quote of a string that begins here, or nil.
    private func openingHashes() -> Int? {
        guard source[index] == UInt8(ascii: "#") || source[index] == UInt8(ascii: "\"") else {
            return nil
        }
        let hashes = source[index...].prefix { $0 == UInt8(ascii: "#") }.count
        guard index + hashes < source.count else { return nil }
        return source[index + hashes] == UInt8(ascii: "\"") ? hashes : nil
    }

    private func pounds(_ count: Int) -> [UInt8] {
        Array(repeating: UInt8(ascii: "#"), count: count)
    }

    private func starts(with text: StaticString) -> Bool {
        text.withUTF8Buffer { matches($0) }
    }

    private func starts(with bytes: [UInt8]) -> Bool {
        bytes.withUnsafeBufferPointer { matches($0) }
    }

    private func matches(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard index + bytes.count <= source.count else { return false }
        for offset in 0..<bytes.count where source[index + offset] != bytes[offset] { return false }
        return true
    }

    private mutating func copy() {
        result.append(source[index])
        index += 1
    }

    private mutating func skip(_ count: Int) {
        for _ in 0..<count where index < source.count {
            result.append(source[index] == UInt8(ascii: "\n") ? source[index] : UInt8(ascii: " "))
            index += 1
        }
    }

    private mutating func blank(until end: (Reader) -> Bool) {
        while index < source.count, !end(self) { skip(1) }
    }
}
