/// One record of a journal, and its form in the file.
///
/// A record is a line `kind bytes checksum`, then that many bytes of payload and a newline. Length
/// and checksum tell a record that was torn by a crash from a whole one; reading ends there.
package struct JournalRecord: Hashable, Sendable {
    package var kind: Kind
    /// The statement, the header's lines, or the number of the statement that a mark is about.
    package var payload: String

    package enum Kind: String, Hashable, Sendable {
        case begin
        /// A statement that was accepted; statements are numbered from 1 in their order.
        case statement
        case failed
        case undone
        case redone
        case finished
    }

    package init(_ kind: Kind, _ payload: String = "") {
        self.kind = kind
        self.payload = payload
    }

    var bytes: [UInt8] {
        let payload = Array(payload.utf8)
        let head = "\(kind.rawValue) \(payload.count) \(Self.checksum(of: kind, payload[...]))\n"
        return Array(head.utf8) + payload + [0x0A]
    }

    /// The records of a file up to the first that is not whole, and where that one begins.
    static func read(_ bytes: [UInt8]) -> (records: [JournalRecord], end: Int) {
        var records: [JournalRecord] = []
        var position = 0
        while let (record, end) = record(bytes, at: position) {
            records.append(record)
            position = end
        }
        return (records, position)
    }

    private static func record(_ bytes: [UInt8], at start: Int) -> (JournalRecord, end: Int)? {
        // The longest head is far below 64 bytes; looking further would only read a torn payload.
        let head = bytes[start..<min(start + 64, bytes.count)].prefix { $0 != 0x0A }
        let words = head.split(separator: 0x20, omittingEmptySubsequences: false).map {
            String(decoding: $0, as: UTF8.self)
        }
        guard words.count == 3, let kind = Kind(rawValue: words[0]), let count = Int(words[1]),
            count >= 0, count < bytes.count - head.endIndex - 1
        else { return nil }
        let payload = bytes[head.endIndex + 1..<head.endIndex + 1 + count]
        guard bytes[payload.endIndex] == 0x0A, checksum(of: kind, payload) == words[2] else {
            return nil
        }
        return (JournalRecord(kind, String(decoding: payload, as: UTF8.self)), payload.endIndex + 1)
    }

    /// CRC-32 (IEEE 802.3) of kind and payload, in hexadecimal.
    private static func checksum(of kind: Kind, _ payload: ArraySlice<UInt8>) -> String {
        var remainder = UInt32.max
        for part in [Array(kind.rawValue.utf8)[...], payload] {
            for byte in part {
                remainder ^= UInt32(byte)
                for _ in 0..<8 {
                    remainder = remainder & 1 == 1 ? remainder >> 1 ^ 0xEDB8_8320 : remainder >> 1
                }
            }
        }
        return String(~remainder, radix: 16)
    }
}
