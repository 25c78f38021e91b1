import Glibc

/// Bytes of a binary COPY: numbers are big-endian.
struct WireBytes {
    private let start: UnsafeRawPointer
    let count: Int

    init(_ start: UnsafeRawPointer, count: Int) {
        self.start = start
        self.count = count
    }

    /// Bytes that the server did not send are zero: a cell shorter than its type is its fault.
    private func load<Number: FixedWidthInteger & BitwiseCopyable>(_ position: Int) -> Number {
        guard position + MemoryLayout<Number>.size <= count else { return 0 }
        return Number(bigEndian: start.loadUnaligned(fromByteOffset: position, as: Number.self))
    }

    func byte(_ position: Int) -> UInt8 { load(position) }
    func int16(_ position: Int) -> Int16 { load(position) }
    func int32(_ position: Int) -> Int32 { load(position) }
    func int64(_ position: Int) -> Int64 { load(position) }

    func part(_ position: Int, _ size: Int) -> WireBytes {
        let first = min(position, count)
        return WireBytes(start + first, count: min(size, count - first))
    }

    /// Text, or nil where it is no UTF-8.
    func text(from first: Int) -> String? {
        guard first < count else { return "" }
        let bytes = UnsafeRawBufferPointer(start: start + first, count: count - first)
        return String(validating: bytes, as: UTF8.self)
    }

    var uuid: String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        for index in 0..<16 {
            if [4, 6, 8, 10].contains(index) { text.append(UInt8(ascii: "-")) }
            let byte = byte(index)
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }
}

// A `numeric`: digits to the base of 10,000, the exponent of the first, the sign, and how many decimal
// places are shown.
extension WireBytes {
    private static let powers: [Double] = (0...22).map { pow(10, Double($0)) }

    /// The nearest double; NaN and the infinities as they are.
    var numeric: Double {
        let length = Int(int16(0))
        let weight = Int(int16(2))
        let sign = UInt16(bitPattern: int16(4))
        switch sign {
        case 0xC000: return .nan
        case 0xD000: return .infinity
        case 0xF000: return -.infinity
        default: break
        }
        let size = magnitude(length, weight)
        return sign == 0x4000 ? -size : size
    }

    private func magnitude(_ length: Int, _ weight: Int) -> Double {
        if length == 0 { return 0 }
        let exponent = 4 * (weight - length + 1)
        // A whole number below 2^53 and a power of ten up to 22 are exact, so one division is right.
        if length <= 3, abs(exponent) <= 22 {
            var whole: Int64 = 0
            for index in 0..<length { whole = whole * 10_000 + Int64(int16(8 + 2 * index)) }
            let power = Self.powers[abs(exponent)]
            return exponent < 0 ? Double(whole) / power : Double(whole) * power
        }
        var text = ""
        for index in 0..<length {
            let digits = String(int16(8 + 2 * index))
            text += String(repeating: "0", count: 4 - digits.count) + digits
        }
        return strtod("\(text)e\(exponent)", nil)
    }
}
