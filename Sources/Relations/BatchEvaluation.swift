import Diagnostics
package import Tables

/// The second of the two evaluators of row expressions: in Swift, column by column, without an
/// engine.
package enum BatchEvaluation {
    /// The column that an expression makes of a batch's rows.
    ///
    /// A reduction without a window looks at all rows of the batch: alone it gives one row, within
    /// a scalar its value for every row. Overflow and what cannot be converted throw a
    /// `Diagnostic`, and so does a function that only an engine has.
    package static func evaluate(
        _ expression: RowExpression,
        over batch: Batch,
        schema: Schema
    ) throws -> Column {
        try evaluate(expression, over: batch, schema: schema, element: nil)
    }

    /// The same, where `element` holds what `it` stands for.
    private static func evaluate(
        _ expression: RowExpression,
        over batch: Batch,
        schema: Schema,
        element: Column?
    ) throws -> Column {
        switch expression {
        case .literal(let value, let type):
            return Column(repeating: value, type, count: batch.count)
        case .column(let name, _):
            guard let position = schema.position(of: name) else {
                preconditionFailure("an expression reads a column that its schema has not")
            }
            return batch.columns[position]
        case .element:
            guard let element else {
                throw Diagnostic("value.element", "there is no list whose element `it` could be")
            }
            return element
        case .call(let call):
            return try evaluate(call, over: batch, schema: schema, element: element)
        }
    }

    /// The value of an expression that reads no column.
    package static func constant(_ expression: RowExpression) throws -> Scalar {
        let column = try evaluate(expression, over: Batch([], count: 1), schema: Schema([]))
        return column[0]
    }

    private static func evaluate(
        _ call: RowCall,
        over batch: Batch,
        schema: Schema,
        element: Column?
    ) throws -> Column {
        guard call.window == nil, let body = call.function.evaluate else {
            throw Diagnostic(
                "function.engine",
                "`\(call.function.name)` needs an engine, and none runs here"
            )
        }
        let arguments =
            if call.function.hasBody {
                try elementwise(call, over: batch, schema: schema, element: element)
            } else {
                try call.arguments.map { argument in
                    try evaluate(argument, over: batch, schema: schema, element: element)
                        .spread(over: batch.count)
                }
            }
        return try body(arguments, batch.count, call.type)
    }

    /// A list, and what the body gives for each of its elements, one below the other.
    private static func elementwise(
        _ call: RowCall,
        over batch: Batch,
        schema: Schema,
        element: Column?
    ) throws -> [Column] {
        let lists = try evaluate(call.arguments[0], over: batch, schema: schema, element: element)
            .spread(over: batch.count)
        guard case .lists(let offsets, let child) = lists.values else {
            return [lists, Column(call.arguments[1].type, cells: [])]
        }
        let rows = (0..<batch.count).flatMap { row in
            Array(repeating: row, count: offsets[row + 1] - offsets[row])
        }
        let elements = child.gathered(rows.indices.map { $0 + offsets[0] })
        let around = Batch(
            batch.columns.map { $0.gathered(rows) },
            count: rows.count
        )
        let made = try evaluate(call.arguments[1], over: around, schema: schema, element: elements)
        return [lists, made.spread(over: rows.count)]
    }
}

extension Column {
    /// The same cell in every row.
    init(repeating value: Scalar, _ type: ColumnType, count: Int) {
        let one = Column(type, cells: [value])
        let validity = one.validity.map { _ in Bitmap(repeating: false, count: count) }
        self.init(type, one.values.repeated(count), validity: validity)
    }

    /// A reduction's one row for each of as many rows.
    fileprivate func spread(over rows: Int) -> Column {
        count == 1 && rows != 1 ? Column(repeating: self[0], type, count: rows) : self
    }
}

extension Column.Values {
    /// The first cell, as often as asked.
    fileprivate func repeated(_ count: Int) -> Column.Values {
        switch self {
        case .bools(let cells): .bools(Array(repeating: cells[0], count: count))
        case .ints(let cells): .ints(Array(repeating: cells[0], count: count))
        case .floats(let cells): .floats(Array(repeating: cells[0], count: count))
        case .texts(let cells): .texts(Array(repeating: cells[0], count: count))
        case .codes(let cells): .codes(Array(repeating: cells[0], count: count))
        case .days(let cells): .days(Array(repeating: cells[0], count: count))
        case .microseconds(let cells): .microseconds(Array(repeating: cells[0], count: count))
        case .intervals(let cells): .intervals(Array(repeating: cells[0], count: count))
        case .lists(let offsets, let child):
            .lists(
                offsets: (0...count).map { $0 * offsets[1] },
                child: Column.concatenated(Array(repeating: child, count: max(count, 1)))
                    .gathered(Array(0..<count * child.count))
            )
        case .records(let parts, _):
            .records(
                parts.map { Column(repeating: $0[0], $0.type, count: count) },
                count: count
            )
        case .nothing: .nothing(count: count)
        }
    }
}
