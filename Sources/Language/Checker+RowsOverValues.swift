import Catalog
import Diagnostics
import Relations
import Tables
import Values

/// Row functions called among plain values: `sqrt(2)`, `mean([1, 2, 3])`, `mean(flights.distance)`.
extension Checker {
    func checkOnValues(_ function: RowFunction, _ call: Syntax.Call, piped: Step?) -> Step? {
        if function.parameters.contains(where: { $0.form != .value }) {
            return checkCell(whole(call, piped))
        }
        guard let bound = bind(function, call, piped: piped != nil) else { return nil }
        var given = bound
        if piped != nil, given.isEmpty {
            fault(
                Diagnostic(
                    "argument.surplus",
                    "`\(function.name)` takes nothing, and the pipe gives it a value",
                    at: call.name.span,
                    hints: ["\(function.name)()"]
                )
            )
            return nil
        }
        if let piped { given[0] = [hole(for: piped, at: call.name.span)] }
        var values: [[Value]] = []
        var isWhole = true
        var isKnown = true
        for (parameter, arguments) in zip(function.parameters, given) {
            var read: [Value] = []
            for argument in arguments {
                switch check(argument) {
                case .value(let value): read.append(value)
                case nil: isWhole = false
                default: isKnown = false
                }
            }
            if arguments.isEmpty, !parameter.isRest,
                case .literal(let cell, _) = standard(parameter)
            {
                read.append(.scalar(cell))
            }
            values.append(read)
        }
        guard isWhole else { return nil }
        let syntax = Syntax(.call(call), call.span)
        if case .frame(let frame)? = values.first?.first {
            fault(frameForColumn(function, call, frame, isArgument: true))
            return nil
        }
        guard isKnown else { return laterCall(call, piped) }
        let places = given.flatMap { $0 }
        return apply(function, values.flatMap { $0 }, places, syntax)
    }

    private func laterCall(_ call: Syntax.Call, _ piped: Step?) -> Step {
        later(whole(call, piped), type: .cell)
    }

    /// The call with what is piped into it as its first argument.
    private func whole(_ call: Syntax.Call, _ piped: Step?) -> Syntax {
        guard let piped else { return Syntax(.call(call), call.span) }
        let first = Syntax.Argument(
            label: .positional,
            value: hole(for: piped, at: call.name.span),
            span: call.name.span
        )
        return Syntax(.call(call.with(arguments: [first] + call.arguments)), call.span)
    }

    private func apply(
        _ function: RowFunction,
        _ values: [Value],
        _ places: [Syntax],
        _ syntax: Syntax
    ) -> Step? {
        if values.contains(where: { if case .column = $0 { true } else { false } }) {
            return applyToColumn(function, values, places, syntax)
        }
        var arguments: [RowExpression] = []
        for (index, value) in values.enumerated() {
            let place = places.indices.contains(index) ? places[index] : syntax
            guard let argument = literal(of: .value(value), place) else { return nil }
            arguments.append(argument)
        }
        if function.kind != .scalar, case .literal(.list(let cells), _)? = arguments.first {
            return reduce(function, cells, Array(arguments.dropFirst()), places, syntax)
        }
        return apply(function.name, arguments, places, syntax).flatMap {
            evaluated($0, at: syntax.span)
        }
    }

    /// A reduction over the elements of a list: the list becomes the one column of a frame.
    private func reduce(
        _ function: RowFunction,
        _ cells: [Scalar],
        _ rest: [RowExpression],
        _ places: [Syntax],
        _ syntax: Syntax
    ) -> Step? {
        let type = cells.reduce(ColumnType.missing) { $0.unified(with: $1.type) ?? .text }
        let column = Column(type, cells: cells)
        let subject = RowExpression.column("x", type)
        guard let expression = apply(function.name, [subject] + rest, places, syntax) else {
            return nil
        }
        do {
            let schema = Schema([Field("x", type)])
            let result = try BatchEvaluation.evaluate(
                expression,
                over: Batch([column], count: cells.count),
                schema: schema
            )
            return .value(.scalar(result[0]))
        } catch {
            fault(Function.diagnostic(of: error).located(at: syntax.span))
            return nil
        }
    }

    /// A function of a frame's column: a value if it reduces, else a column again.
    private func applyToColumn(
        _ function: RowFunction,
        _ values: [Value],
        _ places: [Syntax],
        _ syntax: Syntax
    ) -> Step? {
        guard case .column(let frame)? = values.first, let field = frame.schema.fields.first else {
            return refuse(syntax, "the column of `\(function.name)` is its first argument")
        }
        var arguments = [RowExpression.column(field.name, field.type)]
        for (index, value) in values.enumerated().dropFirst() {
            let place = places.indices.contains(index) ? places[index] : syntax
            guard let argument = literal(of: .value(value), place) else { return nil }
            arguments.append(argument)
        }
        guard let expression = apply(function.name, arguments, places, syntax) else { return nil }
        let named = NamedExpression(field.name, expression)
        let schema = Schema([Field(field.name, expression.type)])
        guard function.kind == .reduction else {
            return .value(.column(Frame(.project(frame.plan, [named]), schema)))
        }
        let reduced = Plan.aggregate(frame.plan, by: [], [named])
        if !reduced.protectedColumns.isEmpty {
            fault(.protectedValue(of: field.name, at: syntax.span))
            return nil
        }
        let signature = Signature(
            function.name,
            function.summary,
            family: .reduce,
            parameters: [],
            result: .cell,
            effect: .runs
        )
        let run = Function(signature) { _, context in
            let table = try context.engine.collect(reduced, in: context.work)
            return .scalar(table.columns[0][0])
        }
        return made(
            BoundCall(function: run, arguments: [], span: syntax.span, spans: [:], names: [:])
        )
    }
}
