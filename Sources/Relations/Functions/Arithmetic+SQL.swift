import Tables

/// Arithmetic in SQL.
extension Arithmetic {
    static let addSQL: @Sendable (SQLCall) -> String = { call in
        switch kind(call, sumType) {
        case .float: SQLForm.finite("($1 + $2)", carrying: [1, 2]).spelled(call)
        case .text: call.filling("($1 || $2)")
        case .date: call.filling("CAST($1 + $2 AS DATE)")
        case .timestamp where call.operands.count == 3: CalendarShift.sumSQL(call)
        default: call.filling("($1 + $2)")
        }
    }

    static let subtractSQL: @Sendable (SQLCall) -> String = { call in
        let isTime = call.operands[0].type == .time && call.operands[1].type == .time
        return switch kind(call, differenceType) {
        case .float: SQLForm.finite("($1 - $2)", carrying: [1, 2]).spelled(call)
        case .date: call.filling("CAST($1 - $2 AS DATE)")
        case .duration where call.operands[0].type == .date:
            call.filling("to_days(CAST($1 - $2 AS INTEGER))")
        case .timestamp where call.operands.count == 3: CalendarShift.differenceSQL(call)
        case .duration where isTime || call.operands.count == 3:
            call.filling("to_microseconds(epoch_us($1) - epoch_us($2))")
        default: call.filling("($1 - $2)")
        }
    }

    static let multiplySQL: @Sendable (SQLCall) -> String = { call in
        kind(call, productType) == .float
            ? SQLForm.finite("($1 * $2)", carrying: [1, 2]).spelled(call)
            : call.filling("($1 * $2)")
    }

    static let divideSQL: @Sendable (SQLCall) -> String = { call in
        if kind(call, quotientType) == .duration {
            return call.filling("($1 / nullif(CAST($2 AS DOUBLE), 0))")
        }
        guard call.operands.contains(where: { $0.type == .duration }) else {
            return SQLForm.finite("($1 / $2)").spelled(call)
        }
        return call.filling(
            "(CAST(epoch_us($1) AS DOUBLE) / nullif(CAST(epoch_us($2) AS DOUBLE), 0))"
        )
    }

    static let floorDivideSQL: @Sendable (SQLCall) -> String = { call in
        let (a, b) = (call.operands[0], call.operands[1])
        guard widened(a.type, b.type) != .float else {
            return SQLForm.finite("floor($1 / $2)").spelled(call)
        }
        if case .int(let divisor) = b.constant, divisor > 0 {
            return call.filling("(($1 // $2) - CAST(($1 % $2) < 0 AS BIGINT))")
        }
        return call.filling(
            "(($1 // nullif($2, 0)) - CAST((\(wholeRest) <> 0) AND (($1 < 0) <> ($2 < 0)) AS BIGINT))"
        )
    }

    static let moduloSQL: @Sendable (SQLCall) -> String = { call in
        let (a, b) = (call.operands[0], call.operands[1])
        if widened(a.type, b.type) == .float {
            let rest = "(CAST($1 AS DOUBLE) % CAST(nullif($2, 0) AS DOUBLE))"
            return call.filling(floored(rest))
        }
        if case .int(let divisor) = b.constant, divisor > 0 {
            return call.filling("(($1 % $2) + CASE WHEN ($1 % $2) < 0 THEN $2 ELSE 0 END)")
        }
        return call.filling(floored(wholeRest))
    }

    /// The rest of whole numbers; by -1 it would overflow for the least of them.
    private static let wholeRest =
        "($1 % (CASE $2 WHEN 0 THEN NULL WHEN -1 THEN 1 ELSE $2 END))"

    private static func floored(_ rest: String) -> String {
        "(CASE WHEN \(rest) <> 0 AND (\(rest) < 0) <> ($2 < 0) THEN \(rest) + $2 ELSE \(rest) END)"
    }

    private static func kind(
        _ call: SQLCall,
        _ rule: (ColumnType, ColumnType) throws(TypeFault) -> ColumnType
    ) -> ColumnType {
        (try? rule(call.operands[0].type, call.operands[1].type)) ?? .missing
    }
}
