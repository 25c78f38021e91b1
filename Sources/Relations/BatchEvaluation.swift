import Diagnostics
package import Tables

/// The second of the two evaluators of row expressions: in Swift, column by column, without an
/// engine.
package enum BatchEvaluation {
    /// The column that an expression makes of a batch's rows, once.
    ///
    /// A reduction without a window looks at all rows of the batch: alone it gives one row, within
    /// a scalar its value for every row. Overflow and what cannot be converted throw a
    /// `Diagnostic`, and so does a function that only an engine has.
    package static func evaluate(
        _ expression: RowExpression,
        over batch: Batch,
        schema: Schema
    ) throws -> Column {
        try RowProgram([expression], over: schema).evaluate(over: batch)[0]
    }

    /// The value of an expression that reads no column.
    package static func constant(_ expression: RowExpression) throws -> Scalar {
        let column = try evaluate(expression, over: Batch([], count: 1), schema: Schema([]))
        return column[0]
    }
}
