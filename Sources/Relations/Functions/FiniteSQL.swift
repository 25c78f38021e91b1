/// SQL that gives NULL where a float computation leaves the finite numbers.
///
/// Among operations through which NaN and infinity always pass (`+`, `*`, the upper side of `/`,
/// `sqrt`, `ln`), one test around all of them says the same as a test around each; so an operation
/// opens its operands before it closes itself, and the text stays short.
enum FiniteSQL {
    private static let head = "(CASE WHEN isfinite("
    private static let middle = ") THEN "
    private static let tail = " END)"

    static func closed(_ sql: String) -> String { head + sql + middle + sql + tail }

    /// The expression inside a test that `closed` made; anything else as it is.
    static func opened(_ sql: String) -> String {
        let length = sql.utf8.count - head.utf8.count - middle.utf8.count - tail.utf8.count
        guard length > 0, length % 2 == 0, sql.hasPrefix(head) else { return sql }
        let bytes = sql.utf8
        let start = bytes.index(bytes.startIndex, offsetBy: head.utf8.count)
        let inner = String(sql[start..<bytes.index(start, offsetBy: length / 2)])
        return closed(inner) == sql ? inner : sql
    }
}

extension SQLForm {
    /// A float template whose operands at `carried` (from 1) let NaN and infinity through.
    static func finite(_ template: String, carrying carried: Set<Int> = [1]) -> SQLForm {
        .made { call in
            var call = call
            for index in call.arguments.indices where carried.contains(index + 1) {
                call.arguments[index] = FiniteSQL.opened(call.arguments[index])
            }
            return FiniteSQL.closed(call.filling(template))
        }
    }
}
