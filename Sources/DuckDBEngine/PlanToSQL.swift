import Relations
import Tables

/// Where the rows of a plan's leaf lie in the database.
struct ScanTarget: Hashable {
    /// What follows FROM.
    var from: String
    /// The columns of `from`, each with the name of ours it stands for.
    var outputs: [Query.Output]
    /// The columns of `from` when `*` would give just the outputs.
    var star: [String]?
    /// What gives the rows' order.
    var order: [OrderKey]
    /// The row's position from 0, without gaps, if there is such a column.
    var position: String?
}

/// Turns plans into DuckDB's SQL.
///
/// Pure: the same plan and places give the same text. Order is carried only where it is needed: each
/// node is told by the one above it what of the rows' order matters there.
struct PlanToSQL {
    /// What a stage asks of the order of the rows below it.
    enum Need {
        /// Any order will do.
        case none
        /// The rows shall come in the promised order.
        case rows
        /// The order must be there to sort by.
        case keys
    }

    private var names: SQLNames
    /// Where the leaves are: sources, and results of Swift code.
    let place: (Plan) -> ScanTarget

    init(_ plan: Plan, place: @escaping (Plan) -> ScanTarget) {
        names = SQLNames(avoiding: plan)
        self.place = place
    }

    /// The statement whose rows are the plan's, in their order, or in any.
    static func statement(
        _ plan: Plan,
        ordered: Bool = true,
        place: @escaping (Plan) -> ScanTarget
    ) -> String {
        var lowering = PlanToSQL(plan, place: place)
        let query = lowering.lower(plan, ordered ? .rows : .none)
        return ordered ? lowering.sorted(query).sql : query.sql
    }

    /// Lowers a plan; the query has keys of its order if that was asked for, or must be sorted.
    mutating func lower(_ plan: Plan, _ need: Need) -> Query {
        var query = lowered(plan, need)
        if need == .none || (need == .rows && query.isOrdered) { query.order = [] }
        return query
    }

    private mutating func lowered(_ plan: Plan, _ need: Need) -> Query {
        switch plan {
        case .scan, .map: scan(plan)
        case .filter(let input, let condition): filter(input, condition, need)
        case .project(let input, let columns): project(input, columns, need)
        case .aggregate(let input, let keys, let columns): aggregate(input, keys, columns)
        case .distinct(let input, let columns, let keep): distinct(input, columns, keep, need)
        case .sort(let input, let keys): sort(input, keys, need)
        case .slice(let input, let slice, let groups): cut(input, slice, groups, need)
        case .sample(let input, let sampling): sample(input, sampling)
        case .part(let input, let splitting, let side): part(input, splitting, side, need)
        case .join(let left, let right, let kind, let keys, let suffix):
            join(left, right, kind, keys, suffix, need)
        case .unnest(let input, let columns): unnest(input, columns, need)
        case .append(let inputs): append(inputs, plan.schema, need)
        case .sql(let frames, let text, let schema): userSQL(frames, text, schema, need)
        case .marked(let input, _): lowered(input, need)
        }
    }

    private func scan(_ plan: Plan) -> Query {
        let target = place(plan)
        return Query(
            outputs: target.outputs,
            from: target.from,
            star: target.star,
            order: target.order,
            isLed: target.order.count == 1 && target.order[0].isComplete,
            position: target.position,
            identity: target.position
        )
    }

    /// A hidden column's name.
    mutating func hidden() -> String { names.hidden() }

    /// The query as the FROM of another, its order carried along in hidden columns.
    mutating func wrapped(_ query: Query) -> Query {
        var inner = query
        func carry(_ sql: String) -> String {
            if let shown = inner.outputs.first(where: { $0.sql == sql }) {
                return SQLText.name(shown.alias)
            }
            let alias = names.hidden()
            inner.outputs.append(Query.Output(name: "", alias: alias, sql: sql, isColumn: false))
            return SQLText.name(alias)
        }
        var outer = Query(outputs: [], from: "")
        outer.order = query.order.map { key in
            var key = key
            key.sql = carry(key.sql)
            return key
        }
        if query.groups == nil, let position = query.position, !query.order.isEmpty {
            outer.position = carry(position)
        }
        if query.isCut || query.qualify != nil || !query.conditions.isEmpty { outer.position = nil }
        outer.outputs = query.outputs.map { output in
            var output = output
            output.sql = SQLText.name(output.alias)
            output.isColumn = true
            return output
        }
        outer.from = "(\n\(SQLText.indented(inner.sql))\n)"
        outer.star = inner.outputs.map(\.alias)
        outer.isOrdered = query.isOrdered
        outer.isLed = query.isLed
        return outer
    }

    /// The query so that WHERE, windows and GROUP BY can be written into it.
    mutating func opened(_ query: Query) -> Query { query.isOpen ? query : wrapped(query) }

    /// The query with its rows in the promised order.
    mutating func sorted(_ query: Query) -> Query {
        var query = query
        if !query.isOrdered, !query.order.isEmpty {
            if query.isCut || query.confusesKeys { query = wrapped(query) }
            query.sorting = query.order
            query.isOrdered = true
        }
        return query
    }
}
