import Catalog
import Diagnostics
import OrderedCollections
import Relations
import Tables
import Values

/// Names and calls in row expressions.
extension Checker {
    func checkName(_ name: String, _ syntax: Syntax, _ scope: RowScope) -> RowExpression? {
        if let step = holes[name] { return literal(of: step, syntax) }
        if name == "it", let type = scope.element { return .element(type) }
        if scope.isReducing, !scope.isInsideReduction, let made = scope.made[name] { return made }
        if let field = scope.schema?[name] {
            if self.scope.step(of: name) != nil {
                let kind = scope.isOfMetrics ? "metric" : "column"
                context.notes.noteOnce(
                    "`\(name)` is the \(kind) here; the variable is `$\(name)`"
                )
            }
            guard !scope.isReducing || scope.isInsideReduction || scope.groups.contains(name) else {
                return unreduced(name, field.type, syntax)
            }
            return .column(name, field.type)
        }
        if let step = variable(name) { return literal(of: step, syntax) }
        fault(unknownColumn(name, syntax.span, scope))
        return nil
    }

    private func unreduced(
        _ name: String,
        _ type: ColumnType,
        _ syntax: Syntax
    ) -> RowExpression? {
        let reduction = type.isNumber || type == .bool ? "mean" : "count_distinct"
        fault(
            Diagnostic(
                "column.unreduced",
                "`\(name)` has many values in a group",
                at: syntax.span,
                "a reduction was expected",
                hints: [
                    "\(reduction)(\(Syntax.quotedName(name)))", "by: \(Syntax.quotedName(name))",
                ]
            )
        )
        return nil
    }

    func unknownColumn(_ name: String, _ span: SourceSpan, _ scope: RowScope) -> Diagnostic {
        guard let schema = scope.schema else {
            return unknownValue(name, span)
        }
        var hints: [String] = []
        if let near = Suggestion.hint(for: name, among: schema.names + self.scope.values.keys) {
            hints.append(near)
        } else if registry.rowFunction(name) != nil {
            hints.append("`\(name)` is a function: \(name)(…)")
        } else {
            hints.append(Suggestion.list(schema.names))
        }
        guard !scope.isOfMetrics else { return unknownMetric(name, span, scope, hints: hints) }
        let owner = scope.frameName.map { "`\($0)`" } ?? "the frame"
        return Diagnostic(
            "column.unknown",
            "no column `\(name)`",
            at: span,
            "not a column of \(owner)",
            hints: hints
        )
    }

    private func unknownValue(_ name: String, _ span: SourceSpan) -> Diagnostic {
        let before = faults.count
        _ = lookUp(name, Syntax(.name(name), span))
        return faults[before == faults.count ? faults.count - 1 : before]
    }

    /// The cell that a step gives, as a literal.
    func literal(of step: Step?, _ syntax: Syntax) -> RowExpression? {
        guard let step else { return nil }
        guard let value = step.known else {
            meetsUnknown = true
            return nil
        }
        switch value {
        case .scalar(let cell): return .literal(cell)
        case .list:
            guard let cell = value.cell else {
                _ = refuse(syntax, "a list of single values was expected")
                return nil
            }
            return .literal(cell)
        case .column:
            fault(
                Diagnostic(
                    "expression.type",
                    "a whole column stands where a single value was expected",
                    at: syntax.span,
                    "a column",
                    hints: ["mean(…)"]
                )
            )
            return nil
        default:
            fault(
                Diagnostic(
                    "expression.type",
                    "\(value.type.described) is not a single value",
                    at: syntax.span,
                    value.type.described
                )
            )
            return nil
        }
    }

    func checkRowMember(
        _ base: Syntax,
        _ word: Syntax.Word,
        _ syntax: Syntax,
        _ scope: RowScope
    ) -> RowExpression? {
        if isOfColumn(base, scope) {
            guard let record = checkRow(base, scope) else { return nil }
            guard case .record(let parts) = record.type else {
                return memberless(base, record.type, word)
            }
            guard parts.contains(where: { $0.name == word.text }) else {
                fault(
                    Diagnostic(
                        "member.unknown",
                        "no \(scope.isOfMetrics ? "metric" : "field") `\(word.text)`",
                        at: word.span,
                        "not in `\(SyntaxPrinter.text(base))`",
                        hints: Suggestion.hint(for: word.text, among: parts.map(\.name))
                            .map { [$0] } ?? []
                    )
                )
                return nil
            }
            let name = RowExpression.literal(.text(word.text))
            return apply(Shaping.field, [record, name], [base, syntax], syntax)
        }
        return literal(of: check(syntax), syntax)
    }

    /// Whether it is a column, or a field of one.
    private func isOfColumn(_ syntax: Syntax, _ scope: RowScope) -> Bool {
        switch syntax.kind {
        case .name(let name): holes[name] == nil && scope.schema?[name] != nil
        case .member(let base, _), .parenthesized(let base): isOfColumn(base, scope)
        default: false
        }
    }

