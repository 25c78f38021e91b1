/// SQL that gives NULL where a float computation leaves the finite numbers.
///
/// `finite(x)` is a function that the engine brings. Among operations through which NaN and
/// infinity always pass (`+`, `*`, the upper side of `/`, `sqrt`, `ln`), one test around all of them
/// says the same as a test around each; so an operation opens its operands before it closes itself.
package enum FiniteSQL {
    private static let head = "finite("

    package static func closed(_ sql: String) -> String { head + sql + ")" }

    /// The expression inside a test that `closed` made; nil for anything else.
    package static func opened(_ sql: String) -> String? {
        guard sql.hasPrefix(head), sql.hasSuffix(")") else { return nil }
        let inner = sql.dropFirst(head.count).dropLast()
        return holdsTogether(inner) ? String(inner) : nil
    }

    /// Whether no bracket closes that was not opened, so that what stands around is one pair.
    private static func holdsTogether(_ sql: Substring) -> Bool {
        var depth = 0
        var quote: UInt8?
        for byte in sql.utf8 {
            if let open = quote {
                if byte == open { quote = nil }
            } else if byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") {
                quote = byte
            } else if byte == UInt8(ascii: "(") {
                depth += 1
            } else if byte == UInt8(ascii: ")") {
                depth -= 1
                if depth < 0 { return false }
            }
        }
        return true
    }
}

extension SQLForm {
    /// A float template whose operands at `carried` (from 1) let NaN and infinity through.
    static func finite(_ template: String, carrying carried: Set<Int> = [1]) -> SQLForm {
        .made { call in
            var call = call
            for index in call.arguments.indices where carried.contains(index + 1) {
                guard let inner = FiniteSQL.opened(call.arguments[index]) else { continue }
                call.arguments[index] = inner
            }
            return FiniteSQL.closed(call.filling(template))
        }
    }
}

extension RowCall {
    /// A comparison whose first side may leave the finite numbers, true in the same rows as ever
    /// but false or unknown elsewhere; nil for all other calls.
    ///
    /// NaN and infinity are above all numbers in DuckDB, so one test of the upper end excludes
    /// both.
    package func spelledToHold(_ sides: [String]) -> String? {
        guard let inner = FiniteSQL.opened(sides[0]),
            sides.dropFirst().allSatisfy({ FiniteSQL.opened($0) == nil })
        else { return nil }
        switch function {
        case .greater, .greaterOrEqual:
            return "(\(inner) \(function.name) \(sides[1])"
                + " AND \(inner) < CAST('infinity' AS DOUBLE))"
        case .less, .lessOrEqual:
            return "(\(inner) \(function.name) \(sides[1])"
                + " AND \(inner) > CAST('-infinity' AS DOUBLE))"
        case .between: return "(\(inner) BETWEEN \(sides[1]) AND \(sides[2]))"
        default: return nil
        }
    }
}
