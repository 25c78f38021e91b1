import Relations
import Tables

extension PlanToSQL {
    /// Rows by position, of all or of each group.
    mutating func cut(_ input: Plan, _ slice: Slice, _ groups: [String], _ need: Need) -> Query {
        if !groups.isEmpty { return cutGroups(input, slice, groups) }
        if case .tail(let count) = slice { return tail(input, count) }
        var query = lower(input, need == .keys ? .keys : .rows)
        if query.isCut { query = wrapped(query) }
        query = sorted(query)
        switch slice {
        case .head(let count): query.limit = max(0, count)
        case .rows(let first, let last):
            query.limit = max(0, last - max(1, first) + 1)
            query.offset = max(0, first - 1)
        case .tail: break
        }
        query.position = nil
        return query
    }

    private mutating func tail(_ input: Plan, _ count: Int64) -> Query {
        var query = lower(input, .keys)
        if query.isCut || query.confusesKeys { query = wrapped(query) }
        query.sorting = query.order.map(\.reversed)
        query.limit = max(0, count)
        query.isOrdered = false
        query.position = nil
        return query
    }

    /// The query with a column that holds each row's position, from 0: all there is of its order.
    mutating func numbered(_ input: Plan) -> (query: Query, position: String) {
        numbered(lower(input, .rows))
    }

    mutating func numbered(_ query: Query) -> (query: Query, position: String) {
        var query = query
        // A leaf may have its positions already.
        if query.isOrdered, query.isOpen, query.conditions.isEmpty, let position = query.position {
            query.order = [.position(position)]
            return (query, position)
        }
        query = opened(query)
        let position = hidden()
        let number = rowNumber(partition: [], query.isOrdered ? [] : query.order)
        query.outputs.append(
            Query.Output(name: "", alias: position, sql: "\(number) - 1", isColumn: false)
        )
        query.order = []
        let sorted = query.isOrdered
        var outer = wrapped(query)
        outer.outputs.removeLast()
        outer.order = [.position(SQLText.name(position))]
        outer.isOrdered = sorted
        return (outer, SQLText.name(position))
    }

    /// A draw for every row, the same wherever and however the plan runs.
    private func draw(_ purpose: ChanceFunction, _ position: String, _ seed: UInt64) -> OrderKey {
        OrderKey(sql: "\(purpose.rawValue)(\(position), \(seed))")
    }

    mutating func sample(_ input: Plan, _ sampling: Sampling) -> Query {
        var (query, position) = numbered(input)
        let keys = [draw(.sample, position, sampling.seed), .position(position)]
        let partition = sampling.by.compactMap { query.scope[$0] }
        query.position = nil
        query.isOrdered = false
        switch sampling.size {
        case .rows(let count) where partition.isEmpty:
            query.sorting = keys
            query.limit = max(0, count)
        case .rows(let count):
            query.qualify = "\(rowNumber(partition: partition, keys)) <= \(count)"
        case .share(let share):
            let share = SQLText.literal(.float(share), .float)
            let size = "count(*) OVER (\(window(partition, [])))"
            query.qualify =
                "\(rowNumber(partition: partition, keys)) <= round(\(share) * \(size))"
        }
        return query
    }

    mutating func part(
        _ input: Plan,
        _ splitting: Splitting,
        _ side: Splitting.Side,
        _ need: Need
    ) -> Query {
        switch splitting.method {
        case .cuts(let cuts): between(input, splitting.order, cuts, side, need)
        case .shares(let shares): share(input, splitting, shares, side)
        }
    }

    /// The rows from one cut to the next; missing goes with the last.
    private mutating func between(
        _ input: Plan,
        _ order: [SortKey],
        _ cuts: [RowExpression],
        _ side: Splitting.Side,
        _ need: Need
    ) -> Query {
        guard let key = order.first else { return lower(input, need) }
        var query = lower(input, need)
        if !query.isOpen || !query.readsColumns(key.expression) { query = wrapped(query) }
        let value = query.rows.sql(key.expression)
        let index = side.index
        let (from, upTo) = key.descending ? ("<=", ">") : (">=", "<")
        var conditions: [String] = []
        if index > 0 { conditions.append("\(value) \(from) \(query.rows.sql(cuts[index - 1]))") }
        if index < cuts.count {
            conditions.append("\(value) \(upTo) \(query.rows.sql(cuts[index]))")
        }
        if index == cuts.count { conditions = ["(\(conditions[0]) OR \(value) IS NULL)"] }
        if case .outside = side {
            let inside = conditions.joined(separator: " AND ")
            conditions = ["NOT coalesce(\(inside), false)"]
        }
        query.conditions += conditions
        query.position = nil
        return query
    }

    /// The rows whose rank among all, or among their stratum, lies within a share.
    private mutating func share(
        _ input: Plan,
        _ splitting: Splitting,
        _ shares: [Double],
        _ side: Splitting.Side
    ) -> Query {
        var (query, position) = numbered(input)
        var strata = splitting.stratify.compactMap { query.scope[$0] }
        var order = splitting.order.map(query.rows.key)
        if !splitting.group.isEmpty {
            // A group goes where its first row goes, whole.
            let groups = window(splitting.group.compactMap { query.scope[$0] }, [])
            var facts = ["min(\(position)) OVER (\(groups))"]
            facts += strata.map { "arg_min_null(\($0), \(position)) OVER (\(groups))" }
            if !order.isEmpty { facts.append("min(\(OrderKey.sortKey(order))) OVER (\(groups))") }
            var names = carrying(facts, in: &query)
            position = names.removeFirst()
            strata = Array(names.prefix(strata.count))
            order = names.dropFirst(strata.count).map { OrderKey(sql: $0, isComplete: true) }
        }
        let keys =
            (order.isEmpty ? [draw(.split, position, splitting.seed)] : order)
            + [.position(position)]
        let isInside = bounds(shares, side.index)(
            splitting.group.isEmpty
                ? rowNumber(partition: strata, keys)
                : "dense_rank() OVER (\(window(strata, keys)))",
            splitting.group.isEmpty
                ? "count(*) OVER (\(window(strata, [])))"
                : "count(DISTINCT \(position)) OVER (\(window(strata, [])))"
        )
        query.qualify = if case .outside = side { "NOT (\(isInside))" } else { isInside }
        query.position = nil
        query.isOrdered = false
        return query
    }

    /// The query around itself, with windows computed in hidden columns, whose names it gives.
    private mutating func carrying(_ windows: [String], in query: inout Query) -> [String] {
        let names = windows.map { _ in hidden() }
        query.outputs += zip(names, windows).map { name, sql in
            Query.Output(name: "", alias: name, sql: sql, isColumn: false)
        }
        query.isOrdered = false
        query.hasWindow = true
        query = wrapped(query)
        query.outputs.removeLast(windows.count)
        return names.map(SQLText.name)
    }

    /// The test that a rank from 1 lies in a part, when sizes are rounded as one running sum.
    private func bounds(_ shares: [Double], _ index: Int) -> (String, String) -> String {
        let lower = shares.prefix(index).reduce(0, +)
        let upper = lower + shares[index]
        return { rank, size in
            func bound(_ share: Double) -> String {
                // Shares that make up 1 leave no row over.
                if share > 1 - 1e-9 { return size }
                return "round(\(SQLText.literal(.float(share), .float)) * \(size))"
            }
            var tests: [String] = []
            if lower > 0 { tests.append("\(rank) > \(bound(lower))") }
            tests.append("\(rank) <= \(bound(upper))")
            return tests.joined(separator: " AND ")
        }
    }
}
