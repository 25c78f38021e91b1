extension Plan {
    /// Whether its rows were put in an order by the user, so that `first` and its kin mean something.
    package var isSorted: Bool {
        switch self {
        case .sort: true
        case .filter(let plan, _), .project(let plan, _), .slice(let plan, _, _),
            .map(let plan, _), .part(let plan, _, _), .sample(let plan, _),
            .distinct(let plan, _, _), .join(let plan, _, _, _, _), .unnest(let plan, _),
            .marked(let plan, _):
            plan.isSorted
        case .scan, .aggregate, .append, .sql: false
        }
    }

    /// The first key by which its rows were sorted, where each row still holds its value.
    package var sortKey: SortKey? {
        switch self {
        case .sort(_, let keys): return keys.first
        case .filter(let plan, _), .slice(let plan, _, by: []), .marked(let plan, _):
            return plan.sortKey
        case .project(let plan, let columns):
            let kept = columns.filter { column in
                if case .column(let name, _) = column.expression { return name == column.name }
                return false
            }
            guard let key = plan.sortKey, key.expression.columns.isSubset(of: kept.map(\.name))
            else { return nil }
            return key
        default: return nil
        }
    }
}
