/// Bytes from the terminal made into characters, whatever way they were cut into reads.
struct KeyDecoder {
    /// Characters that were read or pushed back, and not yet taken.
    private(set) var waiting: [Unicode.Scalar] = []
    /// Whether what was taken last leaves an escape sequence open.
    private(set) var isInsideSequence = false
    private var bytes: [UInt8] = []
    private var position = 0

    mutating func feed(_ more: some Sequence<UInt8>) {
        for byte in more { feed(byte) }
    }

    /// The next character, or nil when bytes are wanted.
    mutating func next() -> Unicode.Scalar? {
        guard position < waiting.count else { return nil }
        let scalar = waiting[position]
        position += 1
        if position == waiting.count {
            waiting.removeAll(keepingCapacity: true)
            position = 0
        }
        follow(scalar)
        return scalar
    }

    var isEmpty: Bool { position == waiting.count }

    /// Puts characters before those that wait.
    mutating func pushBack(_ scalars: [Unicode.Scalar]) {
        waiting.replaceSubrange(..<position, with: scalars)
        position = 0
    }

    /// An escape came alone: what follows begins anew.
    mutating func endSequence() {
        sequence = .none
        isInsideSequence = false
    }

    private mutating func feed(_ byte: UInt8) {
        bytes.append(byte)
        while let first = bytes.first {
            let length = Self.length(first)
            guard length > 0, bytes.dropFirst().prefix(length - 1).allSatisfy({ $0 & 0xC0 == 0x80 })
            else {
                // Not UTF-8: the first byte is given up, the rest is looked at again.
                bytes.removeFirst()
                waiting.append("\u{FFFD}")
                continue
            }
            guard bytes.count >= length else { return }
            let text = String(decoding: bytes.prefix(length), as: UTF8.self)
            bytes.removeFirst(length)
            // C1 controls are the editor's own keys (`Key`), no terminal sends them in UTF-8.
            waiting += text.unicodeScalars.map {
                ("\u{80}"..."\u{9F}").contains($0) ? "\u{FFFD}" : $0
            }
        }
    }

    private static func length(_ first: UInt8) -> Int {
        switch first {
        case ..<0x80: 1
        case 0xC2..<0xE0: 2
        case 0xE0..<0xF0: 3
        case 0xF0..<0xF5: 4
        default: 0
        }
    }

    private enum Progress {
        case none
        case escape
        case control
        case single
    }

    private var sequence = Progress.none

    private mutating func follow(_ scalar: Unicode.Scalar) {
        switch (sequence, scalar) {
        case (_, "\u{1B}"): sequence = .escape
        case (.escape, "["): sequence = .control
        case (.escape, "O"): sequence = .single
        case (.control, "\u{20}"..."\u{3F}"): break
        default: sequence = .none
        }
        isInsideSequence = sequence != .none
    }
}

/// Keys that the editor sends to itself, bound to libedit's own commands.
enum Key {
    static let escape: Unicode.Scalar = "\u{80}"
    static let historyBefore: Unicode.Scalar = "\u{81}"
    static let historyAfter: Unicode.Scalar = "\u{82}"
    static let right: Unicode.Scalar = "\u{83}"
    static let complete: Unicode.Scalar = "\u{84}"
    static let insertGiven: Unicode.Scalar = "\u{85}"
    /// Not bound: ends a wait for a key without one.
    static let none: Unicode.Scalar = "\u{86}"
}

/// Text from the clipboard, made fit for the line.
enum PastedText {
    static let end: [Unicode.Scalar] = Array("\u{1B}[201~".unicodeScalars)

    /// Line ends become newlines, tabs four spaces, other control characters nothing; newlines at
    /// the end are dropped, for Enter is the reader's to press.
    static func cleaned(_ scalars: [Unicode.Scalar]) -> [Unicode.Scalar] {
        var result: [Unicode.Scalar] = []
        var previous: Unicode.Scalar = " "
        for scalar in scalars {
            switch scalar {
            case "\n" where previous == "\r": break
            case "\r", "\n": result.append("\n")
            case "\t": result += [" ", " ", " ", " "]
            case _ where scalar.properties.generalCategory == .control: break
            default: result.append(scalar)
            }
            previous = scalar
        }
        while result.last == "\n" { result.removeLast() }
        return result
    }
}
