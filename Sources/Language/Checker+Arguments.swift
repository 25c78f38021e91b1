import Catalog
import Diagnostics
import OrderedCollections
import Relations
import Tables
import Values

/// A call whose arguments have found their parameters.
struct ArgumentReading {
    var signature: Signature
    var call: Syntax.Call
    var binding: Binding
    var piped: Step?
    /// What the pipe began with, for errors.
    var name: String?

    /// The arguments that a parameter got.
    func arguments(_ position: Int) -> [Syntax.Argument] {
        binding.arguments[position].map { call.arguments[$0] }
    }

    /// What the frame is called in errors.
    func frameName(_ position: Int) -> String? {
        if piped != nil, position == 0 { return name }
        return arguments(position).first?.value.frameName
    }
}

/// Steps for all parameters, or nil where the frame's columns are not known yet.
struct CheckedArguments {
    var steps: [Step]?
    var spans: [String: SourceSpan]
    var names: [String: [String?]] = [:]
}

/// The arguments of a call: evaluated, or read in the columns of its frame.
extension Checker {
    func checkArguments(_ reading: ArgumentReading) -> CheckedArguments? {
        let parameters = reading.signature.parameters
        var steps: [Step?] = Array(repeating: nil, count: parameters.count)
        var spans: [String: SourceSpan] = [:]
        var isLater = false
        for (position, parameter) in parameters.enumerated() where !parameter.type.isQuoted {
            spans[parameter.name] = span(of: reading, position)
            steps[position] = checkPlain(reading, position)
        }
        let scope = quotedScope(reading, steps)
        readGroupNames(reading, scope)
        for (position, parameter) in parameters.enumerated() where parameter.type.isQuoted {
            spans[parameter.name] = span(of: reading, position)
            let arguments = reading.arguments(position)
            if arguments.isEmpty {
                steps[position] = parameter.standard.map { .value($0) }
            } else if let scope {
                switch readQuoted(parameter, arguments, scope) {
                case .value(let value): steps[position] = .value(value)
                case .unknown: isLater = true
                case nil: break
                }
            } else {
                isLater = true
            }
        }
        if isLater { return CheckedArguments(steps: nil, spans: spans) }
        let whole = steps.compactMap { $0 }
        guard whole.count == steps.count else { return nil }
        return CheckedArguments(steps: whole, spans: spans, names: names(reading))
    }

    /// What `by:` names is known before reductions are read: a group's key has one value.
    private func readGroupNames(_ reading: ArgumentReading, _ scope: QuotedScope?) {
        groupNames = []
        guard let scope,
            let position = reading.signature.parameters.firstIndex(where: { $0.type == .grouping }),
            reading.signature.parameters.contains(where: { $0.type == .reductions })
        else { return }
        let checker = Checker(
            registry: registry,
            scope: self.scope,
            context: context,
            mode: mode,
            holes: holes
        )
        for argument in reading.arguments(position) {
            groupNames.formUnion(checker.readGroups(argument.value, scope).map(\.name))
        }
    }

    private func names(_ reading: ArgumentReading) -> [String: [String?]] {
        var names: [String: [String?]] = [:]
        for (position, parameter) in reading.signature.parameters.enumerated() {
            let given = reading.arguments(position).map(\.value.frameName)
            let piped = position == 0 && reading.piped != nil ? [reading.name] : []
            names[parameter.name] = piped + given
        }
        return names
    }

    private func span(of reading: ArgumentReading, _ position: Int) -> SourceSpan {
        let arguments = reading.arguments(position)
        guard let first = arguments.first, let last = arguments.last else {
            return reading.call.span
        }
        return first.span.union(last.span)
    }

    /// The frame in whose columns the quoted arguments are read, or nil while it is not known.
    private func quotedScope(_ reading: ArgumentReading, _ steps: [Step?]) -> QuotedScope? {
        guard let position = reading.signature.scopePosition,
            let frame = steps[position]?.known?.asFrame
        else { return nil }
        let other = reading.signature.parameters.indices.first {
            $0 > position && reading.signature.parameters[$0].type == .frame
        }
        return QuotedScope(
            frame: frame,
            name: reading.frameName(position),
            other: other.flatMap { steps[$0]?.known?.asFrame },
            otherName: other.flatMap { reading.frameName($0) }
        )
    }

