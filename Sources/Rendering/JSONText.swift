import Documents

/// Values in JSON (RFC 8259): ints whole, floats as the shortest text that reads back the same,
/// missing and what is not finite as `null`.
enum JSONText {
    static func of(_ cell: Cell) -> String {
        switch cell {
        case .missing: return "null"
        case .bool(let value): return value ? "true" : "false"
        case .int(let value): return String(value)
        case .float(let value): return value.isFinite ? value.description : "null"
        case .text(let value), .formatted(let value): return quoted(value)
        case .list(let cells): return "[" + cells.map(of).joined(separator: ",") + "]"
        case .record(let fields): return of(fields)
        }
    }

    static func of(_ fields: [Field]) -> String {
        "{" + fields.map { quoted($0.name) + ":" + of($0.value) }.joined(separator: ",") + "}"
    }

    /// A row as an object; the names are quoted already.
    static func object(_ names: [String], _ row: [Cell]) -> String {
        "{" + zip(names, row).map { $0 + ":" + of($1) }.joined(separator: ",") + "}"
    }

    /// Text in quotes; control characters and line separators are escaped, all else is kept.
    static func quoted(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy {
            $0 >= 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\")
        }
        if isPlain { return "\"" + text + "\"" }
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            default:
                if isControl(scalar) {
                    let hex = String(scalar.value, radix: 16)
                    result += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
                } else {
                    result.unicodeScalars.append(scalar)
                }
            }
        }
        return result + "\""
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x00...0x1F, 0x7F...0x9F, 0x2028...0x2029: true
        default: false
        }
    }
}
