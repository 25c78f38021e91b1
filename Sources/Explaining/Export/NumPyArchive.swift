/// Arrays under their names in one file (`.npz`): a ZIP archive whose parts are stored as they are.
struct NumPyArchive {
    private var body: [UInt8] = []
    private var directory: [UInt8] = []
    private var count = 0

    /// What ZIP's sizes can tell.
    static let mostBytes = Int(UInt32.max) / 2

    /// Whether the parts still fit.
    var fits: Bool { body.count + directory.count <= Self.mostBytes }

    mutating func add(_ name: String, _ array: NumPyArray) {
        let file = Array("\(name).npy".utf8)
        let start = body.count
        let facts =
            Self.short(20) + Self.short(0) + Self.short(0) + Self.short(0) + Self.short(0x21)
            + Self.long(Self.checksum(array.bytes))
            + Self.long(UInt32(truncatingIfNeeded: array.bytes.count))
            + Self.long(UInt32(truncatingIfNeeded: array.bytes.count))
            + Self.short(UInt16(file.count))
            + Self.short(0)
        body += Self.long(0x0403_4B50) + facts + file + array.bytes
        directory +=
            Self.long(0x0201_4B50) + Self.short(20) + facts + Self.short(0) + Self.short(0)
            + Self.short(0) + Self.long(0) + Self.long(UInt32(truncatingIfNeeded: start)) + file
        count += 1
    }

    /// The whole file: the parts, then where each of them is.
    var bytes: [UInt8] {
        let parts = UInt16(truncatingIfNeeded: count)
        return body + directory + Self.long(0x0605_4B50) + Self.short(0) + Self.short(0)
            + Self.short(parts) + Self.short(parts)
            + Self.long(UInt32(truncatingIfNeeded: directory.count))
            + Self.long(UInt32(truncatingIfNeeded: body.count)) + Self.short(0)
    }

    private static func short(_ number: UInt16) -> [UInt8] {
        [UInt8(number & 0xFF), UInt8(number >> 8)]
    }

    private static func long(_ number: UInt32) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: number >> UInt32(8 * $0)) }
    }

    /// CRC-32 as ZIP has it (ISO 3309).
    private static func checksum(_ bytes: [UInt8]) -> UInt32 {
        var sum: UInt32 = 0xFFFF_FFFF
        for byte in bytes { sum = sum >> 8 ^ remainders[Int((sum ^ UInt32(byte)) & 0xFF)] }
        return ~sum
    }

    private static let remainders: [UInt32] = (0..<256).map { byte in
        (0..<8).reduce(UInt32(byte)) { rest, _ in
            rest & 1 == 1 ? rest >> 1 ^ 0xEDB8_8320 : rest >> 1
        }
    }
}