    private func memberless(
        _ base: Syntax,
        _ type: ColumnType,
        _ word: Syntax.Word
    ) -> RowExpression? {
        let name = SyntaxPrinter.text(base)
        let isBound =
            if case .name(let name) = base.kind { scope.step(of: name) != nil } else { false }
        fault(
            Diagnostic(
                "member.unknown",
                "no member `\(word.text)`",
                at: word.span,
                "`\(name)` is a column of type \(type.word)",
                hints: isBound ? ["$\(name).\(word.text)"] : []
            )
        )
        return nil
    }

    func checkRowCall(_ call: Syntax.Call, _ syntax: Syntax, _ scope: RowScope) -> RowExpression? {
        let word = call.name.text
        if let definition = self.scope.definitions[word] {
            guard let body = expand(definition, call, nil) else { return nil }
            expanding.append(word)
            defer { expanding.removeLast() }
            return checkRow(body, scope)
        }
        if let function = registry.rowFunction(word), function.family != .operators {
            let isOfValues =
                scope.schema == nil && scope.element == nil
                && function.parameters.allSatisfy { $0.form == .value }
            if isOfValues || reducesOtherFrame(call, function, scope) {
                return checkValueCall(call, syntax)
            }
            return checkRowFunction(function, call, syntax, scope)
        }
        if let function = registry.function(word) {
            if function.signature.result == .columnName, scope.schema != nil {
                return checkColumnCall(call, syntax, scope)
            }
            if function.signature.result == .sortKeys {
                fault(keyForValue(call, scope))
                return nil
            }
            if function.signature.result == .requirements {
                fault(requirementForValue(call))
                return nil
            }
            return literal(of: check(syntax), syntax)
        }
        fault(unknownFunction(call, piped: false))
        return nil
    }

    /// `mean(flights.distance)` among the columns of another frame.
    private func reducesOtherFrame(
        _ call: Syntax.Call,
        _ function: RowFunction,
        _ scope: RowScope
    ) -> Bool {
        guard function.kind == .reduction, let first = call.arguments.first,
            case .member(let base, _) = first.value.unwrapped.kind, !isOfColumn(base, scope)
        else { return false }
        switch base.unwrapped.kind {
        case .name(let name), .variable(let name):
            return (holes[name] ?? self.scope.step(of: name))?.known?.asFrame != nil
        case .previous, .pipe: return true
        default: return false
        }
    }

    /// A call among plain values may reduce a list or a column: its own road decides.
    private func checkValueCall(_ call: Syntax.Call, _ syntax: Syntax) -> RowExpression? {
        literal(of: checkCall(call, piped: nil, name: nil), syntax)
    }

    /// A call that gives the name of a column, such as `column(text)`.
    private func checkColumnCall(
        _ call: Syntax.Call,
        _ syntax: Syntax,
        _ scope: RowScope
    )
        -> RowExpression?
    {
        guard let schema = scope.schema else { return nil }
        let frame = Value.frame(Frame.ofColumns(schema))
        let step = checkCall(call, piped: .value(frame), name: scope.frameName)
        guard let value = step?.known else {
            if step != nil { meetsUnknown = true }
            return nil
        }
        guard case .quoted(.columnName(let name)) = value else { return nil }
        guard schema[name] != nil else {
            fault(unknownColumn(name, syntax.span, scope))
            return nil
        }
        return checkName(name, syntax, scope)
    }

    func checkRowFunction(
        _ function: RowFunction,
        _ call: Syntax.Call,
        _ syntax: Syntax,
        _ scope: RowScope
    ) -> RowExpression? {
        var inner = scope
        if function.kind != .scalar {
            guard mayStand(function, call, syntax, scope) else { return nil }
            inner.enclosing = function.name
        }
        guard let bound = bind(function, call) else { return nil }
        var arguments: [RowExpression] = []
        var places: [Syntax] = []
        var isWhole = true
        for (parameter, given) in zip(function.parameters, bound) {
            if given.isEmpty {
                if !parameter.isRest {
                    arguments.append(standard(parameter, subject: arguments.first))
                }
                if !parameter.isRest { places.append(syntax) }
                continue
            }
            if parameter.form == .body {
                guard let body = bodyScope(function, arguments.first, scope) else { continue }
                inner = body
            }
            for value in given {
                guard
                    let read = parameter.form == .pairs
                        ? checkPairs(value, of: arguments.first, function, inner)
                        : checkRow(value, inner).map({ [($0, value)] })
                else {
                    isWhole = false
                    continue
                }
                for (argument, place) in read {
                    guard let checked = admitted(argument, parameter, place, function) else {
                        isWhole = false
                        continue
                    }
                    arguments.append(checked)
                    places.append(place)
                }
            }
        }
        guard isWhole, goesByTime(function, arguments, places, scope) else { return nil }
        return apply(function.name, arguments, places, syntax)
    }

