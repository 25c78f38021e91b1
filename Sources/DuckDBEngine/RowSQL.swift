import Relations
import Tables

/// Row expressions as SQL, in the scope of one SELECT.
struct RowSQL {
    /// Where each column comes from.
    let columns: [String: String]
    /// What puts equals in the promised order; empty where it is not known.
    let order: [OrderKey]

    /// Ranks say which rows are equal: nothing may tell those apart.
    private static let seesTies: Set = ["rank", "dense_rank", "percent_rank", "cume_dist"]
    /// Reductions whose value hangs on the order of the rows.
    private static let seesOrder: Set = [
        "first", "last", "list", "arg_min", "arg_max",
    ]

    /// Whether an expression needs the rows' order to have one value.
    static func needsOrder(_ expression: RowExpression) -> Bool {
        expression.containsCall { call in
            switch call.function.kind {
            case .scalar: false
            case .window: true
            case .reduction:
                seesOrder.contains(call.function.name) || call.function.ordering != .free
            }
        }
    }

    /// Whether some part is a value of the rows around.
    static func hasWindow(_ expression: RowExpression) -> Bool {
        expression.containsCall { $0.window != nil || $0.function.kind == .window }
    }

    private static func template(of call: RowCall) -> String? {
        guard case .template(let text) = call.function.sql else { return nil }
        return text
    }

    func sql(_ expression: RowExpression) -> String {
        switch expression {
        case .literal(let value, let type): SQLText.literal(value, type)
        case .column(let name, _): columns[name] ?? SQLText.name(name)
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
        let arguments = widened(call)
        guard let template = Self.template(of: call), !Self.saysClauses(template) else {
            return spelled(call, arguments)
        }
        return spread(ordered(Self.filled(template, arguments), call), call)
    }

    /// A call whose form says itself where its clauses go.
    private func spelled(_ call: RowCall, _ arguments: [String]) -> String {
        let isSpread = call.window != nil || call.function.kind == .window
        return call.spelled(
            arguments.map { SQLText.isAtomic($0) ? $0 : "(\($0))" },
            order: order.isEmpty ? "" : " ORDER BY " + OrderKey.list(order),
            over: isSpread ? " OVER (\(frame(call.window ?? Window(), call.function)))" : ""
        )
    }

    private static func saysClauses(_ template: String) -> Bool {
        template.contains("$over") || template.contains("$order")
    }

    /// The arguments; whole numbers stay of 64 bits where nothing but literals would say so.
    private func widened(_ call: RowCall) -> [String] {
        let isNarrow =
            call.type == .int
            && !call.arguments.contains { argument in
                if case .literal = argument { return false }
                return argument.type.isNumber
            }
        return call.arguments.map { isNarrow ? column($0) : sql($0) }
    }

    /// An expression as a column, where a bare whole number would have 32 bits.
    func column(_ expression: RowExpression) -> String {
        guard case .literal(.int, .int) = expression else { return sql(expression) }
        return "CAST(\(sql(expression)) AS BIGINT)"
    }

    /// The order of a reduction's rows, inside its brackets.
    private func ordered(_ text: String, _ call: RowCall) -> String {
        let keys = order.isEmpty ? "" : " ORDER BY " + OrderKey.list(order)
        guard call.function.kind == .reduction, Self.seesOrder.contains(call.function.name),
            text.hasSuffix(")"), !keys.isEmpty
        else { return text }
        return text.dropLast() + keys + ")"
    }

    /// The rows that a window or spread reduction looks at.
    private func spread(_ text: String, _ call: RowCall) -> String {
        guard call.window != nil || call.function.kind == .window else {
            return text
        }
        let over = " OVER (\(frame(call.window ?? Window(), call.function)))"
        return text + over
    }

    private func frame(_ window: Window, _ function: RowFunction) -> String {
        var parts: [String] = []
        if !window.partition.isEmpty {
            parts.append("PARTITION BY " + window.partition.map(sql).joined(separator: ", "))
        }
        if function.kind == .window {
            var keys = window.order.map(key)
            if !Self.seesTies.contains(function.name) { keys = OrderKey.joined(keys, order) }
            if !keys.isEmpty { parts.append("ORDER BY " + OrderKey.list(keys)) }
        }
        return parts.joined(separator: " ")
    }

    /// A template with its arguments in their places, in brackets where they need them.
    private static func filled(_ template: String, _ arguments: [String]) -> String {
        var result = ""
        var rest = template[...]
        while let dollar = rest.firstIndex(of: "$") {
            result += rest[..<dollar]
            rest = rest[rest.index(after: dollar)...]
            let digits = rest.prefix { $0.isNumber }
            if rest.first == "*" {
                rest = rest.dropFirst()
                result += arguments.joined(separator: ", ")
            } else if let number = Int(digits), arguments.indices.contains(number - 1) {
                rest = rest.dropFirst(digits.count)
                let argument = arguments[number - 1]
                let isAlone = stands(alone: result, before: rest)
                result += isAlone || SQLText.isAtomic(argument) ? argument : "(\(argument))"
            } else {
                result += "$"
            }
        }
        return result + rest
    }

    /// Whether brackets or commas already hold what comes between.
    private static func stands(alone before: String, before after: Substring) -> Bool {
        let left = before.hasSuffix("(") || before.hasSuffix(", ") || before.isEmpty
        let right = after.hasPrefix(")") || after.hasPrefix(",") || after.isEmpty
        return left && right && !(before.isEmpty && after.isEmpty)
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
