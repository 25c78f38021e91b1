/// Which rows hold a value: a bit a row, set where there is one.
package struct Bitmap: Hashable, Sendable {
    @usableFromInline package private(set) var count: Int
    @usableFromInline package private(set) var words: [UInt64]

    package init(repeating value: Bool, count: Int) {
        self.count = count
        words = Array(repeating: value ? .max : 0, count: (count + 63) / 64)
        clearTail()
    }

    /// A bitmap from whole words, such as an engine's validity mask; `words` may be longer.
    package init(words: [UInt64], count: Int) {
        precondition(words.count * 64 >= count, "a bit for every row")
        self.count = count
        self.words = Array(words.prefix((count + 63) / 64))
        clearTail()
    }

    @inlinable
    package subscript(row: Int) -> Bool {
        get { words[row >> 6] >> UInt64(row & 63) & 1 == 1 }
        set {
            let bit = UInt64(1) << UInt64(row & 63)
            if newValue { words[row >> 6] |= bit } else { words[row >> 6] &= ~bit }
        }
    }

    /// How many bits are set.
    package var ones: Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }

    package mutating func append(_ value: Bool) {
        if count & 63 == 0 { words.append(0) }
        count += 1
        self[count - 1] = value
    }

    package mutating func append(contentsOf other: Bitmap) {
        if count & 63 == 0 {
            words.append(contentsOf: other.words)
            count += other.count
        } else {
            for row in 0..<other.count { append(other[row]) }
        }
    }

    private mutating func clearTail() {
        let used = count & 63
        if used != 0, let last = words.indices.last { words[last] &= (1 << UInt64(used)) - 1 }
    }
}
