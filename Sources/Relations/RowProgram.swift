import Diagnostics
package import Tables

/// A row expression made ready for batches of one shape: its columns are found by their place, its
/// literals made once.
package struct RowProgram: Sendable {
    private enum Node: Sendable {
        case constant(Constant)
        case column(Int)
        /// What `it` stands for.
        case element
        case call(Call)
        /// A call whose last argument is made for each element of the list before it.
        indirect case elementwise(Call, made: ColumnType)
        /// What only an engine can do.
        case refused(Diagnostic)
    }

    /// One row, which stands for as many as there are.
    private final class Constant: Sendable {
        let column: Column

        init(_ column: Column) { self.column = column }
    }

    /// A class, for a call that is copied costs as much as many a function on one row.
    private final class Call: Sendable {
        let function: RowFunction.Evaluation
        let arguments: [Node]
        let type: ColumnType

        init(
            _ function: @escaping RowFunction.Evaluation,
            _ arguments: [Node],
            _ type: ColumnType
        ) {
            self.function = function
            self.arguments = arguments
            self.type = type
        }
    }

    private let root: Node

    /// The program over a schema that has every column of the expression.
    package init(_ expression: RowExpression, over schema: Schema) {
        root = Self.node(expression) { schema.position(of: $0) }
    }

    /// The program over columns that stand at these places of a batch.
    package init(_ expression: RowExpression, reading places: [String: Int]) {
        root = Self.node(expression) { places[$0] }
    }

    /// The column that the expression makes of a batch's rows, as `BatchEvaluation` says.
    package func evaluate(over batch: Batch) throws -> Column {
        try Self.evaluate(root, over: batch, element: nil)
    }

    private static func node(
        _ expression: RowExpression,
        _ place: (String) -> Int?
    ) -> Node {
        switch expression {
        case .literal(let value, let type):
            return .constant(Constant(Column(type, cells: [value])))
        case .column(let name, _):
            guard let position = place(name) else {
                preconditionFailure("an expression reads a column that is not there")
            }
            return .column(position)
        case .element: return .element
        case .call(let call): return node(call, place)
        }
    }

    private static func node(_ call: RowCall, _ place: (String) -> Int?) -> Node {
        guard call.window == nil, let body = call.function.evaluate else {
            return .refused(
                Diagnostic(
                    "function.engine",
                    "`\(call.function.name)` needs an engine, and none runs here"
                )
            )
        }
        let arguments = call.arguments.map { node($0, place) }
        let made = Call(body, arguments, call.type)
        return call.function.hasBody
            ? .elementwise(made, made: call.arguments[1].type) : .call(made)
    }

    private static func evaluate(
        _ node: Node,
        over batch: Batch,
        element: Column?
    ) throws -> Column {
        switch node {
        case .constant(let constant): return constant.column.spread(over: batch.count)
        case .column(let position): return batch.columns[position]
        case .element:
            guard let element else {
                throw Diagnostic("value.element", "there is no list whose element `it` could be")
            }
            return element
        case .call(let call):
            let arguments = try call.arguments.map { node in
                try evaluate(node, over: batch, element: element).spread(over: batch.count)
            }
            return try call.function(arguments, batch.count, call.type)
        case .elementwise(let call, let made):
            let lists = try evaluate(call.arguments[0], over: batch, element: element)
                .spread(over: batch.count)
            let elements = try evaluate(call.arguments[1], forEachOf: lists, over: batch, made)
            return try call.function([lists, elements], batch.count, call.type)
        case .refused(let diagnostic): throw diagnostic
        }
    }

    /// What the body gives for each of the lists' elements, one below the other.
    private static func evaluate(
        _ body: Node,
        forEachOf lists: Column,
        over batch: Batch,
        _ type: ColumnType
    ) throws -> Column {
        guard case .lists(let offsets, let child) = lists.values else {
            return Column(type, cells: [])
        }
        let rows = (0..<batch.count).flatMap { row in
            Array(repeating: row, count: offsets[row + 1] - offsets[row])
        }
        let elements = child.gathered(rows.indices.map { $0 + offsets[0] })
        let around = Batch(
            batch.columns.map { $0.gathered(rows) },
            count: rows.count
        )
        return try evaluate(body, over: around, element: elements).spread(over: rows.count)
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
