/// SQL that gives NULL where a float computation leaves the finite numbers.
///
/// Among operations through which NaN and infinity always pass (`+`, `*`, the upper side of `/`,
/// `sqrt`, `ln`), one test around all of them says the same as a test around each; so an operation
/// opens its operands before it closes itself, and the text stays short.
enum FiniteSQL {
    /// How what a test holds can leave the finite numbers.
    enum Risk {
        /// Beyond 1.8e308 only, as sums and products do.
        case overflow
        /// In the middle of the numbers too, as quotients and logarithms do.
        case poles
    }

    private static let head = "(CASE WHEN isfinite("
    private static let middle = ") THEN "
    private static let risks: [(Risk, tail: String)] = [
        (.overflow, " ELSE NULL END)"), (.poles, " END)"),
    ]

    static func closed(_ sql: String, _ risk: Risk = .poles) -> String {
        head + sql + middle + sql + (risk == .poles ? " END)" : " ELSE NULL END)")
    }

    /// The expression inside a test that `closed` made, and its risk; nil for anything else.
    static func opened(_ sql: String) -> (inner: String, risk: Risk)? {
        guard sql.hasPrefix(head) else { return nil }
        for (risk, tail) in risks where sql.hasSuffix(tail) {
            let length = sql.utf8.count - head.utf8.count - middle.utf8.count - tail.utf8.count
            guard length > 0, length % 2 == 0 else { continue }
            let bytes = sql.utf8
            let start = bytes.index(bytes.startIndex, offsetBy: head.utf8.count)
            let inner = String(sql[start..<bytes.index(start, offsetBy: length / 2)])
            if closed(inner, risk) == sql { return (inner, risk) }
        }
        return nil
    }

    /// What to total: an overflow of one row leads to one of the total, which is tested anyway.
    static func unguarded(_ sql: String) -> String {
        guard let (inner, risk) = opened(sql), risk == .overflow else { return sql }
        return inner
    }
}

extension SQLForm {
    /// A float template whose operands at `carried` (from 1) let NaN and infinity through.
    static func finite(
        _ template: String,
        carrying carried: Set<Int> = [1],
        _ risk: FiniteSQL.Risk = .poles
    ) -> SQLForm {
        .made { call in
            var (call, risk) = (call, risk)
            for index in call.arguments.indices where carried.contains(index + 1) {
                guard let opened = FiniteSQL.opened(call.arguments[index]) else { continue }
                call.arguments[index] = opened.inner
                if opened.risk == .poles { risk = .poles }
            }
            return FiniteSQL.closed(call.filling(template), risk)
        }
    }

    /// A total of the first argument, tested once for all rows.
    static func total(_ template: String) -> SQLForm {
        .made { call in
            var call = call
            call.arguments[0] = FiniteSQL.unguarded(call.arguments[0])
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
        guard let (inner, _) = FiniteSQL.opened(sides[0]),
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
