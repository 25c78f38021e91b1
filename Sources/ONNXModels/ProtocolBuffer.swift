import Diagnostics
import Learning

/// A message of Protocol Buffers, read field by field; every length is held to the bytes that are
/// there.
struct ProtocolBuffer {
    /// One field: its number, what it holds, and where it lies.
    struct Field {
        enum Content {
            case number(UInt64)
            case bytes(ArraySlice<UInt8>)
            /// 32 or 64 bits as they lie.
            case fixed(ArraySlice<UInt8>)
        }
        var number: Int
        var content: Content
        /// The field with its tag and length.
        var whole: ArraySlice<UInt8>

        var text: String? { bytes.flatMap { String(validating: $0, as: UTF8.self) } }
        var int: Int? {
            if case .number(let bits) = content { Int(truncatingIfNeeded: bits) } else { nil }
        }
        var bytes: ArraySlice<UInt8>? {
            if case .bytes(let bytes) = content { bytes } else { nil }
        }

        /// Whole numbers that lie in one field, or the one that does.
        var ints: [Int] {
            get throws(Diagnostic) {
                if let int { return [int] }
                guard let bytes else { return [] }
                var reading = ProtocolBuffer(bytes)
                var ints: [Int] = []
                while !reading.isAtEnd {
                    ints.append(Int(truncatingIfNeeded: try reading.varint()))
                }
                return ints
            }
        }

        /// The fields of the message that it holds.
        var fields: [Field] {
            get throws(Diagnostic) {
                guard let bytes else { throw ProtocolBuffer.damaged }
                return try ProtocolBuffer.fields(of: bytes)
            }
        }
    }

    private let bytes: ArraySlice<UInt8>
    private var place: Int

    private init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        place = bytes.startIndex
    }

    static var damaged: Diagnostic {
        .modelCorrupt("it is cut short, or has a length that cannot be")
    }

    static func fields(of bytes: ArraySlice<UInt8>) throws(Diagnostic) -> [Field] {
        var reading = ProtocolBuffer(bytes)
        var fields: [Field] = []
        while !reading.isAtEnd { fields.append(try reading.field()) }
        return fields
    }

    private var isAtEnd: Bool { place >= bytes.endIndex }

    private mutating func varint() throws(Diagnostic) -> UInt64 {
        var bits: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 64, by: 7) {
            guard place < bytes.endIndex else { throw Self.damaged }
            let byte = bytes[place]
            place += 1
            bits |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return bits }
        }
        throw Self.damaged
    }

    private mutating func part(_ count: UInt64) throws(Diagnostic) -> ArraySlice<UInt8> {
        guard count <= UInt64(bytes.endIndex - place) else { throw Self.damaged }
        defer { place += Int(count) }
        return bytes[place..<place + Int(count)]
    }

    private mutating func field() throws(Diagnostic) -> Field {
        let start = place
        let tag = try varint()
        let number = tag >> 3
        guard number > 0, number < 1 << 29 else { throw Self.damaged }
        let content: Field.Content =
            switch tag & 7 {
            case 0: .number(try varint())
            case 1: .fixed(try part(8))
            case 2: .bytes(try part(try varint()))
            case 5: .fixed(try part(4))
            default: throw Self.damaged
            }
        return Field(number: Int(number), content: content, whole: bytes[start..<place])
    }
}
