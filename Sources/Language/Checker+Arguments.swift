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
            spans.merge(fieldSpans(of: reading, position)) { first, _ in first }
            steps[position] = checkPlain(reading, position)
        }
        var columns = quotedScope(reading, steps)
        let metrics = metricScope(reading, steps)
        for position in reading.signature.quotedPositions {
            let parameter = parameters[position]
            spans[parameter.name] = span(of: reading, position)
            let arguments = reading.arguments(position)
            let scope = reading.signature.readsMetrics(parameter) ? metrics : columns
            if arguments.isEmpty {
                steps[position] = parameter.standard.map { .value($0) }
            } else if let present = scope {
                let before = faults.count
                defer { explainSlots(reading.call, reading.signature, arguments, from: before) }
                switch readQuoted(parameter, arguments, present) {
                case .value(let value):
                    steps[position] = .value(value)
                    columns?.groups.formUnion(value.groupNames)
                    if let key = value.sortKey { columns?.order = key }
                case .unknown: isLater = true
                case nil: break
                }
            } else if waits(reading, steps) {
                steps[position] = .value(.quoted(.awaited(awaited(parameter, arguments))))
            } else if parameter.type == .requirements, steps.first??.known != nil {
                // Who has no metrics is refused by the function itself.
                steps[position] = .value(Requirements().shellValue)
            } else if !reading.signature.readsMetrics(parameter) || steps.first??.known != nil,
                let subject = knownSubject(reading, steps)
            {
                fault(withoutColumns(subject, parameter, at: span(of: reading, position)))
            } else {
                isLater = true
            }
        }
        if isLater { return CheckedArguments(steps: nil, spans: spans) }
        let whole = steps.compactMap { $0 }
        guard whole.count == steps.count else { return nil }
        return CheckedArguments(steps: whole, spans: spans, names: names(reading))
    }

    /// What stands in the place of the frame, once it is known.
    private func knownSubject(_ reading: ArgumentReading, _ steps: [Step?]) -> Value? {
        reading.signature.scopePosition.flatMap { steps[$0]?.known }
    }

    private func withoutColumns(
        _ subject: Value,
        _ parameter: ParameterSpec,
        at span: SourceSpan
    ) -> Diagnostic {
        Diagnostic(
            "argument.surplus",
            "`\(parameter.name)` names columns, and \(subject.type.described) has none",
            at: span
        )
    }

    private func names(_ reading: ArgumentReading) -> [String: [String?]] {
        var names: [String: [String?]] = [:]
        for (position, parameter) in reading.signature.parameters.enumerated() {
            let given = reading.arguments(position).map { frameName(of: $0.value) }
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

    /// Where the fields of a record stand that is given as it is, by `parameter.field`.
    private func fieldSpans(
        of reading: ArgumentReading,
        _ position: Int
    ) -> [String: SourceSpan] {
        guard case .record(let fields)? = reading.arguments(position).first?.value.kind else {
            return [:]
        }
        let name = reading.signature.parameters[position].name
        let spans = fields.map { ("\(name).\($0.key.text)", $0.key.span.union($0.value.span)) }
        return Dictionary(spans, uniquingKeysWith: { first, _ in first })
    }

    /// The frame in whose columns the quoted arguments are read, or nil while it is not known.
    private func quotedScope(_ reading: ArgumentReading, _ steps: [Step?]) -> QuotedScope? {
        guard let position = reading.signature.scopePosition,
            let frame = argumentFrame(reading, steps[position])
        else { return nil }
        let other = reading.signature.parameters.indices.first {
            $0 > position && reading.signature.parameters[$0].type.takesFrame
        }
        return QuotedScope(
            frame: frame,
            name: reading.frameName(position),
            other: other.flatMap { steps[$0]?.known?.asFrame },
            otherName: other.flatMap { reading.frameName($0) },
            missingOrder: missingOrder(reading, frame),
            order: frame.plan.sortKey
        )
    }

    /// The frame itself, or the one behind an object that is asked for as such.
    private func argumentFrame(_ reading: ArgumentReading, _ step: Step?) -> Frame? {
        guard let position = reading.signature.scopePosition, let value = step?.known else {
            return nil
        }
        let isObject = reading.signature.parameters[position].type.admits(value.type)
        return isObject ? value.argumentFrame : value.asFrame
    }

    /// What `first` and its kin are told in a call that asks for no order of the rows.
    private func missingOrder(_ reading: ArgumentReading, _ frame: Frame) -> MissingOrder? {
        guard !frame.plan.isSorted, let key = frame.schema.likelyOrder else { return nil }
        let column = Syntax.quotedName(key)
        guard let position = reading.signature.parameters.firstIndex(where: { $0.isOrder }) else {
            return MissingOrder(
                hint: "sort(\(column)) " + SyntaxPrinter.stage(reading.call)
            )
        }
        guard reading.arguments(position).isEmpty else { return nil }
        let call = SyntaxPrinter.text(Syntax(.call(reading.call), reading.call.span))
        return MissingOrder(hint: "\(call.dropLast()), order: \(column))")
    }

    private func checkPlain(_ reading: ArgumentReading, _ position: Int) -> Step? {
        let parameter = reading.signature.parameters[position]
        var arguments = reading.arguments(position)
        if position == 0, let piped = reading.piped {
            let span = reading.call.name.span
            guard parameter.arity == .rest, piped.type != .list || !arguments.isEmpty else {
                return admitted(piped, parameter, at: span, reading)
            }
            let first = hole(for: piped, at: span)
            arguments.insert(Syntax.Argument(label: .positional, value: first, span: span), at: 0)
        }
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
        var fields: [Syntax.Field] = []
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
            guard !fields.contains(where: { $0.key.text == word.text }) else {
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
            fields.append(Syntax.Field(key: word, keyKind: .text, value: argument.value))
            record[word.text] = step.known
        }
        if record.count == fields.count { return .value(.record(record)) }
        let span = arguments[0].span.union(arguments[arguments.count - 1].span)
        return later(Syntax(.record(fields), span), type: .record)
    }

    private func checkPlain(
        _ syntax: Syntax,
        _ parameter: ParameterSpec,
        _ reading: ArgumentReading
    ) -> Step? {
        if namesMetric(syntax, parameter) {
            return checkMetrics(syntax).flatMap {
                admitted($0, parameter, at: syntax.span, reading)
            }
        }
        let isSlot = reading.call.arguments.contains { $0.value == syntax && $0.isSlot }
        if let hint = unquotedText(syntax, parameter, isSlot: isSlot) {
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
        guard let step = check(syntax) else {
            if let hint = nearMetric(syntax, parameter) { hintLast(hint) }
            return nil
        }
        return admitted(step, parameter, at: syntax.span, reading)
    }

    /// What to type where a choice, a name or a path was written without quotes.
    private func unquotedText(
        _ syntax: Syntax,
        _ parameter: ParameterSpec,
        isSlot: Bool
    ) -> String? {
        guard let (text, first) = syntax.unquoted, scope.step(of: first) == nil,
            holes[first] == nil
        else { return nil }
        if case .choice(let words) = parameter.domain {
            return words.contains(text) ? "\(parameter.name): \"\(text)\"" : nil
        }
        guard parameter.type == .scalar(.text),
            Suggestion.close(to: first, among: Array(scope.values.keys)).isEmpty
        else { return nil }
        return isSlot ? "\(parameter.name): \"\(text)\"" : "\"\(text)\""
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
                    hints: [
                        remedy(of: step, parameter, at: span, reading) ?? reading.signature.usage
                    ]
                )
            )
            return nil
        }
        if let value = step.known, !value.isMissing, !parameter.domain.admits(value) {
            fault(outside(parameter, value, at: span))
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
        case .oneOf(let types) where types.contains(where: \.isObject): return true
        default: return parameter.type.admits(step.type)
        }
    }
}

