import Diagnostics
package import Tables

/// Row expressions made ready for batches of one shape: columns are found by their place, literals
/// made once, and what several of them have in common is computed once.
package struct RowProgram: Sendable {
    /// Where a value is found: in a place, which is a column of the batch or filled by an earlier
    /// step, or below zero among the constants.
    fileprivate typealias Position = Int

    /// What fills one place behind the batch's own columns, from the places before it.
    ///
    /// A class, for a call that is copied costs as much as many a function on one row.
    fileprivate final class Step: Sendable {
        enum Kind: Sendable {
            case call(RowFunction.Evaluation)
            /// A call whose last argument is made for each element of the list before it.
            case elementwise(RowFunction.Evaluation, Body)
            /// What only an engine can do.
            case refused(Diagnostic)
        }

        let kind: Kind
        let arguments: [Position]
        let type: ColumnType

        init(_ kind: Kind, _ arguments: [Position] = [], _ type: ColumnType = .missing) {
            self.kind = kind
            self.arguments = arguments
            self.type = type
        }
    }

    /// What is made of every element: the program reads what it needs of the rows, then the element.
    fileprivate final class Body: Sendable {
        let program: RowProgram
        let read: [Position]
        let type: ColumnType

        init(_ program: RowProgram, reading read: [Position], _ type: ColumnType) {
            self.program = program
            self.read = read
            self.type = type
        }
    }

    private let steps: [Step]
    /// Columns of one row, which stands for as many as there are.
    private let constants: [Column]
    private let results: [Position]

    fileprivate init(_ steps: [Step], _ constants: [Column], giving results: [Position]) {
        self.steps = steps
        self.constants = constants
        self.results = results
    }

    /// The program over a schema that has every column of the expressions.
    package init(_ expressions: [RowExpression], over schema: Schema) {
        var building = RowProgramBuilder(width: schema.names.count)
        let results = expressions.map { building.add($0) { schema.position(of: $0) } }
        self = building.program(giving: results)
    }

    /// The columns that the expressions make of a batch's rows, as `BatchEvaluation` says.
    package func evaluate(over batch: Batch) throws -> [Column] {
        var places = batch.columns
        places.reserveCapacity(places.count + steps.count)
        for step in steps { places.append(try column(step, places, batch.count)) }
        return results.map { position in
            position < 0 ? value(position, places, batch.count) : places[position]
        }
    }

    private func column(_ step: Step, _ places: [Column], _ count: Int) throws -> Column {
        switch step.kind {
        case .call(let function):
            // One row is never spread, and asking each argument costs as much as many a call.
            let arguments =
                count == 1
                ? step.arguments.map { $0 < 0 ? constants[~$0] : places[$0] }
                : step.arguments.map { value($0, places, count) }
            return try function(arguments, count, step.type)
        case .elementwise(let function, let body):
            let lists = value(step.arguments[0], places, count)
            let elements = try evaluate(body, forEachOf: lists, places, count)
            return try function([lists, elements], count, step.type)
        case .refused(let diagnostic): throw diagnostic
        }
    }

    /// What stands at a position, for that many rows.
    private func value(_ position: Position, _ places: [Column], _ count: Int) -> Column {
        (position < 0 ? constants[~position] : places[position]).spread(over: count)
    }

    /// What the body gives for each of the lists' elements, one below the other.
    private func evaluate(
        _ body: Body,
        forEachOf lists: Column,
        _ places: [Column],
        _ count: Int
    ) throws -> Column {
        guard case .lists(let offsets, let child) = lists.values else {
            return Column(body.type, cells: [])
        }
        let rows = (0..<count).flatMap { row in
            Array(repeating: row, count: offsets[row + 1] - offsets[row])
        }
        let elements = child.gathered(rows.indices.map { $0 + offsets[0] })
        let around = body.read.map { value($0, places, count).gathered(rows) }
        let made = try body.program.evaluate(over: Batch(around + [elements], count: rows.count))
        return made[0].spread(over: rows.count)
    }
}

/// Adds expressions to a program one after the other; each may read what an earlier one made.
package struct RowProgramBuilder: ~Copyable {
    private var steps: [RowProgram.Step] = []
    private var constants: [Column] = []
    private var known: [Key: Int] = [:]
    private let width: Int
    /// Where what `it` stands for is found.
    private let element: Int?

    /// What two steps have in common that make the same.
    private enum Key: Hashable {
        /// A zero has a sign, which `==` does not see.
        case constant(Scalar, ColumnType, bits: UInt64?)
        case call(RowFunction, [Int], ColumnType)
    }

    /// A program for batches with that many columns.
    package init(width: Int) {
        self.init(width: width, element: nil)
    }

    private init(width: Int, element: Int?) {
        self.width = width
        self.element = element
    }

    package consuming func program(giving results: [Int]) -> RowProgram {
        RowProgram(steps, constants, giving: results)
    }

    /// Where the expression's value will stand; `place` says where its columns do.
    package mutating func add(_ expression: RowExpression, _ place: (String) -> Int?) -> Int {
        switch expression {
        case .literal(let value, let type):
            let bits: UInt64? =
                if case .float(let number) = value { number.bitPattern } else { nil }
            return found(.constant(value, type, bits: bits)) { building in
                building.constants.append(Column(type, cells: [value]))
                return ~(building.constants.count - 1)
            }
        case .column(let name, _):
            guard let position = place(name) else {
                preconditionFailure("an expression reads a column that is not there")
            }
            return position
        case .element:
            if let element { return element }
            let fault = Diagnostic("value.element", "there is no list whose element `it` could be")
            return append(RowProgram.Step(.refused(fault)))
        case .call(let call): return add(call, place)
        }
    }

    private mutating func add(_ call: RowCall, _ place: (String) -> Int?) -> Int {
        guard call.window == nil, let function = call.function.evaluate else {
            let fault = Diagnostic(
                "function.engine",
                "`\(call.function.name)` needs an engine, and none runs here"
            )
            return append(RowProgram.Step(.refused(fault)))
        }
        if call.function.hasBody {
            let list = add(call.arguments[0], place)
            let body = body(call.arguments[1], place)
            return append(RowProgram.Step(.elementwise(function, body), [list], call.type))
        }
        let arguments = call.arguments.map { add($0, place) }
        return found(.call(call.function, arguments, call.type)) { building in
            building.append(RowProgram.Step(.call(function), arguments, call.type))
        }
    }

    private func body(_ expression: RowExpression, _ place: (String) -> Int?) -> RowProgram.Body {
        let names = expression.columns.sorted()
        var inner = RowProgramBuilder(width: names.count + 1, element: names.count)
        let result = inner.add(expression) { names.firstIndex(of: $0) }
        let read = names.map { name in
            guard let position = place(name) else {
                preconditionFailure("an expression reads a column that is not there")
            }
            return position
        }
        return RowProgram.Body(
            inner.program(giving: [result]),
            reading: read,
            expression.type
        )
    }

    private mutating func found(_ key: Key, _ make: (inout Self) -> Int) -> Int {
        if let place = known[key] { return place }
        let place = make(&self)
        known[key] = place
        return place
    }

    private mutating func append(_ step: RowProgram.Step) -> Int {
        steps.append(step)
        return width + steps.count - 1
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