    /// Refuses a window of a length of time where rows are not in order of a moment.
    private func goesByTime(
        _ function: RowFunction,
        _ arguments: [RowExpression],
        _ places: [Syntax],
        _ scope: RowScope
    ) -> Bool {
        let window = function.parameters.firstIndex { $0.name == "window" }
        guard function.kind == .window, let window, case .literal(_, .duration) = arguments[window],
            ![.timestamp, .date].contains(scope.order?.expression.type)
        else { return true }
        let moment = scope.schema?.fields.first { [.timestamp, .date].contains($0.type) }
        fault(
            Diagnostic(
                "window.time",
                "a window of a length of time needs the rows in order of a date or timestamp",
                at: places[window].span,
                scope.order.map { "they are in order of \($0.expression.type.described)" } ?? "",
                hints: [
                    moment.map { "order: \(Syntax.quotedName($0.name))" }
                        ?? "\(function.name)(\(places.first.map(SyntaxPrinter.text) ?? "x"), 7)"
                ]
            )
        )
        return false
    }

    /// The scope of a body, where `it` is an element of the list; nil when that is no list.
    private func bodyScope(
        _ function: RowFunction,
        _ list: RowExpression?,
        _ scope: RowScope
    ) -> RowScope? {
        guard let list else { return nil }
        var body = scope
        body.enclosing = function.name
        body.element =
            if case .list(let element) = list.type { element } else { .missing }
        return body
    }

    /// Refuses a function over several rows where rows have single values, or are in no order.
    private func mayStand(
        _ function: RowFunction,
        _ call: Syntax.Call,
        _ syntax: Syntax,
        _ scope: RowScope
    ) -> Bool {
        let text = SyntaxPrinter.text(syntax)
        if let outer = scope.enclosing {
            let message = "`\(function.name)` stands inside `\(outer)`"
            let hint = "derive(x = \(text)) before it"
            fault(Diagnostic("reduction.nested", message, at: call.name.span, hints: [hint]))
            return false
        }
        guard scope.takesReductions else {
            let message = "`\(function.name)` has no rows to go over here"
            var hints = scope.isOfMetrics ? [] : ["derive(x = \(text)) before it"]
            if function.name == "random" { hints.append("`sample` draws rows by chance") }
            fault(Diagnostic("reduction.misplaced", message, at: call.name.span, hints: hints))
            return false
        }
        guard function.kind != .window || !scope.isReducing else {
            let message = "`\(function.name)` gives each row a value, and a group has one"
            let hint = "derive(x = \(text)) before it"
            fault(Diagnostic("window.misplaced", message, at: call.name.span, hints: [hint]))
            return false
        }
        guard function.ordering == .required, let missing = scope.missingOrder else { return true }
        fault(
            Diagnostic(
                "window.order",
                "`\(function.name)` needs an order of the rows",
                at: call.name.span,
                hints: [missing.hint]
            )
        )
        return false
    }

    /// Constants as literals, choices among those there are.
    private func admitted(
        _ argument: RowExpression,
        _ parameter: RowParameter,
        _ syntax: Syntax,
        _ function: RowFunction
    ) -> RowExpression? {
        guard parameter.isConstant else { return argument }
        guard argument.columns.isEmpty,
            case .value(.scalar(let cell)) = evaluated(argument, at: syntax.span)
        else {
            if argument.columns.isEmpty { return nil }
            fault(
                Diagnostic(
                    "argument.constant",
                    "`\(parameter.name)` of `\(function.name)` is the same for all rows",
                    at: syntax.span,
                    "hangs on columns"
                )
            )
            return nil
        }
        if case .text(let text) = cell, !parameter.choices.isEmpty,
            !parameter.choices.contains(text)
        {
            let words = parameter.choices.map { "\"\($0)\"" }.joined(separator: ", ")
            fault(
                Diagnostic(
                    "argument.domain",
                    "`\(parameter.name)` is out of range",
                    at: syntax.span,
                    "one of \(words) was expected"
                )
            )
            return nil
        }
        return .literal(cell)
    }

    /// What stands for an argument that is not given.
    func standard(_ parameter: RowParameter, subject: RowExpression? = nil) -> RowExpression {
        switch parameter.ambient {
        case .zone: .literal(.text(context.settings.zone))
        case .seed: .literal(.int(Int64(bitPattern: context.settings.seed)))
        case .now: .literal(.timestamp(context.settings.now))
        case .subject: subject ?? .literal(.missing)
        case nil: .literal(parameter.standard ?? .missing)
        }
    }

    /// The arguments' syntax by parameter.
    func bind(_ function: RowFunction, _ call: Syntax.Call, piped: Bool = false) -> [[Syntax]]? {
        let signature = function.signature
        let binding = signature.bind(
            call.arguments.map(\.place),
            piped: piped,
            call: call.name.span,
            mended: call.mended
        )
        let before = faults.count
        for diagnostic in binding.faults { fault(diagnostic) }
        joinFaults(from: before)
        guard binding.faults.isEmpty else { return nil }
        return binding.arguments.map { $0.map { call.arguments[$0].value } }
    }
}
