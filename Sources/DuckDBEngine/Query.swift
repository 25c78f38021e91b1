import Relations
import Tables

/// One SELECT under construction; stages that fit are written into it, others around it.
struct Query {
    /// A column of the result.
    struct Output: Hashable {
        /// Our name, and the alias in SQL, which differ where SQL would confuse two names.
        var name: String
        var alias: String
        var sql: String
        /// Whether it is a column of `from` and nothing more.
        var isColumn: Bool
    }

    var outputs: [Output]
    /// What follows FROM.
    var from: String
    /// The columns of `from` when `*` would give just them.
    var star: [String]?
    /// Sorting by these gives the promised order; empty when nobody asked for it.
    var order: [OrderKey] = []
    /// Whether the rows come in the promised order without being sorted.
    var isOrdered = true
    /// Whether the first key of the order is a whole number that rises from row to row, as long as
    /// no join has multiplied the rows.
    var isLed = false
    /// The row's position in the promised order, from 0 without gaps, where `from` has it.
    var position: String?
    /// A column of `from` that tells its rows apart, where reading `from` twice is cheap.
    var identity: String?
    var conditions: [String] = []
    /// nil without grouping; empty for one group of all rows.
    var groups: [String]?
    var qualify: String?
    var sorting: [OrderKey] = []
    var limit: Int64?
    var offset: Int64 = 0
    var hasWindow = false

    /// Our names and where they come from.
    var scope: [String: String] {
        Dictionary(outputs.map { ($0.name, $0.sql) }, uniquingKeysWith: { first, _ in first })
    }

    var rows: RowSQL { RowSQL(columns: scope, order: order) }

    /// Whether rows have been chosen by position: what follows must stand around it.
    var isCut: Bool { limit != nil || offset > 0 || !sorting.isEmpty }
    /// Whether WHERE, windows and GROUP BY can still be written into it.
    var isOpen: Bool { !isCut && groups == nil && qualify == nil && !hasWindow }

    /// Whether an expression only reads columns as they are.
    func readsColumns(_ expression: RowExpression) -> Bool {
        let read = expression.columns
        return outputs.allSatisfy { $0.isColumn || !read.contains($0.name) }
    }

    /// The statement, its clauses each on a line.
    var sql: String {
        var lines = ["SELECT \(selected)", "FROM \(from)"]
        if !conditions.isEmpty { lines.append("WHERE " + conditions.joined(separator: " AND ")) }
        if let groups, !groups.isEmpty {
            lines.append("GROUP BY " + groups.joined(separator: ", "))
        }
        if let qualify { lines.append("QUALIFY \(qualify)") }
        if !sorting.isEmpty {
            lines.append("ORDER BY " + sorting.map(spelled).joined(separator: ", "))
        }
        if let limit { lines.append("LIMIT \(limit)") }
        if offset > 0 { lines.append("OFFSET \(offset)") }
        return lines.joined(separator: "\n")
    }

    private var selected: String {
        if let star, outputs.allSatisfy(\.isColumn), outputs.map(\.sql) == star.map(SQLText.name),
            outputs.map(\.alias) == star
        {
            return "*"
        }
        if outputs.isEmpty { return "1 AS \(SQLText.name("#"))" }
        return outputs.map { output in
            let alias = SQLText.name(output.alias)
            return output.sql == alias ? alias : "\(output.sql) AS \(alias)"
        }.joined(separator: ", ")
    }

    /// A key as it is written in this statement: by its alias where it is shown.
    private func spelled(_ key: OrderKey) -> String {
        guard let output = outputs.first(where: { $0.sql == key.sql }) else { return key.text }
        var key = key
        key.sql = SQLText.name(output.alias)
        return key.text
    }

    /// Whether an alias would take the place of a column that a key reads.
    var confusesKeys: Bool {
        order.contains { key in
            !outputs.contains { $0.sql == key.sql }
                && outputs.contains {
                    $0.sql != SQLText.name($0.alias) && key.sql.contains(SQLText.name($0.alias))
                }
        }
    }
}
