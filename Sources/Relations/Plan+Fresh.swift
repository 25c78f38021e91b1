import Tables

extension Plan {
    /// The columns that the last stages added to what was there, the latest first.
    ///
    /// They are what a reader of the result is looking for. A stage that makes other rows, or leaves
    /// out more columns than it keeps, begins anew.
    package var freshColumns: [String] {
        switch self {
        case .filter(let input, _), .distinct(let input, _, _), .sort(let input, _),
            .slice(let input, _, _), .sample(let input, _), .part(let input, _, _),
            .marked(let input, _), .unnest(let input, _),
            .join(let input, _, .semi, _, _), .join(let input, _, .anti, _, _):
            input.freshColumns
        case .map(let input, let transform):
            Self.joined(transform.adds.map(\.name), input.freshColumns)
        case .project(let input, let columns): Self.fresh(columns, over: input)
        case .join(let left, let right, _, _, _):
            // A wide table on the right would leave no room for the rows it was joined to.
            Self.joined(
                schema.names.dropFirst(left.schema.names.count)
                    .filter { right.schema[$0] != nil }.prefix(3).map { $0 },
                left.freshColumns
            )
        case .scan, .aggregate, .append, .sql: []
        }
    }

    private static func fresh(_ columns: [NamedExpression], over input: Plan) -> [String] {
        var computed: [String] = []
        var names: [String: String] = [:]
        for column in columns {
            if case .column(let name, _) = column.expression {
                names[name] = column.name
            } else {
                computed.append(column.name)
            }
        }
        let before = input.schema.names
        guard computed.isEmpty || Set(columns.map(\.name)).isSuperset(of: before),
            columns.count * 2 >= before.count
        else { return [] }
        return joined(computed, input.freshColumns.compactMap { names[$0] })
    }

    private static func joined(_ latest: [String], _ earlier: [String]) -> [String] {
        let taken = Set(latest)
        return latest + earlier.filter { !taken.contains($0) }
    }
}
