/// Bytes of a message of Protocol Buffers that is written.
package struct ProtocolBufferWriter {
    package private(set) var bytes: [UInt8] = []

    package init() {}

    /// A field as it was read, with its tag and length.
    package mutating func append(whole field: ArraySlice<UInt8>) { bytes += field }

    package mutating func append(_ number: Int, _ value: Int) {
        varint(UInt64(number) << 3)
        varint(UInt64(bitPattern: Int64(value)))
    }

    package mutating func append(_ number: Int, _ text: String) { append(number, Array(text.utf8)) }

    package mutating func append(_ number: Int, _ content: [UInt8]) {
        varint(UInt64(number) << 3 | 2)
        varint(UInt64(content.count))
        bytes += content
    }

    /// 32 bits as they lie.
    package mutating func append(fixed number: Int, _ bits: [UInt8]) {
        varint(UInt64(number) << 3 | 5)
        bytes += bits
    }

    /// A message within.
    package mutating func append(_ number: Int, _ write: (inout ProtocolBufferWriter) -> Void) {
        var inner = ProtocolBufferWriter()
        write(&inner)
        append(number, inner.bytes)
    }

    private mutating func varint(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(rest & 0x7F) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }
}
