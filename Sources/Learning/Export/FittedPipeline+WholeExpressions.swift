import Relations

extension FittedPipeline {
    /// Each feature over the columns of the user's frame, with all that a recipe computes in it.
    var wholeExpressions: [RowExpression] {
        guard let recipe else { return expressions.map(\.expression) }
        var columns = Dictionary(
            uniqueKeysWithValues: recipe.inputs.map { ($0.name, $0.expression) }
        )
        for stage in recipe.stages {
            let made = stage.columns.map { ($0.name, $0.expression.reading(columns)) }
            columns = Dictionary(uniqueKeysWithValues: made)
        }
        return expressions.map { $0.expression.reading(columns) }
    }
}

extension RowExpression {
    /// What it computes once its columns are themselves computed.
    fileprivate func reading(_ columns: [String: RowExpression]) -> RowExpression {
        replacing { part in
            if case .column(let name, _) = part { columns[name] } else { nil }
        }
    }
}