extension ValueType {
    /// Whether it is an object, which may print as a table.
    fileprivate var isObject: Bool {
        if case .object = self { return true }
        return false
    }
}

extension Syntax {
    /// A name or path that was written without quotes, and its first name; nil for anything else.
    fileprivate var unquoted: (text: String, first: String)? {
        switch kind {
        case .name(let name): return (name, name)
        case .member(let base, let word):
            return base.unquoted.map { ("\($0.text).\(word.text)", $0.first) }
        case .chain(let head, let links):
            guard var path = head.unquoted else { return nil }
            for link in links {
                guard link.operation == .divide, let part = link.operand.unquoted else {
                    return nil
                }
                path.text += "/" + part.text
            }
            return path
        default: return nil
        }
    }
}

extension Syntax.Argument {
    fileprivate var isSlot: Bool {
        if case .slot = label { true } else { false }
    }
}

extension Signature {
    /// The parameters that are read in columns, groups first: their keys have one value a group;
    /// then the order, by which windows of time go.
    fileprivate var quotedPositions: [Int] {
        let positions = parameters.indices.filter { parameters[$0].type.isQuoted }
        let first: [ValueType] = [.grouping, .sortKeys]
        return first.flatMap { type in positions.filter { parameters[$0].type == type } }
            + positions.filter { !first.contains(parameters[$0].type) }
    }
}

extension Value {
    fileprivate var groupNames: [String] {
        guard case .quoted(.grouping(let keys)) = self else { return [] }
        return keys.map(\.name)
    }

    fileprivate var sortKey: SortKey? {
        guard case .quoted(.sortKeys(let keys)) = self else { return nil }
        return keys.first
    }
}

extension ParameterSpec {
    fileprivate var isOrder: Bool { type == .sortKeys && arity == .one }
}

extension Schema {
    /// The column that rows are most likely ordered by: the first moment, else the first of all.
    fileprivate var likelyOrder: String? {
        let moment =
            fields.first { $0.type == .timestamp } ?? fields.first { $0.type == .date }
        return (moment ?? fields.first)?.name
    }
}
