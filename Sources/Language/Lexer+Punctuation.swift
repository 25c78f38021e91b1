import Diagnostics

extension Lexer {
    /// Scans brackets, operators and what looks like them.
    mutating func scanPunctuation() {
        if let text = ForeignOperator.longest(in: bytes[position..<min(end, position + 4)]) {
            return append(.foreign, text.utf8.count)
        }
        let first = byte()
        if let (kind, opening) = Self.openingBrackets[first] {
            openings.append(opening)
            return append(kind, 1)
        }
        switch first {
        case UInt8(ascii: ")"): close(.parenthesis, .rightParenthesis)
        case UInt8(ascii: "]"): close(.bracket, .rightBracket)
        case UInt8(ascii: "}"): close(.brace, .rightBrace)
        case UInt8(ascii: ";"): append(openings.isEmpty ? .terminator : .unknown, 1)
        case UInt8(ascii: ".") where isDigit(byte(1)) && !followsOperand:
            scanNumber(leadingDot: true)
        default:
            if let kind = Self.pairs[UInt16(first) << 8 | UInt16(byte(1))] {
                return append(kind, 2)
            }
            append(Self.singles[first] ?? .unknown, 1)
        }
    }

    private static let openingBrackets: [UInt8: (Token.Kind, Opening)] = [
        UInt8(ascii: "("): (.leftParenthesis, .parenthesis),
        UInt8(ascii: "["): (.leftBracket, .bracket),
        UInt8(ascii: "{"): (.leftBrace, .brace),
    ]

    private static let singles: [UInt8: Token.Kind] = [
        UInt8(ascii: ","): .comma, UInt8(ascii: ":"): .colon, UInt8(ascii: "."): .dot,
        UInt8(ascii: "="): .assign, UInt8(ascii: "|"): .pipe, UInt8(ascii: "~"): .tilde,
        UInt8(ascii: "<"): .less, UInt8(ascii: ">"): .greater, UInt8(ascii: "+"): .plus,
        UInt8(ascii: "-"): .minus, UInt8(ascii: "*"): .times, UInt8(ascii: "/"): .divide,
        UInt8(ascii: "%"): .remainder, UInt8(ascii: "^"): .power,
    ]

    private static let pairs: [UInt16: Token.Kind] = {
        let spelled: [(StaticString, Token.Kind)] = [
            ("==", .equal), ("!=", .notEqual), ("<=", .lessOrEqual), (">=", .greaterOrEqual),
            ("..", .range), ("//", .floorDivide),
        ]
        var pairs: [UInt16: Token.Kind] = [:]
        for (text, kind) in spelled {
            pairs[UInt16(text.utf8Start[0]) << 8 | UInt16(text.utf8Start[1])] = kind
        }
        return pairs
    }()

    /// Closes the nearest bracket of that shape, and what was left open in it.
    ///
    /// Texts are not left that way: a bracket in `{…}` closes nothing outside.
    private mutating func close(_ opening: Opening, _ kind: Token.Kind) {
        let wall = openings.lastIndex { if case .text = $0 { true } else { false } }
        let inside = (wall ?? -1) + 1..<openings.count
        let closesText = opening == .brace && openings[inside].first == .interpolation
        let match = openings[inside].lastIndex(of: opening)
        if closesText, match == nil {
            openings.removeSubrange(inside)
            return append(.interpolationClose, 1)
        }
        if let match { openings.removeSubrange(match...) }
        append(kind, 1)
    }

    /// Whether the token just before, without blanks between, ends an operand.
    private var followsOperand: Bool {
        switch tokens.last?.kind {
        case .name, .quotedName, .variable, .underscore, .int, .float, .text, .interpolationEnd:
            true
        case .rightParenthesis, .rightBracket, .rightBrace, .true, .false, .missing, .dot: true
        default: false
        }
    }
}
