import Relations
import Tables

extension Plan {
    /// Which of a source's files can hold rows for which conditions are true.
    typealias Pruning = (FileSource, [RowExpression]) -> FileSource

    /// The same rows, when databases are told which of theirs are wanted, and folders are left out
    /// that hold none.
    ///
    /// Filters stay where they are: a source may give more than was asked for.
    func sinkingConditions(
        _ conditions: [RowExpression] = [],
        pruning: Pruning
    ) -> Plan {
        switch self {
        // DuckDB finds out by itself what its own files need not give.
        case .scan(.database(var source)) where source.database.kind != .duckdb:
            source.conditions += conditions.compactMap { SimpleCondition($0) }
            return .scan(.database(source))
        case .scan(.files(let source)): return .scan(.files(pruning(source, conditions)))
        case .scan: return self
        case .filter(let input, let condition):
            let known = RowSQL.hasWindow(condition) ? [] : condition.conjuncts
            // A window in this filter looks at rows that those below do not.
            let below = RowSQL.hasWindow(condition) ? [] : conditions + known
            return .filter(input.sinkingConditions(below, pruning: pruning), where: condition)
        case .sort(let input, let keys):
            let windows = keys.contains { RowSQL.hasWindow($0.expression) }
            let below = windows ? [] : conditions
            return .sort(input.sinkingConditions(below, pruning: pruning), by: keys)
        case .project(let input, let columns):
            let below = conditions.below(columns)
            return .project(input.sinkingConditions(below, pruning: pruning), columns)
        // Its result may be kept under the plan as it is.
        case .map: return self
        default: return replacingInputs { $0.sinkingConditions(pruning: pruning) }
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
