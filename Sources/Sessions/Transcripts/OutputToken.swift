/// A piece of printed text that is compared as one: a number, or what stands around numbers.
struct OutputToken: Hashable {
    enum Kind: Hashable {
        case text
        /// A number; `unit` is the worth of its last printed digit, nil for a whole number.
        case number(Double, unit: Double?, isGrouped: Bool)
    }

    var kind: Kind
    /// As printed.
    var text: Substring

    /// The words of a line, each as its pieces.
    static func words(of line: Substring) -> [[OutputToken]] {
        line.split { $0 == " " || $0 == "\t" }.map { pieces(of: $0) }
    }

    /// Numbers and what stands between them in one word: `[0.1,0.2]` has five pieces.
    ///
    /// Digits in a name, a date, a time of day or a version are text.
    static func pieces(of word: Substring) -> [OutputToken] {
        var pieces: [OutputToken] = []
        var scanner = NumberScanner(word)
        while let piece = scanner.next() { pieces.append(piece) }
        return pieces
    }
}

extension UInt8 {
    var isDigit: Bool { (0x30...0x39).contains(self) }
    /// Whether a name may hold it; bytes beyond ASCII count as letters.
    var isNamePart: Bool {
        isDigit || (0x41...0x5A).contains(self) || (0x61...0x7A).contains(self) || self == 0x5F
            || self >= 0x80
    }
}

/// Cuts a word into numbers and the rest.
private struct NumberScanner {
    private let word: Substring
    private let bytes: [UInt8]
    private var position = 0

    init(_ word: Substring) {
        self.word = word
        bytes = Array(word.utf8)
    }

    mutating func next() -> OutputToken? {
        guard position < bytes.count else { return nil }
        let start = position
        while position < bytes.count {
            if let end = momentEnd(at: position) {
                position = end
                continue
            }
            if let end = numberEnd(at: position) {
                if position > start { return token(.text, start..<position) }
                defer { position = end }
                return token(number(start..<end), start..<end)
            }
            position += 1
        }
        return token(.text, start..<position)
    }

    private func token(_ kind: OutputToken.Kind, _ range: Range<Int>) -> OutputToken {
        let view = word.utf8
        let lower = view.index(view.startIndex, offsetBy: range.lowerBound)
        let upper = view.index(view.startIndex, offsetBy: range.upperBound)
        return OutputToken(kind: kind, text: word[lower..<upper])
    }

    /// Where the date or the time of day that begins here ends, such as 2013-01-01 and 09:30.
    ///
    /// Two digits on both sides of `:`, `-` or `/` make one: nothing that could be rounded.
    private func momentEnd(at start: Int) -> Int? {
        guard bytes[start].isDigit else { return nil }
        var end = start
        while end < bytes.count, bytes[end].isDigit || ":-/.TZ+".utf8.contains(bytes[end]) {
            end += 1
        }
        guard end - start >= 5 else { return nil }
        for index in start + 2..<end - 2 where ":-/".utf8.contains(bytes[index]) {
            let around = [index - 2, index - 1, index + 1, index + 2]
            if around.allSatisfy({ bytes[$0].isDigit }) { return end }
        }
        return nil
    }

    /// Where the number that begins here ends, or nil where none begins.
    private func numberEnd(at start: Int) -> Int? {
        guard mayBegin(at: start) else { return nil }
        var end = start
        if bytes[end] == 0x2D || bytes[end] == 0x2B { end += 1 }
        let digits = end
        end = skipDigits(end)
        while end + 3 < bytes.count, end > digits, end - digits <= 3 || bytes[end - 4] == 0x2C,
            bytes[end] == 0x2C, skipDigits(end + 1) == end + 4
        {
            end += 4
        }
        let whole = end
        if end + 1 < bytes.count, bytes[end] == 0x2E, bytes[end + 1].isDigit {
            end = skipDigits(end + 1)
        }
        guard end > whole || whole > digits else { return nil }
        end = exponentEnd(end) ?? end
        // A second point makes it a version, such as 0.1.0.
        if end > whole, end + 1 < bytes.count, bytes[end] == 0x2E, bytes[end + 1].isDigit {
            return nil
        }
        return end
    }

    /// Numbers begin at the start of a word, behind punctuation, and behind the two points of a range.
    private func mayBegin(at start: Int) -> Bool {
        let byte = bytes[start]
        guard byte.isDigit || byte == 0x2D || byte == 0x2B || byte == 0x2E else { return false }
        guard start > 0 else { return true }
        let before = bytes[start - 1]
        if before == 0x2E { return start > 1 && bytes[start - 2] == 0x2E }
        return !before.isNamePart
    }

    private func skipDigits(_ start: Int) -> Int {
        var end = start
        while end < bytes.count, bytes[end].isDigit { end += 1 }
        return end
    }

    private func exponentEnd(_ start: Int) -> Int? {
        guard start + 1 < bytes.count, bytes[start] | 0x20 == 0x65 else { return nil }
        var digits = start + 1
        if bytes[digits] == 0x2D || bytes[digits] == 0x2B { digits += 1 }
        let end = skipDigits(digits)
        return end > digits && (end == bytes.count || !bytes[end].isNamePart) ? end : nil
    }

    private func number(_ range: Range<Int>) -> OutputToken.Kind {
        let printed = bytes[range]
        let plain = printed.filter { $0 != 0x2C }
        guard let value = Double(String(decoding: plain, as: UTF8.self)) else { return .text }
        let mantissa = printed.prefix { $0 | 0x20 != 0x65 }
        let exponent = printed.dropFirst(mantissa.count + 1)
        var unit: Double?
        if mantissa.contains(0x2E) || !exponent.isEmpty {
            let power = Int(String(decoding: exponent, as: UTF8.self)) ?? 0
            let point = mantissa.firstIndex(of: 0x2E)
            let decimals = point.map { mantissa.endIndex - $0 - 1 } ?? 0
            unit = Double("1e\(power - decimals)")
        }
        return .number(value, unit: unit, isGrouped: plain.count < printed.count)
    }
}
