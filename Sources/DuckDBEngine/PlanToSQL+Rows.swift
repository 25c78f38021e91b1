import Relations
import Tables

extension PlanToSQL {
    /// What the rows below must bring when something is computed from the rows around.
    private func need(_ expressions: [RowExpression], _ need: Need) -> Need {
        if expressions.contains(where: RowSQL.needsOrder) { return .keys }
        // Windows shuffle rows: who wants them in order sorts afterwards.
        return need == .rows && expressions.contains(where: RowSQL.hasWindow) ? .keys : need
    }

    mutating func filter(_ input: Plan, _ condition: RowExpression, _ need: Need) -> Query {
        var query = lower(input, self.need([condition], need))
        if !query.isOpen || !query.readsColumns(condition) { query = wrapped(query) }
        let sql = query.rows.condition(condition)
        query.position = nil
        if RowSQL.hasWindow(condition) {
            query.qualify = sql
            query.isOrdered = false
        } else {
            query.conditions.append(Self.conjunct(sql))
        }
        return query
    }

    /// A condition as a part of AND.
    static func conjunct(_ sql: String) -> String {
        let isLoose = sql.contains(" OR ") || sql.contains("CASE")
        return isLoose && !SQLText.isAtomic(sql) ? "(\(sql))" : sql
    }

    mutating func project(_ input: Plan, _ columns: [NamedExpression], _ need: Need) -> Query {
        let expressions = columns.map(\.expression)
        let windows = expressions.contains(where: RowSQL.hasWindow)
        var query = lower(input, self.need(expressions, need))
        let isSimple = expressions.allSatisfy { expression in
            if case .column = expression { return true }
            return query.groups == nil && query.readsColumns(expression)
        }
        if !isSimple || query.groups != nil || (windows && !query.isOpen) {
            query = wrapped(query)
        }
        var rows = query.rows
        if query.isOrdered, query.isOpen, query.conditions.isEmpty {
            rows.position = query.position
        }
        let before = query.outputs
        let aliases = SQLNames.aliases(columns.map(\.name))
        query.outputs = zip(columns, aliases).map { column, alias in
            if case .column(let name, _) = column.expression,
                let same = before.first(where: { $0.name == name })
            {
                return Query.Output(
                    name: column.name,
                    alias: alias,
                    sql: same.sql,
                    isColumn: same.isColumn
                )
            }
            let sql = rows.column(column.expression)
            return Query.Output(name: column.name, alias: alias, sql: sql, isColumn: false)
        }
        if windows {
            query.hasWindow = true
            query.isOrdered = false
        }
        return query.isCut && query.confusesSorting ? wrappedBefore(query, before) : query
    }

    /// The same projection around the query, because its aliases would change what is sorted by.
    private mutating func wrappedBefore(_ query: Query, _ before: [Query.Output]) -> Query {
        var inner = query
        inner.outputs = before
        var outer = wrapped(inner)
        let aliases = Dictionary(
            zip(before.map(\.sql), outer.outputs.map(\.sql)),
            uniquingKeysWith: { first, _ in first }
        )
        outer.outputs = query.outputs.map { output in
            var output = output
            output.sql = aliases[output.sql] ?? output.sql
            return output
        }
        return outer
    }

    mutating func aggregate(
        _ input: Plan,
        _ keys: [NamedExpression],
        _ columns: [NamedExpression]
    ) -> Query {
        let expressions = columns.map(\.expression)
        var query = lower(input, expressions.contains(where: RowSQL.needsOrder) ? .keys : .none)
        if !query.isOpen { query = wrapped(query) }
        let rows = query.rows
        let aliases = SQLNames.aliases((keys + columns).map(\.name))
        let all = keys + columns
        let before = query
        query.outputs = zip(all, aliases).map { column, alias in
            let sql = rows.column(column.expression)
            return Query.Output(name: column.name, alias: alias, sql: sql, isColumn: false)
        }
        query.groups = keys.indices.map { index in
            guard case .column = keys[index].expression, before.readsColumns(keys[index].expression)
            else { return "\(index + 1)" }
            return query.outputs[index].sql
        }
        query.order = query.outputs.prefix(keys.count).map { OrderKey(sql: $0.sql) }
        query.isLed = false
        query.isOrdered = keys.isEmpty
        query.position = nil
        query.star = nil
        return query
    }

    mutating func sort(_ input: Plan, _ keys: [SortKey], _ need: Need) -> Query {
        if need == .none { return lower(input, .none) }
        var query = lower(input, .keys)
        let windows = keys.contains { RowSQL.hasWindow($0.expression) }
        if query.isCut || (windows && !query.isOpen) { query = wrapped(query) }
        let rows = query.rows
        query.order = OrderKey.joined(keys.map(rows.key), query.order)
        query.isLed = false
        query.isOrdered = false
        query.position = nil
        // A window in a key is computed once, in a column.
        return windows ? wrapped(query) : query
    }

    /// A row for each element of lists.
    mutating func unnest(_ input: Plan, _ columns: [String], _ need: Need) -> Query {
        var query = lower(input, need)
        if !query.isOpen || query.outputs.contains(where: { !$0.isColumn }) {
            query = wrapped(query)
        }
        let lists = columns.compactMap { query.scope[$0] }
        query.outputs = query.outputs.map { output in
            guard columns.contains(output.name) else { return output }
            var output = output
            output.sql = "unnest(\(output.sql))"
            output.isColumn = false
            return output
        }
        query.star = nil
        query.position = nil
        query.isLed = false
        if query.order.isEmpty { return wrapped(query) }
        // Equals of the order below are told apart by their place in the list.
        let place = hidden()
        let lengths = lists.map { "len(\($0))" }
        let longest =
            lengths.count == 1 ? lengths[0] : "greatest(\(lengths.joined(separator: ", ")))"
        query.outputs.append(
            Query.Output(name: "", alias: place, sql: "unnest(range(\(longest)))", isColumn: false)
        )
        var outer = wrapped(query)
        outer.outputs.removeLast()
        outer.order.append(.position(SQLText.name(place)))
        return outer
    }

    /// The number of a row within its group, from 1.
    func rowNumber(partition: [String], _ order: [OrderKey]) -> String {
        "row_number() OVER (\(window(partition, order)))"
    }

    func window(_ partition: [String], _ order: [OrderKey]) -> String {
        let parts = [
            partition.isEmpty ? "" : "PARTITION BY " + partition.joined(separator: ", "),
            order.isEmpty ? "" : "ORDER BY " + OrderKey.list(order),
        ]
        return parts.filter { !$0.isEmpty }.joined(separator: " ")
    }
}

extension Query {
    /// Whether an alias would take the place of a column that the rows were cut by.
    var confusesSorting: Bool {
        var copy = self
        copy.order = sorting
        return copy.confusesKeys
    }
}
