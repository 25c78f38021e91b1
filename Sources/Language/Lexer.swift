package import Diagnostics

/// Cuts a text into tokens.
///
/// It never fails, and its tokens cover the text.  Which newlines end a statement is decided here,
/// because it takes no more than the tokens around them: the depth of brackets, the token before,
/// and how the next line begins.
package struct Lexer {
    let bytes: [UInt8]
    let end: Int
    var position: Int
    var tokens: [Token] = []
    /// What is open at `position`, outermost first.
    var openings: [Opening] = []
    /// The last token that was not trivia.
    var last: Token.Kind?

    /// What the lexer stands in.
    enum Opening: Hashable {
        case parenthesis
        case bracket
        case brace
        /// The `{` of an interpolated text.
        case interpolation
        /// An interpolated text; `start` is the index of its first token.
        case text(quote: UInt8, isTriple: Bool, start: Int)
    }

    init(_ bytes: [UInt8], in range: Range<Int>) {
        self.bytes = bytes
        position = range.lowerBound
        end = range.upperBound
        tokens.reserveCapacity(range.count / 3 + 4)
    }

    /// The tokens of a text, or of a part of it.
    package static func tokens(_ source: SourceText, in span: SourceSpan? = nil) -> [Token] {
        let bytes = Array(source.text.utf8)
        return tokens(bytes, in: (span?.range ?? 0..<bytes.count).clamped(to: 0..<bytes.count))
    }

    static func tokens(_ bytes: [UInt8], in range: Range<Int>) -> [Token] {
        var lexer = Lexer(bytes, in: range)
        lexer.run()
        return lexer.tokens
    }

    private mutating func run() {
        while position < end {
            if case .text(let quote, let isTriple, _) = openings.last {
                scanInterpolatedText(quote, isTriple: isTriple)
            } else {
                scanToken()
            }
        }
        closeTexts { _ in true }
    }

    /// The byte at a distance from the position, or 0 past the end.
    func byte(_ distance: Int = 0) -> UInt8 {
        let index = position + distance
        return index < end ? bytes[index] : 0
    }

    /// Ends a token of so many bytes at the position.
    mutating func append(_ kind: Token.Kind, _ length: Int, problem: Token.Problem? = nil) {
        let span = SourceSpan(position..<position + length)
        position += length
        if kind == .unknown, let index = tokens.indices.last, tokens[index].kind == .unknown {
            tokens[index].span = tokens[index].span.union(span)
            return
        }
        tokens.append(Token(kind, span, problem: problem))
        if !kind.isTrivia { last = kind }
    }

    private mutating func scanToken() {
        switch byte() {
        case 0x20, 0x09: scanBlanks()
        case 0x0A, 0x0D: scanNewline()
        case UInt8(ascii: "#"): append(.comment, lengthOfLine())
        case UInt8(ascii: "0")...UInt8(ascii: "9"): scanNumber()
        case UInt8(ascii: "\""), UInt8(ascii: "'"): scanText(prefix: 0)
        case UInt8(ascii: "`"): scanQuotedName(.quotedName, prefix: 0)
        case UInt8(ascii: "$"): scanVariable()
        case 0x80...0xFF: scanBeyondASCII()
        case let first where isNameStart(first): scanWord()
        default:
            if isAtStatementStart, scanLineOfCommand() { return }
            scanPunctuation()
        }
    }

    private mutating func scanBlanks() {
        var length = 1
        while byte(length) == 0x20 || byte(length) == 0x09 { length += 1 }
        append(.whitespace, length)
    }

    /// The number of bytes before the end of the line.
    func lengthOfLine() -> Int {
        var index = position
        while index < end, bytes[index] != 0x0A, bytes[index] != 0x0D { index += 1 }
        return index - position
    }

    var isAtStatementStart: Bool { openings.isEmpty && (last == nil || last == .terminator) }

    /// Scans `:word rest`, `?rest` or `!rest`; says whether there was one.
    private mutating func scanLineOfCommand() -> Bool {
        switch byte() {
        case UInt8(ascii: ":"):
            guard isNameStart(byte(1)) else { return false }
            var length = 2
            while isNamePart(byte(length)) { length += 1 }
            append(.command, length)
        case UInt8(ascii: "?"): append(.help, 1)
        case UInt8(ascii: "!"): append(.shell, 1)
        default: return false
        }
        scanRest()
        return true
    }

    private mutating func scanRest() {
        if byte() == 0x20 || byte() == 0x09 { scanBlanks() }
        let length = lengthOfLine()
        var kept = length
        while kept > 0, byte(kept - 1) == 0x20 || byte(kept - 1) == 0x09 { kept -= 1 }
        if kept > 0 { append(.rest, kept) }
        if length > kept { append(.whitespace, length - kept) }
    }
}

func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }

func isNameStart(_ byte: UInt8) -> Bool {
    (byte | 0x20) &- UInt8(ascii: "a") < 26 || byte == UInt8(ascii: "_")
}

func isNamePart(_ byte: UInt8) -> Bool { isNameStart(byte) || isDigit(byte) }
