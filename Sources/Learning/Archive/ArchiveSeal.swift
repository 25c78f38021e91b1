import Digests
import Foundation

/// The line of a description that seals it: `"seal" : "…"`, a digest of all its other bytes and of the
/// seals of what belongs to it.
///
/// A value that was changed by hand, a threshold or a class, is as wrong as a damaged file. A seal
/// tells of mistakes; it keeps nobody out who makes another one.
package enum ArchiveSeal {
    /// What stands where the seal will.
    static let open = String(repeating: "0", count: 64)

    /// The bytes with a right seal, and the seal; nil for those that have no place for one.
    package static func closed(
        _ bytes: [UInt8],
        over parts: [String] = []
    ) -> (bytes: [UInt8], seal: String)? {
        guard let place = place(in: bytes) else { return nil }
        let seal = digest(bytes, place, parts)
        var sealed = bytes
        sealed.replaceSubrange(place, with: Array(seal.utf8))
        return (sealed, seal)
    }

    /// The seal of bytes that are as they were written; nil of others.
    static func checked(_ bytes: [UInt8], over parts: [String] = []) -> String? {
        guard let place = place(in: bytes) else { return nil }
        let seal = digest(bytes, place, parts)
        return Array(seal.utf8) == Array(bytes[place]) ? seal : nil
    }

    private static func digest(_ bytes: [UInt8], _ place: Range<Int>, _ parts: [String]) -> String {
        var hasher = SHA256Hasher()
        hasher.update(with: Array(bytes[..<place.lowerBound]))
        hasher.update(with: Array(open.utf8))
        hasher.update(with: Array(bytes[place.upperBound...]))
        for part in parts { hasher.update(with: Array(part.utf8)) }
        return hasher.digest.hexadecimal
    }

    /// Where its characters are: within texts quotes are escaped, so that nothing else looks like it.
    private static func place(in bytes: [UInt8]) -> Range<Int>? {
        let key = Data("\"seal\" : \"".utf8)
        guard let found = Data(bytes).range(of: key),
            found.upperBound + open.utf8.count < bytes.count
        else { return nil }
        return found.upperBound..<found.upperBound + open.utf8.count
    }
}
