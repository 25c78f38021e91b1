import Foundation

/// A digest of several parts, one after the other, each with its length: no two lists of parts run
/// into the same bytes.
package struct ContentKey: Sendable {
    private var hasher = SHA256Hasher()

    package init() {}

    package mutating func add(_ words: String...) {
        for word in words { hasher.update(with: Array("\(word.utf8.count):\(word)".utf8)) }
    }

    package mutating func add<Cell: BitwiseCopyable>(_ cells: [Cell]) {
        cells.withUnsafeBytes { bytes in
            add("\(bytes.count) bytes")
            hasher.update(with: bytes)
        }
    }

    package var hexadecimal: String { hasher.digest.hexadecimal }
}
