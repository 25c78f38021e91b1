import Crypto
package import Foundation

/// A SHA-256 digest: 32 bytes that stand for content of any length.
package struct SHA256Digest: Hashable, Sendable {
    package let bytes: [UInt8]

    /// The digest of bytes in memory.
    package init(of content: some ContiguousBytes) {
        var hasher = SHA256Hasher()
        hasher.update(with: content)
        self = hasher.digest
    }

    /// The digest of a text's UTF-8.
    package init(of text: String) { self.init(of: Array(text.utf8)) }

    /// A digest as it is written in a pin: 64 hexadecimal digits, of either case.
    package init?(hexadecimal text: String) {
        let digits = text.utf8.compactMap(Self.value)
        guard text.utf8.count == 64, digits.count == 64 else { return nil }
        bytes = stride(from: 0, to: 64, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }

    init(raw bytes: [UInt8]) { self.bytes = bytes }

    /// The digest as 64 hexadecimal digits in lower case.
    package var hexadecimal: String { Self.hexadecimal(bytes) }

    static func hexadecimal(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        let text = bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
        return String(decoding: text, as: UTF8.self)
    }

    private static func value(of digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}

extension SHA256Digest: CustomStringConvertible {
    package var description: String { hexadecimal }
}

/// A digest in the making, for content that comes in parts.
package struct SHA256Hasher: Sendable {
    private var state = SHA256()

    package init() {}

    package mutating func update(with part: some ContiguousBytes) {
        part.withUnsafeBytes { state.update(bufferPointer: $0) }
    }

    /// The digest of all parts so far; more may follow.
    package var digest: SHA256Digest { SHA256Digest(raw: Array(state.finalize())) }
}
