import Catalog
import Diagnostics
import OrderedCollections
import Relations
import Tables
import Values

/// Arguments that are read in the columns of the call's frame.
extension Checker {
    /// The argument of a quoted parameter; nil when there are faults.
    func readQuoted(
        _ parameter: ParameterSpec,
        _ arguments: [Syntax.Argument],
        _ scope: QuotedScope
    ) -> QuotedResult? {
        let outer = meetsUnknown
        defer { meetsUnknown = outer }
        meetsUnknown = false
        let before = faults.count
        let quoted = read(parameter, arguments, scope)
        if meetsUnknown { return .unknown }
        guard let quoted, faults.count == before else { return nil }
        return .value(.quoted(quoted))
    }

    private func read(
        _ parameter: ParameterSpec,
        _ arguments: [Syntax.Argument],
        _ scope: QuotedScope
    ) -> Quoted? {
        let values = arguments.map(\.value)
        switch parameter.type {
        case .expression:
            return checkRow(values[0], scope.rows.withoutReductions).map { .expression($0) }
        case .conditions: return .conditions(values.compactMap { readCondition($0, scope.rows) })
        case .rules: return .rules(values.compactMap { readRule($0, scope.rows) })
        case .requirements: return .requirements(values.flatMap { readRequirements($0, scope) })
        case .columnNames:
            return .columnNames(arguments.flatMap { readNames($0.value, scope) })
        case .columnName: return readNames(values[0], scope).first.map { .columnName($0) }
        case .selection: return .selection(arguments.flatMap { readSelected($0, scope) })
        case .derivations: return .derivations(readDerivations(spreading(arguments, scope), scope))
        case .reductions: return .reductions(readReductions(spreading(arguments, scope), scope))
        case .renamings: return .renamings(readRenamings(arguments, scope))
        case .grouping: return .grouping(arguments.flatMap { readGroup($0, scope) })
        case .sortKeys: return .sortKeys(values.flatMap { readKeys($0, scope, among: values) })
        case .joinKeys: return .joinKeys(values.flatMap { readJoinKeys($0, scope) })
        default: preconditionFailure("only quoted parameters are read here")
        }
    }

    func readCondition(_ syntax: Syntax, _ scope: RowScope) -> RowExpression? {
        guard let condition = checkRow(syntax, scope)?.drawn(for: SyntaxPrinter.text(syntax)) else {
            return nil
        }
        guard condition.type == .bool || condition.type == .missing else {
            fault(
                Diagnostic(
                    "expression.type",
                    "a condition was expected, \(condition.type.described) was found",
                    at: syntax.span,
                    condition.type.described,
                    hints: condition.type.isNumber
                        ? ["\(SyntaxPrinter.text(syntax)) \(scope.isOfMetrics ? ">" : "!=") 0"] : []
                )
            )
            return nil
        }
        return condition
    }

    /// A condition, and what it was written as.
    private func readRule(_ syntax: Syntax, _ scope: RowScope) -> Rule? {
        readCondition(syntax, scope).map { condition in
            Rule(
                SyntaxPrinter.text(syntax),
                condition,
                subject: syntax.subject.map(SyntaxPrinter.text),
                at: syntax.span
            )
        }
    }

    /// Columns by name, from one to another, or by a function that chooses them.
    func readNames(_ syntax: Syntax, _ scope: QuotedScope) -> [String] {
        let schema = scope.frame.schema
        switch syntax.kind {
        case .parenthesized(let inner): return readNames(inner, scope)
        case .name(let name):
            if schema[name] != nil { return [name] }
            if let names = namesInVariable(name) { return names }
            fault(unknownColumn(name, syntax.span, scope.rows))
            return []
        case .list(let elements): return elements.flatMap { readNames($0.value, scope) }
        case .range(let first, let last):
            guard let from = readNames(first, scope).first, let to = readNames(last, scope).first,
                let low = schema.position(of: from), let high = schema.position(of: to)
            else { return [] }
            if low <= high { return Array(schema.names[low...high]) }
            let hint = "\(Syntax.quotedName(to))..\(Syntax.quotedName(from))"
            _ = refuse(syntax, "`\(from)` stands behind `\(to)`", hints: [hint])
            return []
        case .call(let call): return readChosen(call, syntax, scope)
        case .text(let text):
            refuseQuoted(text, syntax.span, schema)
            return []
        case .negative(let inner):
            fault(
                Diagnostic(
                    "column.negative",
                    "columns are left out by `drop`",
                    at: syntax.span,
                    "a column was expected",
                    hints: inner.frameName.map { ["drop(\($0))"] } ?? []
                )
            )
            return []
        default:
            fault(
                Diagnostic(
                    "column.expected",
                    "the name of a column was expected",
                    at: syntax.span,
                    "an expression"
                )
            )
            return []
        }
    }

    /// Columns are named, where other tools quote them.
    func refuseQuoted(_ text: String, _ span: SourceSpan, _ schema: Schema) {
        fault(
            Diagnostic(
                "column.quoted",
                "a column is named without quotes",
                at: span,
                "a text",
                hints: schema[text] != nil ? [Syntax.quotedName(text)] : []
            )
        )
    }

    /// The names in a variable that holds a text, or a list of them.
    private func namesInVariable(_ name: String) -> [String]? {
        switch (holes[name] ?? scope.step(of: name))?.known {
        case .quoted(.columnNames(let names)): names
        default: nil
        }
    }

