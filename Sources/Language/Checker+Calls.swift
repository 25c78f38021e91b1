import Catalog
import Diagnostics
import OrderedCollections
import Relations
import Tables
import Values

/// Calls of functions and definitions, and the stages of a pipe.
extension Checker {
    func checkStages(_ stages: [Syntax.Call], from source: Step, name: String?) -> Step? {
        var step = source
        for stage in stages {
            guard let next = checkCall(stage, piped: step, name: name) else { return nil }
            step = next
        }
        return step
    }

    /// A call, its first argument given by the pipe or not; `name` is what the pipe began with.
    func checkCall(_ call: Syntax.Call, piped: Step?, name: String?) -> Step? {
        let word = call.name.text
        if let definition = scope.definitions[word] {
            return expand(definition, call, piped).flatMap { body in
                expanding.append(word)
                defer { expanding.removeLast() }
                return check(body)
            }
        }
        if let function = preferredFunction(word, call, piped) {
            return checkFunction(function, call, piped: piped, name: name)
        }
        if let function = registry.rowFunction(word), function.family != .operators {
            return checkOnValues(function, call, piped: piped)
        }
        fault(unknownFunction(call.name, piped: piped != nil))
        return nil
    }

    /// A verb; of a name that is a verb and a function of rows, the one that the arguments fit.
    private func preferredFunction(_ word: String, _ call: Syntax.Call, _ piped: Step?) -> Function?
    {
        guard let function = registry.function(word) else { return nil }
        guard registry.rowFunction(word) != nil, let first = function.signature.parameters.first
        else { return function }
        let subject = piped ?? call.arguments.first.flatMap { peek($0.value) }
        guard let subject else { return piped == nil ? nil : function }
        if let value = subject.known {
            return first.type == .frame && value.asFrame == nil ? nil : function
        }
        return first.type.admits(subject.type) ? function : nil
    }

    /// An argument's step, checked without keeping its faults: it is checked again in its place.
    private func peek(_ syntax: Syntax) -> Step? {
        switch syntax.kind {
        case .name, .variable, .previous, .pipe, .call, .member, .list, .parenthesized:
            let checker = Checker(
                registry: registry,
                scope: scope,
                context: context,
                mode: isRunning ? .check : mode,
                holes: holes
            )
            return checker.check(syntax)
        default: return nil
        }
    }

    func unknownFunction(_ name: Syntax.Word, piped: Bool) -> Diagnostic {
        var hints: [String] = []
        if let own = ForeignNames.functions[name.text] {
            hints.append("`\(own)` is what other tools call `\(name.text)`")
        } else if let near = Suggestion.hint(
            for: name.text,
            among: registry.callableNames + scope.definitions.keys
        ) {
            hints.append(near)
        } else {
            hints.append("?\(name.text)")
        }
        return Diagnostic(
            "function.unknown",
            "no \(piped ? "verb" : "function") `\(name.text)`",
            at: name.span,
            "not a name of the language",
            hints: hints
        )
    }

    /// The body of a definition with the call's arguments in it.
    func expand(_ definition: Syntax.Definition, _ call: Syntax.Call, _ piped: Step?) -> Syntax? {
        let name = definition.name.text
        guard !expanding.contains(name), expanding.count < 64 else {
            fault(
                Diagnostic(
                    "definition.recursive",
                    "`\(name)` calls itself",
                    at: call.name.span,
                    "through " + expanding.joined(separator: ", ")
                )
            )
            return nil
        }
        var given: [String: Syntax] = [:]
        var open = definition.parameters.map(\.name.text)[...]
        if let piped, let first = open.popFirst() {
            given[first] = hole(for: piped, at: call.name.span)
        }
        for argument in call.arguments {
            switch argument.label {
            case .slot(let word) where definition.parameters.contains { $0.name.text == word.text }:
                given[word.text] = argument.value
                open.removeAll { $0 == word.text }
            case .positional where !open.isEmpty:
                given[open.removeFirst()] = argument.value
            default:
                fault(
                    Diagnostic(
                        "argument.unknown",
                        "`\(name)` has no place for this",
                        at: argument.span,
                        "one too many",
                        hints: [definition.usage]
                    )
                )
                return nil
            }
        }
        for parameter in definition.parameters where given[parameter.name.text] == nil {
            guard let fallback = parameter.fallback else {
                fault(
                    Diagnostic(
                        "argument.missing",
                        "`\(name)` lacks `\(parameter.name.text)`",
                        at: call.span,
                        hints: [definition.usage]
                    )
                )
                return nil
            }
            given[parameter.name.text] = fallback.substituting([:], at: call.span)
        }
        return definition.body.substituting(given, at: call.span)
    }

    private func checkFunction(
        _ function: Function,
        _ call: Syntax.Call,
        piped: Step?,
        name: String?
    ) -> Step? {
        let signature = function.signature
        let before = faults.count
        let binding = signature.bind(
            call.arguments.map(\.place),
            piped: piped != nil,
            call: call.name.span
        )
        for diagnostic in binding.faults { fault(diagnostic) }
        let reading = ArgumentReading(
            signature: signature,
            call: call,
            binding: binding,
            piped: piped,
            name: name
        )
        guard let arguments = checkArguments(reading), faults.count == before else {
            return nil
        }
        guard let steps = arguments.steps else {
            return later(callSyntax(call, piped), type: signature.result)
        }
        return made(
            BoundCall(
                function: function,
                arguments: steps,
                span: call.span,
                spans: arguments.spans,
                names: arguments.names
            )
        )
    }

    /// The call as an expression, with what was piped as its first argument.
    private func callSyntax(_ call: Syntax.Call, _ piped: Step?) -> Syntax {
        guard let piped else { return Syntax(.call(call), call.span) }
        let first = Syntax.Argument(
            label: .positional,
            value: hole(for: piped, at: call.name.span),
            span: call.name.span
        )
        return Syntax(.call(call.with(arguments: [first] + call.arguments)), call.span)
    }

    /// The value of a call that may be made now, else the step to make it later.
    func made(_ call: BoundCall) -> Step? {
        let values = call.arguments.compactMap(\.known)
        guard values.count == call.arguments.count else { return .call(call) }
        let isFree =
            switch (call.function.effect(of: values), mode) {
            case (.pure, _), (_, .run), (.looks, .check): true
            default: false
            }
        guard isFree else { return .call(call) }
        do throws(Diagnostic) {
            let inner = context.calling(at: call.span, arguments: call.spans, names: call.names)
            return .value(try call.function.call(values, in: inner))
        } catch {
            fault(error)
            return nil
        }
    }
}

extension Syntax.Definition {
    var usage: String {
        let parts = parameters.map { $0.fallback == nil ? $0.name.text : $0.name.text + ":" }
        return "\(name.text)(\(parts.joined(separator: ", ")))"
    }
}

extension Syntax.Argument {
    /// The argument as binding sees it.
    var place: ArgumentPlace {
        switch label {
        case .positional: ArgumentPlace(.positional, span: span, labelSpan: value.span)
        case .slot(let word): ArgumentPlace(.slot(word.text), span: span, labelSpan: word.span)
        case .named(let word): ArgumentPlace(.named(word.text), span: span, labelSpan: word.span)
        }
    }
}
