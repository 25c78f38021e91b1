package import Tables

/// The words of a text that count, each with a weight: a text is a list of floats, one a word.
///
/// A float is how often the word occurs times its weight, divided by the length of the list as a
/// vector. A text without any of the words, and a missing one, is zero in all.
package final class Vocabulary: RowComputation {
    /// What is a word, in RE2's dialect: as scikit-learn has it, two letters, digits or `_` at least.
    package static let pattern = "[\\pL\\pN_]{2,}"

    package let words: [String]
    package let weights: [Double]
    package let fingerprint: String
    private let places: WordPlaces

    package init(words: [String], weights: [Double]) {
        precondition(words.count == weights.count, "a weight a word")
        self.words = words
        self.weights = weights
        places = WordPlaces(words)
        fingerprint = ContentFingerprint.of(
            Table(
                [Field("word", .text), Field("weight", .float)],
                [Column(.text, .texts(words)), Column(.float, .floats(weights))]
            )
        )
    }

    package var name: String { "words in" }
    package var reads: [ColumnType] { [.text] }
    package var width: Int { words.count }

    package func lists(of columns: [Column], count: Int) -> [Double] {
        guard case .texts(let texts) = columns[0].values else { return [] }
        var cells = [Double](repeating: 0, count: count * width)
        for row in 0..<count where !columns[0].isMissing(row) {
            let start = row * width
            var text = texts[row]
            if text.utf8.contains(where: { $0 >= 0x80 }) { text = Self.plain(text) }
            text.withUTF8 { add($0, to: &cells, from: start) }
            scale(&cells, from: start)
        }
        return cells
    }

    /// Counts the words of a text in which all that is not ASCII is a part of a word.
    private func add(
        _ text: UnsafeBufferPointer<UInt8>,
        to cells: inout [Double],
        from start: Int
    ) {
        var (hash, first) = (WordPlaces.start, 0)
        for (place, byte) in text.enumerated() {
            guard let letter = WordPlaces.letter(byte) else {
                count(text[first..<place], hash, &cells, start)
                (hash, first) = (WordPlaces.start, place + 1)
                continue
            }
            hash = WordPlaces.mixed(hash, letter)
        }
        count(text[first...], hash, &cells, start)
    }

    private func count(
        _ word: UnsafeBufferPointer<UInt8>.SubSequence,
        _ hash: UInt64,
        _ cells: inout [Double],
        _ start: Int
    ) {
        guard let place = places.place(of: word, hash) else { return }
        cells[start + place] += 1
    }

    private func scale(_ cells: inout [Double], from start: Int) {
        var squares = 0.0
        for place in 0..<width where cells[start + place] != 0 {
            cells[start + place] *= weights[place]
            squares += cells[start + place] * cells[start + place]
        }
        guard squares > 0 else { return }
        let length = squares.squareRoot()
        for place in 0..<width { cells[start + place] /= length }
    }

    /// A text in small letters, a blank for each other character beyond ASCII that is in no word.
    private static func plain(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in Texts.simpleLower(text).unicodeScalars {
            result.append(scalar.isASCII || scalar.isOfWord ? scalar : " ")
        }
        return String(result)
    }
}

extension Unicode.Scalar {
    /// Whether it is a letter or a number, as `\pL` and `\pN` have it.
    fileprivate var isOfWord: Bool {
        switch properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
            .decimalNumber, .letterNumber, .otherNumber:
            true
        default: false
        }
    }
}

/// Words by their bytes, found without making a text of them.
private struct WordPlaces {
    private let words: [[UInt8]]
    /// The positions of words, each at the place of its hash or behind; -1 for none.
    private let slots: [Int32]

    /// FNV-1a.
    static let start: UInt64 = 0xcbf2_9ce4_8422_2325

    static func mixed(_ hash: UInt64, _ byte: UInt8) -> UInt64 {
        (hash ^ UInt64(byte)) &* 0x100_0000_01b3
    }

    /// The byte of a word in small letters, or nil where it ends one.
    static func letter(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x61...0x7A, 0x30...0x39, 0x5F, 0x80...0xFF: byte
        case 0x41...0x5A: byte + 0x20
        default: nil
        }
    }

    init(_ words: [String]) {
        self.words = words.map { Array($0.utf8) }
        var size = 8
        while size < 2 * words.count { size *= 2 }
        var slots = [Int32](repeating: -1, count: size)
        for (place, word) in self.words.enumerated() {
            var slot = Int(truncatingIfNeeded: word.reduce(Self.start, Self.mixed)) & (size - 1)
            while slots[slot] >= 0 { slot = (slot + 1) & (size - 1) }
            slots[slot] = Int32(place)
        }
        self.slots = slots
    }

    func place(of word: UnsafeBufferPointer<UInt8>.SubSequence, _ hash: UInt64) -> Int? {
        let mask = slots.count - 1
        var slot = Int(truncatingIfNeeded: hash) & mask
        while slots[slot] >= 0 {
            let place = Int(slots[slot])
            let isSame =
                words[place].count == word.count
                && zip(words[place], word).allSatisfy { $0 == Self.letter($1) }
            if isSame { return place }
            slot = (slot + 1) & mask
        }
        return nil
    }
}

extension RowFunction {
    /// The words that a text has, each once; engines alone find them.
    package static let wordsOfText = RowFunction(
        "words of the text",
        "The words that a text has, each once, in small letters.",
        .text,
        takes: [Texts.x],
        sql: .template(
            "list_distinct(regexp_extract_all(lower(CAST($1 AS VARCHAR)), '\(Vocabulary.pattern)'))"
        ),
        gives: { _ throws(TypeFault) in .list(.text) }
    )
}
