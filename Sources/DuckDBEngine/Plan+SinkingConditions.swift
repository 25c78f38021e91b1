import Relations
import Tables

extension Plan {
    /// The same rows, when databases are told which of theirs are wanted.
    ///
    /// Filters stay where they are: a database may give more than was asked for.
    func sinkingConditions(_ conditions: [RowExpression] = []) -> Plan {
        switch self {
        // DuckDB finds out by itself what its own files need not give.
        case .scan(.database(var source)) where source.database.kind != .duckdb:
            source.conditions += conditions.compactMap { SimpleCondition($0) }
            return .scan(.database(source))
        case .scan: return self
        case .filter(let input, let condition):
            let known = RowSQL.hasWindow(condition) ? [] : condition.conjuncts
            // A window in this filter looks at rows that those below do not.
            let below = RowSQL.hasWindow(condition) ? [] : conditions + known
            return .filter(input.sinkingConditions(below), where: condition)
        case .sort(let input, let keys):
            let windows = keys.contains { RowSQL.hasWindow($0.expression) }
            return .sort(input.sinkingConditions(windows ? [] : conditions), by: keys)
        case .project(let input, let columns):
            return .project(input.sinkingConditions(conditions.below(columns)), columns)
        default: return changingInputs { $0.sinkingConditions() }
        }
    }

    private func changingInputs(_ change: (Plan) -> Plan) -> Plan {
        switch self {
        case .scan: self
        case .filter(let input, let condition): .filter(change(input), where: condition)
        case .project(let input, let columns): .project(change(input), columns)
        case .aggregate(let input, let keys, let columns):
            .aggregate(change(input), by: keys, columns)
        case .distinct(let input, let columns, let keep):
            .distinct(change(input), on: columns, keep: keep)
        case .sort(let input, let keys): .sort(change(input), by: keys)
        case .slice(let input, let slice, let groups): .slice(change(input), slice, by: groups)
        case .sample(let input, let sampling): .sample(change(input), sampling)
        case .join(let left, let right, let kind, let keys, let suffix):
            .join(change(left), change(right), kind, on: keys, suffix: suffix)
        case .unnest(let input, let columns): .unnest(change(input), columns)
        case .append(let inputs): .append(inputs.map(change))
        case .part(let input, let splitting, let index):
            .part(change(input), splitting, index: index)
        case .sql(let frames, let text, let schema):
            .sql(frames.map { NamedPlan($0.name, change($0.plan)) }, text, schema)
        // Its result may be kept under the plan as it is.
        case .map: self
        }
    }
}

extension [RowExpression] {
    /// The conditions on the columns below a projection, as far as those pass through it.
    fileprivate func below(_ columns: [NamedExpression]) -> [RowExpression] {
        if columns.contains(where: { RowSQL.hasWindow($0.expression) }) { return [] }
        var sources: [String: RowExpression] = [:]
        for column in columns {
            if case .column = column.expression { sources[column.name] = column.expression }
        }
        return compactMap { condition in
            guard condition.columns.allSatisfy({ sources[$0] != nil }) else { return nil }
            return condition.replacing { part in
                if case .column(let name, _) = part { sources[name] } else { nil }
            }
        }
    }
}
