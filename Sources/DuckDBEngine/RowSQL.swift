import Relations
import Tables

/// Row expressions as SQL, in the scope of one SELECT.
struct RowSQL {
    /// Where each column comes from.
    let columns: [String: String]
    /// What puts equals in the promised order; empty where it is not known.
    let order: [OrderKey]
    /// The row's position from 0, where it need not be counted.
    var position: String?

    /// Whether an expression needs the rows' order to have one value.
    static func needsOrder(_ expression: RowExpression) -> Bool {
        expression.containsCall { call in
            switch call.function.kind {
            case .scalar: false
            case .window, .reduction: call.function.ordering != .free
            }
        }
    }

    /// Whether some part is a value of the rows around.
    static func hasWindow(_ expression: RowExpression) -> Bool {
        expression.containsCall { $0.window != nil || $0.function.kind == .window }
    }

    func sql(_ expression: RowExpression) -> String {
        switch expression {
        case .literal(let value, let type): SQLText.literal(value, type)
        case .column(let name, _): columns[name] ?? SQLText.name(name)
        case .element: SQLText.name("#it")
        case .call(let call): sql(call)
        }
    }

    /// A sort key, as it is written behind ORDER BY.
    func key(_ key: SortKey) -> OrderKey {
        OrderKey(sql: sql(key.expression), descending: key.descending)
    }

    /// A condition of which only the rows where it is true matter.
    func condition(_ expression: RowExpression) -> String {
        guard case .call(let call) = expression else { return sql(expression) }
        if call.function == .and {
            return "(" + call.arguments.map(condition).joined(separator: " AND ") + ")"
        }
        let sides = call.arguments.map { side in
            let text = sql(side)
            return SQLText.isAtomic(text) ? text : "(\(text))"
        }
        return call.spelledToHold(sides) ?? sql(expression)
    }

    private func sql(_ call: RowCall) -> String {
        let arguments = widened(call).map { SQLText.isAtomic($0) ? $0 : "(\($0))" }
        let isSpread = call.window != nil || call.function.kind == .window
        guard isSpread || call.function.ordering != .free else { return call.spelled(arguments) }
        let window = call.window ?? Window()
        let keys = OrderKey.joined(window.order.map(key), order)
        let around = SQLWindow(
            partition: window.partition.map(sql),
            order: keys.map(\.text),
            place: keys.first?.sql ?? "NULL"
        )
        return call.spelled(
            arguments,
            order: keys.isEmpty ? "" : " ORDER BY " + OrderKey.list(keys),
            over: isSpread ? around.over(for: call.function) : "",
            window: around,
            position: position ?? "row_number()\(around.over(for: call.function)) - 1"
        )
    }

    /// The arguments; whole numbers stay of 64 bits where nothing but literals would say so.
    private func widened(_ call: RowCall) -> [String] {
        let isNarrow =
            call.type == .int
            && !call.arguments.contains { argument in
                if case .literal = argument { return false }
                return argument.type.isNumber
            }
        return call.arguments.map { argument in
            // What is stored of such a column has a type of its own, which would not do.
            if case .column(_, .missing) = argument { return "NULL" }
            return isNarrow || call.function.hasBody ? column(argument) : sql(argument)
        }
    }

    /// An expression as a column, where a bare whole number would have 32 bits.
    func column(_ expression: RowExpression) -> String {
        switch expression {
        case .literal(.int, .int): "CAST(\(sql(expression)) AS BIGINT)"
        case .literal(.list, .list(.int)): "CAST(\(sql(expression)) AS BIGINT[])"
        default: sql(expression)
        }
    }
}

extension SQLWindow {
    /// ` OVER (…)`: in order for what hangs on the rows before and behind.
    fileprivate func over(for function: RowFunction) -> String {
        over(function.kind == .window ? order : [])
    }
}

/// A key to order rows by, in SQL; missing is last unless the order is turned round.
struct OrderKey: Hashable {
    var sql: String
    var descending = false
    var missingFirst = false
    /// Whether no row is without it, as with positions.
    var isComplete = false

    var text: String {
        sql + (descending ? " DESC" : "") + (missingFirst ? " NULLS FIRST" : "")
    }

    /// The same rows from the last to the first.
    var reversed: OrderKey {
        OrderKey(
            sql: sql,
            descending: !descending,
            missingFirst: !isComplete && !missingFirst,
            isComplete: isComplete
        )
    }

    static func list(_ keys: [OrderKey]) -> String { keys.map(\.text).joined(separator: ", ") }

    /// One value that compares as all of the keys do, one after the other.
    static func sortKey(_ keys: [OrderKey]) -> String {
        let parts = keys.map { key in
            let direction = key.descending ? "DESC" : "ASC"
            return "\(key.sql), '\(direction) NULLS \(key.missingFirst ? "FIRST" : "LAST")'"
        }
        return "create_sort_key(\(parts.joined(separator: ", ")))"
    }

    /// The position of a row.
    static func position(_ sql: String) -> OrderKey { OrderKey(sql: sql, isComplete: true) }

    /// Keys and what breaks their ties, each once.
    static func joined(_ keys: [OrderKey], _ ties: [OrderKey]) -> [OrderKey] {
        var all = keys
        for tie in ties where !all.contains(where: { $0.sql == tie.sql }) { all.append(tie) }
        return all
    }
}
