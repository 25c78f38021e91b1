import Diagnostics
import Learning

/// Universal Binary JSON, as XGBoost writes it, made into the JSON that it stands for.
///
/// Every length is held to the bytes that are there before anything is read by it.
struct UniversalBinary {
    private let bytes: [UInt8]
    private var place = 0
    private var depth = 0
    private var text: [UInt8] = []

    /// What is nested deeper than any model is refused.
    private static let deepest = 64

    /// The whole content as JSON.
    static func json(of bytes: [UInt8]) throws(Diagnostic) -> [UInt8] {
        var reading = UniversalBinary(bytes: bytes)
        reading.text.reserveCapacity(bytes.count * 2)
        try reading.value(try reading.byte())
        guard reading.place == bytes.count else { throw damaged }
        return reading.text
    }

    private static var damaged: Diagnostic {
        .modelCorrupt("it is cut short, or has a length that cannot be")
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private mutating func byte() throws(Diagnostic) -> UInt8 {
        guard place < bytes.count else { throw Self.damaged }
        place += 1
        return bytes[place - 1]
    }

    /// A number of so many bytes, the highest first.
    private mutating func bits(_ count: Int) throws(Diagnostic) -> UInt64 {
        guard count <= bytes.count - place else { throw Self.damaged }
        var bits: UInt64 = 0
        for index in place..<place + count { bits = bits << 8 | UInt64(bytes[index]) }
        place += count
        return bits
    }

    private mutating func integer(_ marker: UInt8) throws(Diagnostic) -> Int64? {
        switch marker {
        case UInt8(ascii: "i"): Int64(Int8(truncatingIfNeeded: try bits(1)))
        case UInt8(ascii: "U"): Int64(try bits(1))
        case UInt8(ascii: "I"): Int64(Int16(truncatingIfNeeded: try bits(2)))
        case UInt8(ascii: "l"): Int64(Int32(truncatingIfNeeded: try bits(4)))
        case UInt8(ascii: "L"): Int64(bitPattern: try bits(8))
        default: nil
        }
    }

    /// A length, of things of at least a byte each.
    private mutating func length() throws(Diagnostic) -> Int {
        guard let number = try integer(try byte()), number >= 0, number <= bytes.count - place
        else { throw Self.damaged }
        return Int(number)
    }

    private mutating func word() throws(Diagnostic) {
        let length = try length()
        text.append(UInt8(ascii: "\""))
        for byte in bytes[place..<place + length] {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): text += [UInt8(ascii: "\\"), byte]
            case 0..<0x20:
                let digits = String(byte, radix: 16)
                text += Array("\\u00\(digits.count == 1 ? "0" : "")\(digits)".utf8)
            default: text.append(byte)
            }
        }
        place += length
        text.append(UInt8(ascii: "\""))
    }

    private mutating func value(_ marker: UInt8) throws(Diagnostic) {
        if let number = try integer(marker) {
            text += Array(String(number).utf8)
            return
        }
        switch marker {
        case UInt8(ascii: "d"):
            text += Array("\(Float(bitPattern: UInt32(try bits(4))))".utf8)
        case UInt8(ascii: "D"):
            text += Array("\(Double(bitPattern: try bits(8)))".utf8)
        case UInt8(ascii: "T"): text += Array("true".utf8)
        case UInt8(ascii: "F"): text += Array("false".utf8)
        case UInt8(ascii: "Z"): text += Array("null".utf8)
        case UInt8(ascii: "S"): try word()
        case UInt8(ascii: "["), UInt8(ascii: "{"):
            depth += 1
            guard depth <= Self.deepest else { throw Self.damaged }
            if marker == UInt8(ascii: "[") { try list() } else { try record() }
            depth -= 1
        default: throw Self.damaged
        }
    }

    /// Values up to the closing bracket, or so many of one type.
    private mutating func list() throws(Diagnostic) {
        text.append(UInt8(ascii: "["))
        var marker = try byte()
        if marker == UInt8(ascii: "$") {
            let type = try byte()
            guard try byte() == UInt8(ascii: "#"), "iUIlLdD".utf8.contains(type) else {
                throw Self.damaged
            }
            for index in 0..<(try length()) {
                if index > 0 { text.append(UInt8(ascii: ",")) }
                try value(type)
            }
        } else if marker == UInt8(ascii: "#") {
            for index in 0..<(try length()) {
                if index > 0 { text.append(UInt8(ascii: ",")) }
                try value(try byte())
            }
        } else {
            var isFirst = true
            while marker != UInt8(ascii: "]") {
                if !isFirst { text.append(UInt8(ascii: ",")) }
                isFirst = false
                try value(marker)
                marker = try byte()
            }
        }
        text.append(UInt8(ascii: "]"))
    }

    private mutating func record() throws(Diagnostic) {
        text.append(UInt8(ascii: "{"))
        var isFirst = true
        while true {
            guard place < bytes.count else { throw Self.damaged }
            if bytes[place] == UInt8(ascii: "}") { break }
            if !isFirst { text.append(UInt8(ascii: ",")) }
            isFirst = false
            try word()
            text.append(UInt8(ascii: ":"))
            try value(try byte())
        }
        place += 1
        text.append(UInt8(ascii: "}"))
    }
}
