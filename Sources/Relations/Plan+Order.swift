extension Plan {
    /// Whether its rows were put in an order by the user, so that `first` and its kin mean something.
    package var isSorted: Bool {
        switch self {
        case .sort: true
        case .filter(let plan, _), .project(let plan, _), .slice(let plan, _, _),
            .map(let plan, _), .part(let plan, _, _), .sample(let plan, _),
            .distinct(let plan, _, _), .join(let plan, _, _, _, _):
            plan.isSorted
        case .scan, .aggregate, .append, .sql: false
        }
    }
}
