import Diagnostics
package import Tables

/// What a row is computed from: `arr_delay > 15`, checked, with the type of every part known.
package indirect enum RowExpression: Hashable, Sendable {
    case literal(Scalar, ColumnType)
    case column(String, ColumnType)
    /// The element at hand of the list that the innermost `map` around it goes through.
    case element(ColumnType)
    case call(RowCall)

    package static func literal(_ value: Scalar) -> RowExpression { .literal(value, value.type) }

    package var type: ColumnType {
        switch self {
        case .literal(_, let type), .column(_, let type), .element(let type): type
        case .call(let call): call.type
        }
    }

    /// The columns it reads.
    package var columns: Set<String> {
        var names: Set<String> = []
        addColumns(to: &names)
        return names
    }

    private func addColumns(to names: inout Set<String>) {
        switch self {
        case .literal, .element: break
        case .column(let name, _): names.insert(name)
        case .call(let call): for part in call.parts { part.addColumns(to: &names) }
        }
    }

    /// Whether some call in it, itself included, meets the test.
    package func containsCall(where test: (RowCall) -> Bool) -> Bool {
        guard case .call(let call) = self else { return false }
        return test(call) || call.parts.contains { $0.containsCall(where: test) }
    }

    /// Whether it is a value a group: a reduction that no window spreads over its rows.
    package var reduces: Bool {
        containsCall { $0.function.kind == .reduction && $0.window == nil }
    }

    /// The same expression with some of its parts in the place of others, from the leaves up.
    package func replacing(_ change: (RowExpression) -> RowExpression?) -> RowExpression {
        if let changed = change(self) { return changed }
        guard case .call(var call) = self else { return self }
        call.arguments = call.arguments.map { $0.replacing(change) }
        if let window = call.window {
            call.window = Window(
                partition: window.partition.map { $0.replacing(change) },
                order: window.order.map { SortKey($0.expression.replacing(change), $0.descending) }
            )
        }
        return .call(call)
    }
}

/// A function with its arguments, all of them, and the type that follows.
package struct RowCall: Hashable, Sendable {
    package var function: RowFunction
    package var arguments: [RowExpression]
    package var type: ColumnType
    /// The rows that a reduction or window function looks at, when it gives a value a row.
    package var window: Window?

    /// The arguments, and what the window is made of.
    package var parts: [RowExpression] {
        arguments + (window.map { $0.partition + $0.order.map(\.expression) } ?? [])
    }
}

/// The rows around a row: those of its group, in an order.
package struct Window: Hashable, Sendable {
    package var partition: [RowExpression]
    package var order: [SortKey]

    package init(partition: [RowExpression] = [], order: [SortKey] = []) {
        self.partition = partition
        self.order = order
    }
}

/// A key to sort by; missing is last, whichever the direction.
package struct SortKey: Hashable, Sendable {
    package var expression: RowExpression
    package var descending: Bool
    package init(_ expression: RowExpression, _ descending: Bool = false) {
        self.expression = expression
        self.descending = descending
    }
}

/// A row expression and the column it makes.
package struct NamedExpression: Hashable, Sendable {
    package var name: String
    package var expression: RowExpression
    package init(_ name: String, _ expression: RowExpression) {
        self.name = name
        self.expression = expression
    }
}

extension RowExpression {
    /// A call with its type worked out, or what is wrong with the arguments.
    ///
    /// Takes an argument for every parameter, and any number for the last one if it takes the rest.
    package static func calling(
        _ function: RowFunction,
        _ arguments: [RowExpression]
    ) throws(TypeFault) -> RowExpression {
        let known = arguments.map { RowArgument($0) }
        for (index, argument) in known.enumerated() {
            let parameter = function.parameters[min(index, function.parameters.count - 1)]
            do throws(TypeFault) {
                try parameter.check(argument, at: index, of: function)
            } catch {
                throw error.makingDate(function, arguments)
            }
        }
        let type: ColumnType
        do throws(TypeFault) {
            type = try function.result(known)
        } catch {
            throw error.unquoting(function, arguments)
        }
        return .call(RowCall(function: function, arguments: arguments, type: type, window: nil))
    }

    /// The value, where it hangs on no row.
    package var constant: Scalar? {
        switch self {
        case .literal(let value, _): value
        case .column, .element: nil
        case .call:
            isConstant() ? try? BatchEvaluation.constant(self) : nil
        }
    }

    /// Looks at the last argument first: the first one of a long sum is nearly all of it.
    private func isConstant(withinBody: Bool = false) -> Bool {
        switch self {
        case .literal: true
        case .column: false
        case .element: withinBody
        case .call(let call):
            call.function.kind == .scalar && call.function.evaluate != nil && call.window == nil
                && call.arguments.reversed().allSatisfy {
                    $0.isConstant(withinBody: withinBody || call.function.hasBody)
                }
        }
    }

    /// The same expression with every bare reduction or window function spread over a window.
    package func over(_ window: Window) -> RowExpression {
        guard case .call(var call) = self else { return self }
        if call.function.kind != .scalar, call.window == nil {
            // Its place among all rows is what counts.
            if call.function.ordering == .position { return self }
            call.window = window
            return .call(call)
        }
        call.arguments = call.arguments.map { $0.over(window) }
        return .call(call)
    }
}

extension RowParameter {
    /// Refuses an argument that does not fit.
    func check(_ argument: RowArgument, at index: Int, of function: RowFunction) throws(TypeFault) {
        guard accepts.contains(argument.type) else {
            throw TypeFault(
                "`\(function.name)` takes \(accepts.words), not \(argument.type.described)",
                [TypeFault.Place(index, argument.type.described)]
            )
        }
        guard isConstant else { return }
        guard let value = argument.constant else {
            throw TypeFault(
                "`\(name)` of `\(function.name)` must be the same for all rows",
                [TypeFault.Place(index, "a value of its own for each row")]
            )
        }
        guard !choices.isEmpty, case .text(let word) = value, !choices.contains(word) else {
            return
        }
        throw TypeFault(
            "`\(name)` of `\(function.name)` is not one of its values",
            [TypeFault.Place(index, "one of " + choices.joined(separator: ", "))],
            hint: Suggestion.close(to: word, among: choices).first.map { "\"\($0)\"" }
        )
    }
}