    private func checkPlain(_ reading: ArgumentReading, _ position: Int) -> Step? {
        let parameter = reading.signature.parameters[position]
        if position == 0, let piped = reading.piped {
            return admitted(piped, parameter, at: reading.call.name.span, reading)
        }
        let arguments = reading.arguments(position)
        guard let first = arguments.first else { return parameter.standard.map { .value($0) } }
        guard parameter.arity == .rest else {
            return checkPlain(first.value, parameter, reading)
        }
        return parameter.takesNamedValues
            ? namedValues(arguments, parameter, reading) : listed(arguments, parameter, reading)
    }

    private func listed(
        _ arguments: [Syntax.Argument],
        _ parameter: ParameterSpec,
        _ reading: ArgumentReading
    ) -> Step? {
        let steps = arguments.map { checkPlain($0.value, parameter, reading) }
        let values = steps.compactMap { $0?.known }
        if values.count == steps.count { return .value(.list(values)) }
        guard !steps.contains(where: { $0 == nil }) else { return nil }
        let span = arguments[0].span.union(arguments[arguments.count - 1].span)
        return later(
            Syntax(.list(arguments.map { Syntax.Element(name: nil, value: $0.value) }), span),
            type: .list
        )
    }

    private func namedValues(
        _ arguments: [Syntax.Argument],
        _ parameter: ParameterSpec,
        _ reading: ArgumentReading
    ) -> Step? {
        var record: OrderedDictionary<String, Value> = [:]
        for argument in arguments {
            guard case .named(let word) = argument.label else {
                fault(
                    Diagnostic(
                        "argument.unnamed",
                        "a column needs a name",
                        at: argument.span,
                        hints: ["\(reading.signature.name)(x = …)"]
                    )
                )
                return nil
            }
            guard record[word.text] == nil else {
                fault(
                    Diagnostic(
                        "column.repeated",
                        "`\(word.text)` is a column twice",
                        at: word.span
                    )
                )
                return nil
            }
            guard let step = check(argument.value) else { return nil }
            guard let value = step.known else {
                return refuse(argument.value, "this value is known only after a run; bind it first")
            }
            record[word.text] = value
        }
        return .value(.record(record))
    }

    private func checkPlain(
        _ syntax: Syntax,
        _ parameter: ParameterSpec,
        _ reading: ArgumentReading
    ) -> Step? {
        if let hint = unquotedChoice(syntax, parameter) {
            fault(
                Diagnostic(
                    "argument.unquoted",
                    "`\(parameter.name)` takes a text",
                    at: syntax.span,
                    "a name stands here",
                    hints: [hint]
                )
            )
            return nil
        }
        return check(syntax).flatMap { admitted($0, parameter, at: syntax.span, reading) }
    }

    /// What to type where a choice was written without quotes.
    private func unquotedChoice(_ syntax: Syntax, _ parameter: ParameterSpec) -> String? {
        guard case .name(let name) = syntax.kind, scope.values[name] == nil, holes[name] == nil,
            case .choice(let words) = parameter.domain, words.contains(name)
        else { return nil }
        return "\(parameter.name): \"\(name)\""
    }

    /// The step, if its type and value are such as the parameter takes.
    private func admitted(
        _ step: Step,
        _ parameter: ParameterSpec,
        at span: SourceSpan,
        _ reading: ArgumentReading
    ) -> Step? {
        guard fits(step, parameter) else {
            let name = reading.signature.name
            fault(
                Diagnostic(
                    "argument.type",
                    "`\(name)` takes \(parameter.type.described) as `\(parameter.name)`, "
                        + "not \(step.type.described)",
                    at: span,
                    step.type.described,
                    hints: [reading.signature.usage]
                )
            )
            return nil
        }
        if let value = step.known, !value.isMissing, !parameter.domain.admits(value) {
            fault(
                Diagnostic(
                    "argument.domain",
                    "`\(parameter.name)` is out of range",
                    at: span,
                    "\(parameter.domain) was expected"
                )
            )
            return nil
        }
        return step
    }

    private func fits(_ step: Step, _ parameter: ParameterSpec) -> Bool {
        if let value = step.known {
            if value.isMissing, let standard = parameter.standard, standard.isMissing {
                return true
            }
            if parameter.type.admits(value.type) { return true }
            return value.asFrame != nil && parameter.type.admits(.frame)
        }
        switch step.type {
        case .anything, .object, .cell: return true
        default: return parameter.type.admits(step.type)
        }
    }
}
