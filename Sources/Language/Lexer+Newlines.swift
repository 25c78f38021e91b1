import Diagnostics

extension Lexer {
    /// Scans one newline of any convention and decides whether it ends the statement.
    mutating func scanNewline() {
        let length = byte() == 0x0D && byte(1) == 0x0A ? 2 : 1
        closeTexts { !$0 }
        append(endsStatement(after: length) ? .terminator : .newline, length)
    }

    /// Gives up the outermost interpolated text for which `isLost` holds, and all that is open in
    /// it; `isLost` is told whether the text may run over lines.
    mutating func closeTexts(where isLost: (_ isTriple: Bool) -> Bool) {
        for (depth, opening) in openings.enumerated() {
            guard case .text(_, let isTriple, let start) = opening, isLost(isTriple) else {
                continue
            }
            tokens[start].problem = .unterminated
            openings.removeSubrange(depth...)
            return
        }
    }

    private func endsStatement(after length: Int) -> Bool {
        guard openings.isEmpty, let last, last != .terminator else { return false }
        switch last {
        case .command, .help, .shell, .rest: return true
        default: return !last.goesOn && !nextLineGoesOn(from: position + length)
        }
    }

    /// Whether the next line that is neither blank nor comment begins with `|`, `then` or `else`.
    private func nextLineGoesOn(from start: Int) -> Bool {
        var index = start
        while index < end {
            switch bytes[index] {
            case 0x20, 0x09, 0x0A, 0x0D: index += 1
            case UInt8(ascii: "#"):
                while index < end, bytes[index] != 0x0A, bytes[index] != 0x0D { index += 1 }
            case UInt8(ascii: "|"): return true
            default: return begins("then", at: index) || begins("else", at: index)
            }
        }
        return false
    }

    private func begins(_ word: StaticString, at index: Int) -> Bool {
        let count = word.utf8CodeUnitCount
        guard index + count <= end else { return false }
        for offset in 0..<count where bytes[index + offset] != word.utf8Start[offset] {
            return false
        }
        return index + count == end
            || !(isNamePart(bytes[index + count]) || bytes[index + count] >= 0x80)
    }
}

extension Token.Kind {
    /// Whether a line that ends with it goes on in the next.
    var goesOn: Bool {
        switch self {
        case .and, .or, .not, .in, .like, .between, .is, .if, .then, .else: true
        case .comma, .assign, .pipe, .tilde, .range, .foreign: true
        case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual: true
        case .plus, .minus, .times, .divide, .floorDivide, .remainder, .power: true
        default: false
        }
    }
}
