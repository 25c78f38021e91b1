/// How a function is spelled in SQL.
///
/// Spellings are DuckDB's, which are PostgreSQL's wherever both have a function; an engine of
/// another dialect overrides by name. The SQL of an argument is a whole operand (a name, a literal
/// or something in brackets) of exactly its type: `BIGINT` for int, `DOUBLE` for float, `TIMESTAMP`
/// in UTC for timestamp, `ENUM` for category; so is the SQL that a form gives.
package enum SQLForm: Sendable {
    /// `$1`, `$2`, … stand for the arguments, `$*` for all of them with commas between, `$order`
    /// and `$over` for the clauses of `SQLCall`.
    case template(String)
    /// Made from the call.
    case made(@Sendable (SQLCall) -> String)
}

/// A call about to be spelled: what stands for its arguments, and what is known of them.
package struct SQLCall: Sendable {
    /// The arguments in SQL.
    package var arguments: [String]
    package var operands: [RowArgument]
    /// ` ORDER BY …` to stand inside the brackets of an aggregate whose rows have an order, or
    /// nothing.
    package var order: String
    /// ` OVER (…)` to stand after an aggregate or window function, or nothing.
    package var over: String
    /// The rows around each row, where the call is over a window.
    package var window: SQLWindow
    /// The row's position from 0.
    package var position: String

    package init(
        _ arguments: [String],
        _ operands: [RowArgument],
        order: String = "",
        over: String = "",
        window: SQLWindow = SQLWindow(),
        position: String = "0"
    ) {
        self.arguments = arguments
        self.operands = operands
        self.order = order
        self.over = over
        self.window = window
        self.position = position
    }
}

/// What a window is made of in SQL, for functions that say themselves which rows they look at.
package struct SQLWindow: Sendable {
    package var partition: [String]
    /// Keys as they stand behind ORDER BY: those asked for, then what tells equals apart.
    package var order: [String]
    /// The value of the first key, whichever way it sorts.
    package var place: String

    package init(partition: [String] = [], order: [String] = [], place: String = "NULL") {
        self.partition = partition
        self.order = order
        self.place = place
    }

    /// ` OVER (…)` with these keys, and these rows of the group.
    package func over(
        _ order: [String],
        within partition: [String] = [],
        rows: String = ""
    ) -> String {
        let groups = self.partition + partition
        let parts = [
            groups.isEmpty ? "" : "PARTITION BY " + groups.joined(separator: ", "),
            order.isEmpty ? "" : "ORDER BY " + order.joined(separator: ", "),
            rows,
        ]
        return " OVER (\(parts.filter { !$0.isEmpty }.joined(separator: " ")))"
    }
}

extension SQLForm {
    /// The call in SQL.
    package func spelled(_ call: SQLCall) -> String {
        switch self {
        case .made(let make): make(call)
        case .template(let template): call.filling(template)
        }
    }
}

extension RowCall {
    /// The call in SQL, from the SQL of its arguments.
    package func spelled(
        _ arguments: [String],
        order: String = "",
        over: String = "",
        window: SQLWindow = SQLWindow(),
        position: String = "0"
    ) -> String {
        function.sql.spelled(
            SQLCall(
                arguments,
                self.arguments.map { RowArgument($0) },
                order: order,
                over: over,
                window: window,
                position: position
            )
        )
    }
}

extension SQLCall {
    /// The template with every `$` put right, in one pass: what it puts in is not looked at again.
    func filling(_ template: String) -> String {
        var rest = Substring(template)
        var sql = ""
        while let mark = rest.firstIndex(of: "$") {
            sql += rest[..<mark]
            rest = rest[rest.index(after: mark)...]
            sql += taken(from: &rest)
        }
        return sql + rest
    }

    private func taken(from rest: inout Substring) -> String {
        for (word, clause) in [("order", order), ("over", over)] where rest.hasPrefix(word) {
            rest = rest.dropFirst(word.count)
            return clause
        }
        if rest.hasPrefix("*") {
            rest = rest.dropFirst()
            return arguments.joined(separator: ", ")
        }
        guard let digit = rest.first?.wholeNumberValue, (1...arguments.count).contains(digit) else {
            preconditionFailure("a template names an argument that the call has not")
        }
        rest = rest.dropFirst()
        return arguments[digit - 1]
    }
}
