extension Plan {
    /// The expressions of this step alone, without those of what it reads.
    package var expressions: [RowExpression] {
        switch self {
        case .filter(_, let condition): [condition]
        case .project(_, let columns): columns.map(\.expression)
        case .aggregate(_, let keys, let columns): (keys + columns).map(\.expression)
        case .sort(_, let keys): keys.map(\.expression)
        case .part(_, let splitting, _):
            splitting.order.map(\.expression) + splitting.method.expressions
        case .scan, .distinct, .slice, .sample, .join, .unnest, .append, .sql, .map, .marked: []
        }
    }
}

extension Splitting.Method {
    fileprivate var expressions: [RowExpression] {
        if case .cuts(let cuts) = self { return cuts }
        return []
    }
}