    private func readChosen(
        _ call: Syntax.Call,
        _ syntax: Syntax,
        _ scope: QuotedScope
    )
        -> [String]
    {
        guard let function = registry.function(call.name.text),
            [.columnNames, .columnName].contains(function.signature.result)
        else {
            fault(
                Diagnostic(
                    "column.expected",
                    "the name of a column was expected",
                    at: syntax.span,
                    "a call",
                    hints: [call.chosenColumns ?? "derive(x = \(SyntaxPrinter.text(syntax)))"]
                )
            )
            return []
        }
        let frame = Step.value(.frame(scope.frame))
        let step = checkCall(call, piped: frame, name: scope.name)
        if step != nil, step?.known == nil { meetsUnknown = true }
        switch step?.known {
        case .quoted(.columnNames(let names)): return names
        case .quoted(.columnName(let name)):
            if scope.frame.schema[name] != nil { return [name] }
            fault(unknownColumn(name, syntax.span, scope.rows))
            return []
        default: return []
        }
    }

    private func readSelected(
        _ argument: Syntax.Argument,
        _ scope: QuotedScope
    )
        -> [NamedExpression]
    {
        if case .named(let word) = argument.label {
            let expression = checkRow(argument.value, scope.rows)?.drawn(for: word.text)
            return expression.map { [NamedExpression(word.text, $0)] } ?? []
        }
        return readNames(argument.value, scope).compactMap { name in
            scope.frame.schema[name].map { NamedExpression(name, .column(name, $0.type)) }
        }
    }

    /// What a column is called that got no name: the text of its expression.
    private func name(_ label: Syntax.Argument.Label, _ value: Syntax) -> String {
        if case .named(let word) = label { return word.text }
        return value.columnTitle
    }

    private func readDerivations(
        _ arguments: [Syntax.Argument],
        _ scope: QuotedScope
    )
        -> [NamedExpression]
    {
        var rows = scope.rows
        var made: [NamedExpression] = []
        for argument in arguments {
            let title = name(argument.label, argument.value)
            guard let expression = checkRow(argument.value, rows) else {
                // What comes of it is not known, but that it is there.
                rows.schema = rows.schema?.setting(Field(title, .missing))
                continue
            }
            made.append(NamedExpression(title, expression.drawn(for: title)))
            rows.schema = rows.schema?.setting(Field(title, expression.type))
        }
        return made
    }

    private func readReductions(
        _ arguments: [Syntax.Argument],
        _ scope: QuotedScope
    )
        -> [NamedExpression]
    {
        var rows = scope.rows
        rows.isReducing = true
        rows.groups = scope.groups
        var made: [NamedExpression] = []
        for argument in arguments {
            guard let expression = checkRow(argument.value, rows) else { continue }
            let title = name(argument.label, argument.value)
            if made.contains(where: { $0.name == title }) {
                fault(
                    Diagnostic(
                        "column.repeated",
                        "`\(title)` is made twice",
                        at: argument.span
                    )
                )
            }
            made.append(NamedExpression(title, expression))
            rows.made[title] = expression
        }
        return made
    }

    private func readRenamings(_ arguments: [Syntax.Argument], _ scope: QuotedScope) -> [Renaming] {
        if let pair = unnamedPair(arguments, scope) {
            fault(pair)
            return []
        }
        return arguments.compactMap { argument in
            guard case .named(let word) = argument.label else {
                fault(
                    Diagnostic(
                        "argument.unnamed",
                        "a new name was expected",
                        at: argument.span,
                        hints: ["rename(new = \(SyntaxPrinter.text(argument.value)))"]
                    )
                )
                return nil
            }
            if let turned = turnedPair(word, argument, scope) {
                fault(turned)
                return nil
            }
            return readNames(argument.value, scope).first.map { Renaming(word.text, $0) }
        }
    }

    /// What is said of `rename(old = "new")`, as some tools have it.
    private func turnedPair(
        _ word: Syntax.Word,
        _ argument: Syntax.Argument,
        _ scope: QuotedScope
    ) -> Diagnostic? {
        guard case .text(let new) = argument.value.kind, scope.frame.schema[new] == nil,
            scope.frame.schema[word.text] != nil
        else { return nil }
        return Diagnostic(
            "column.quoted",
            "the new name stands before `=`, the old one behind it, both without quotes",
            at: argument.span,
            hints: ["rename(\(Syntax.quotedName(new)) = \(Syntax.quotedName(word.text)))"]
        )
    }

    /// What is said of `rename(old, new)`, two names without `=`.
    private func unnamedPair(
        _ arguments: [Syntax.Argument],
        _ scope: QuotedScope
    )
        -> Diagnostic?
    {
        let names = arguments.compactMap { argument -> String? in
            switch (argument.label, argument.value.kind) {
            case (.positional, .name(let name)), (.positional, .text(let name)): name
            default: nil
            }
        }
        guard arguments.count == 2, names.count == 2, scope.frame.schema[names[0]] != nil,
            scope.frame.schema[names[1]] == nil
        else { return nil }
        let (old, new) = (Syntax.quotedName(names[0]), Syntax.quotedName(names[1]))
        return Diagnostic(
            "argument.unnamed",
            "the new name stands before `=`, the old one behind it",
            at: arguments[0].span.union(arguments[1].span),
            hints: ["rename(\(new) = \(old))"]
        )
    }
}

extension Schema {
    /// With a column added, or given another type where it stands.
    func setting(_ field: Field) -> Schema {
        guard let position = position(of: field.name) else { return Schema(fields + [field]) }
        var changed = fields
        changed[position] = field
        return Schema(changed)
    }
}

extension Syntax {
    /// The name of a column that it makes: a column's own, a field's, or its text.
    var columnTitle: String {
        switch unwrapped.kind {
        case .name(let name): name
        case .member(_, let word): word.text
        default: SyntaxPrinter.text(unwrapped)
        }
    }

    /// A name as it has to be typed.
    static func quotedName(_ name: String) -> String {
        SyntaxPrinter.text(Syntax(.name(name), .at(0)))
    }
}
