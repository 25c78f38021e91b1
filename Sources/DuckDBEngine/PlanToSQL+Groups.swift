import Relations
import Tables

/// The first or last rows of each group, found while rows stream by: nothing is sorted, and only
/// the rows that stay are kept.
extension PlanToSQL {
    /// How many rows of a group are worth keeping beside each other while the others pass.
    private static let fewRows: Int64 = 100

    /// One row for each combination of the columns.
    mutating func distinct(
        _ input: Plan,
        _ columns: [String],
        _ keep: Keep,
        _ need: Need
    ) -> Query {
        let all = input.schema.names
        let on = columns.isEmpty ? all : columns
        let isWhole = Set(on) == Set(all)
        let query = opened(lower(input, isWhole && need == .none ? .none : .keys))
        return one(of: query, on, input.schema, keep)
    }

    /// Rows by position within each group.
    mutating func cutGroups(_ input: Plan, _ slice: Slice, _ groups: [String]) -> Query {
        let query = opened(lower(input, .keys))
        switch slice {
        case .head(1): return one(of: query, groups, input.schema, .first)
        case .tail(1): return one(of: query, groups, input.schema, .last)
        case .head(let count) where (2...Self.fewRows).contains(count) && !query.order.isEmpty:
            return few(of: query, groups, count, .first)
        case .tail(let count) where (2...Self.fewRows).contains(count) && !query.order.isEmpty:
            return few(of: query, groups, count, .last)
        default: return numberedGroups(query, slice, groups)
        }
    }

    /// Of each group the first row, or the last: every column's cell is the one at its place.
    private mutating func one(
        of query: Query,
        _ names: [String],
        _ schema: Schema,
        _ keep: Keep
    ) -> Query {
        var query = reading(query)
        let columns = Set(names)
        let place = Place(query.order, keep)
        if let place, let identity = query.identity,
            query.outputs.contains(where: { !columns.contains($0.name) })
        {
            return rows(of: query, names, identity, place.chosen(identity))
        }
        query.groups = query.outputs.filter { columns.contains($0.name) }.map(\.sql)
        query.outputs = query.outputs.map { output in
            // Zero has two signs, which are one group: the row's own is shown.
            let isKey = columns.contains(output.name) && schema[output.name]?.type != .float
            if isKey { return output }
            // Without an order there is one row at most.
            let sql =
                place.map { "\($0.choice)_null(\(output.sql), \($0.sql))" }
                ?? (columns.contains(output.name) ? output.sql : "first(\(output.sql))")
            return Query.Output(
                name: output.name,
                alias: output.alias,
                sql: sql,
                isColumn: false
            )
        }
        query.order = place.map { [$0.key] } ?? []
        query.isLed = false
        query.star = nil
        query.isOrdered = false
        query.position = nil
        return query
    }

    /// Of each group the first rows, or the last.
    private mutating func few(
        of query: Query,
        _ names: [String],
        _ count: Int64,
        _ keep: Keep
    ) -> Query {
        var inner = reading(query)
        guard let place = Place(inner.order, keep) else { return inner }
        if let identity = inner.identity {
            let chosen = place.chosen(identity, count)
            return rows(of: inner, names, identity, "unnest(\(chosen))")
        }
        let row = SQLText.name(hidden())
        let keys = inner.order.map { key in (key, SQLText.name(hidden())) }
        let cells =
            inner.outputs.map { "\(SQLText.name($0.alias)) := \($0.sql)" }
            + keys.map { "\($0.1) := \($0.0.sql)" }
        var outer = Query(outputs: inner.outputs, from: "")
        outer.outputs = inner.outputs.map { output in
            var output = output
            output.sql = "\(row).\(SQLText.name(output.alias))"
            return output
        }
        outer.order = keys.map { key, name in
            var key = key
            key.sql = "\(row).\(name)"
            return key
        }
        outer.isOrdered = false
        inner.groups = names.compactMap { inner.scope[$0] }
        let rows = "struct_pack(\(cells.joined(separator: ", ")))"
        let kept = "unnest(\(place.choice)(\(rows), \(place.sql), \(count)))"
        inner.outputs = [
            Query.Output(
                name: "",
                alias: String(row.dropFirst().dropLast()),
                sql: kept,
                isColumn: false
            )
        ]
        inner.star = nil
        outer.from = "(\n\(SQLText.indented(inner.sql))\n)"
        return outer
    }

    /// The chosen rows of each group, read again by what tells them from all others: nothing is
    /// carried along for the rows that pass.
    private func rows(
        of query: Query,
        _ names: [String],
        _ identity: String,
        _ chosen: String
    ) -> Query {
        var places = query
        places.outputs = [Query.Output(name: "", alias: "place", sql: chosen, isColumn: false)]
        places.groups = names.compactMap { query.scope[$0] }
        places.star = nil
        var rows = query
        rows.conditions = ["\(identity) IN (\n\(SQLText.indented(places.sql))\n)"]
        rows.position = nil
        rows.isOrdered = false
        return rows
    }

    /// Rows by position within each group, every row numbered.
    private mutating func numberedGroups(
        _ query: Query,
        _ slice: Slice,
        _ groups: [String]
    ) -> Query {
        var query = query
        let partition = groups.compactMap { query.scope[$0] }
        let number = rowNumber(partition: partition, query.order)
        switch slice {
        case .head(let count): query.qualify = "\(number) <= \(count)"
        case .rows(let first, let last): query.qualify = "\(number) BETWEEN \(first) AND \(last)"
        case .tail(let count):
            let back = rowNumber(partition: partition, query.order.map(\.reversed))
            query.qualify = "\(back) <= \(count)"
        }
        query.isOrdered = false
        query.position = nil
        return query
    }

    /// The query with nothing but columns in it, which may be written twice.
    private mutating func reading(_ query: Query) -> Query {
        query.outputs.allSatisfy(\.isColumn) ? query : wrapped(query)
    }
}

/// A row's place in the order as one value, and what finds the first or last of them.
private struct Place {
    let sql: String
    /// The aggregate that picks cells by the place.
    let choice: String
    private let extreme: String
    /// What puts the picked rows in order.
    let key: OrderKey

    /// nil where no order is known.
    init?(_ order: [OrderKey], _ keep: Keep) {
        guard let first = order.first else { return nil }
        let isPosition = order.count == 1 && first.isComplete
        sql =
            isPosition
            ? first.sql
            : OrderKey.sortKey(order)
        let descending = isPosition && first.descending
        // In a falling order the first row is the one with the greatest key.
        let takesLeast = (keep == .first) != descending
        choice = takesLeast ? "arg_min" : "arg_max"
        extreme = takesLeast ? "min" : "max"
        key = OrderKey(
            sql: "\(extreme)(\(sql))",
            descending: descending,
            isComplete: true
        )
    }
    /// The identity of the row at the place, or a list of those of the first few.
    func chosen(_ identity: String, _ count: Int64? = nil) -> String {
        let few = count.map { ", \($0)" } ?? ""
        return sql == identity
            ? "\(extreme)(\(sql)\(few))" : "\(choice)(\(identity), \(sql)\(few))"
    }
}
