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
        for (index, stage) in stages.enumerated() {
            guard let next = checkCall(stage, piped: step, name: name) else {
                checkFurther(stages[index...], from: step, name: name)
                return nil
            }
            step = next
        }
        return step
    }

    /// What can be said of the stages behind a wrong one, the first of these: all but what hangs on
    /// the order of rows while the columns stay, then names of verbs and of arguments.
    private func checkFurther(_ stages: ArraySlice<Syntax.Call>, from step: Step, name: String?) {
        guard case .check = mode, let wrong = stages.first else { return }
        var step = step
        var knowsColumns = step.known?.asFrame != nil && keepsColumns(wrong)
        for stage in stages.dropFirst() {
            let isKept = knowsColumns ? Self.hangsOnNoOrder : Self.hangsOnNoColumns
            let next = keepingFaults(where: isKept) { checkCall(stage, piped: step, name: name) }
            if let next, knowsColumns {
                step = next
            } else {
                knowsColumns = knowsColumns && keepsColumns(stage)
            }
        }
    }

    private func keepsColumns(_ call: Syntax.Call) -> Bool {
        registry.function(call.name.text)?.keepsColumns ?? false
    }

    private static func hangsOnNoOrder(_ fault: Diagnostic) -> Bool {
        fault.code != "window.order"
    }

    private static func hangsOnNoColumns(_ fault: Diagnostic) -> Bool {
        ["function.unknown", "argument.unknown", "argument.named"].contains(fault.code)
    }

    /// A call, its first argument given by the pipe or not; `name` is what the pipe began with.
    func checkCall(_ call: Syntax.Call, piped: Step?, name: String?) -> Step? {
        let word = call.name.text
        if let definition = scope.definitions[word] {
            return checkDefined(definition, call, piped, name)
        }
        let row = registry.rowFunction(word).flatMap { $0.family == .operators ? nil : $0 }
        switch (registry.function(word), row) {
        case (let function?, nil): return checkFunction(function, call, piped: piped, name: name)
        case (nil, let row?):
            if let piped, piped.type == .frame {
                fault(frameForColumn(row, call, piped.known?.asFrame))
                return nil
            }
            return checkOnValues(row, call, piped: piped)
        case (let function?, let row?):
            return checkEither(function, or: row, call, piped: piped, name: name)
        case (nil, nil):
            fault(unknownFunction(call, piped: piped != nil, subject: piped))
            return nil
        }
    }

    /// What is piped into a definition is found once, however often its body names it.
    private func checkDefined(
        _ definition: Syntax.Definition,
        _ call: Syntax.Call,
        _ piped: Step?,
        _ name: String?
    ) -> Step? {
        guard let body = expand(definition, call, piped, name) else { return nil }
        expanding.append(definition.name.text)
        defer { expanding.removeLast() }
        let step = check(body)
        guard let piped, piped.known == nil, step != nil else { return step }
        return later(body, type: step?.type ?? .anything)
    }

    /// Of a name that is a verb and a function of rows, the one that the first argument fits.
    private func checkEither(
        _ function: Function,
        or row: RowFunction,
        _ call: Syntax.Call,
        piped: Step?,
        name: String?
    ) -> Step? {
        if let piped {
            return fits(piped, function)
                ? checkFunction(function, call, piped: piped, name: name)
                : checkOnValues(row, call, piped: piped)
        }
        guard let first = call.arguments.first, case .positional = first.label else {
            return checkFunction(function, call, piped: nil, name: name)
        }
        guard let subject = check(first.value) else { return nil }
        let known = Syntax.Argument(
            label: .positional,
            value: hole(for: subject, at: first.value.span, name: frameName(of: first.value)),
            span: first.span
        )
        let whole = call.with(arguments: [known] + call.arguments.dropFirst())
        return fits(subject, function)
            ? checkFunction(function, whole, piped: nil, name: name)
            : checkOnValues(row, whole, piped: nil)
    }

    private func fits(_ subject: Step, _ function: Function) -> Bool {
        guard let first = function.signature.parameters.first else { return false }
        if let value = subject.known, value.asFrame != nil { return first.type.admits(.frame) }
        // What nobody knows yet may be a frame; once it is known, the name is looked up again.
        if subject.known == nil, subject.type == .anything { return first.type.admits(.frame) }
        // An object is no cell, and may have rows.
        if case .object = subject.type {
            return first.type.admits(.frame) || first.type.admits(subject.type)
        }
        return first.type.admits(subject.type)
    }

    func unknownFunction(
        _ call: Syntax.Call,
        piped: Bool,
        subject: Step? = nil
    ) -> Diagnostic {
        let name = call.name
        let hints: [String]
        if let shown = summaryHints(call, subject) ?? modelFigureHints(call, subject) {
            hints = shown
        } else if let own = ForeignNames.functions[name.text]
            ?? ForeignNames.functions[name.text.lowercased()]
        {
            hints = [
                fitting(own, call) ?? stage(own, call, piped: piped),
                "`\(own)` is what other tools call `\(name.text)`",
            ]
        } else if let near = Suggestion.hint(
            for: name.text,
            among: registry.callableNames + scope.definitions.keys
        ) {
            hints = [near]
        } else if ["library", "require", "import", "include"].contains(name.text) {
            hints = ["?", "nothing has to be loaded first: every name is there"]
        } else {
            hints = name.text.isLearnerElsewhere ? ["?learners"] : ["?"]
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
    func expand(
        _ definition: Syntax.Definition,
        _ call: Syntax.Call,
        _ piped: Step?,
        _ frame: String? = nil
    ) -> Syntax? {
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
            given[first] = hole(for: piped, at: call.name.span, name: frame)
        }
        for argument in call.arguments {
            guard let parameter = definition.place(of: argument, &open), given[parameter] == nil
            else {
                fault(surplus(argument, of: definition))
                return nil
            }
            given[parameter] = argument.value
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
            // A default may hang on the parameters before it.
            given[parameter.name.text] = fallback.substituting(given, at: call.span)
        }
        return definition.body.substituting(given, at: call.span)
    }

    private func surplus(
        _ argument: Syntax.Argument,
        of definition: Syntax.Definition
    ) -> Diagnostic {
        let name = definition.name.text
        switch argument.label {
        case .slot(let word):
            let names = definition.parameters.map(\.name.text)
            let isTwice = names.contains(word.text)
            return Diagnostic(
                isTwice ? "argument.repeated" : "argument.unknown",
                isTwice ? "`\(word.text)` is given twice" : "no argument `\(word.text)`",
                at: word.span,
                isTwice ? "has a value already" : "not an argument of `\(name)`",
                hints: [
                    isTwice
                        ? definition.usage
                        : Suggestion.hint(for: word.text, among: names) ?? definition.usage
                ]
            )
        case .named(let word):
            return Diagnostic(
                "argument.named",
                "`\(name)` makes no names, so `=` has nothing to do here",
                at: word.span,
                "`:` fills a slot",
                hints: ["\(word.text): \(SyntaxPrinter.text(argument.value))"]
            )
        case .positional:
            return Diagnostic(
                "argument.surplus",
                "`\(name)` takes no more arguments here",
                at: argument.span,
                "one too many",
                hints: [definition.usage]
            )
        }
    }

    private func checkFunction(
        _ function: Function,
        _ call: Syntax.Call,
        piped: Step?,
        name: String?
    ) -> Step? {
        let signature = function.signature
        guard signature.result != .derivations else {
            fault(
                Diagnostic(
                    "across.misplaced",
                    "`\(function.name)` makes columns, and stands in `derive` or `summarize`",
                    at: call.span,
                    hints: ["derive(\(SyntaxPrinter.text(Syntax(.call(call), call.span))))"]
                )
            )
            return nil
        }
        let before = faults.count
        let binding = signature.bind(
            call.arguments.map(\.place),
            piped: piped != nil,
            call: call.name.span,
            mended: call.mended
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
            if let rows = misplacedRows(function, call, piped: piped, name: name) {
                replaceFaults(from: before, with: rows)
            }
            joinFaults(from: before)
            return nil
        }
        guard let steps = arguments.steps else {
            return later(callSyntax(call, piped, name), type: signature.result)
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
    private func callSyntax(_ call: Syntax.Call, _ piped: Step?, _ name: String?) -> Syntax {
        guard let piped else { return Syntax(.call(call), call.span) }
        let first = Syntax.Argument(
            label: .positional,
            value: hole(for: piped, at: call.name.span, name: name),
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
            case (.pure, _), (_, .run), (.looks, .check), (.tells, .look): true
            default: false
            }
        guard isFree else { return .call(call) }
        do throws(Faults) {
            var inner = context.calling(at: call.span, arguments: call.spans, names: call.names)
            inner.mayRead = mode == .run
            return .value(try call.function.call(values, in: inner))
        } catch {
            error.all.forEach(fault)
            return nil
        }
    }
}

extension Syntax.Definition {
    /// The parameter that an argument is for, by its label or as the next that is open.
    fileprivate func place(
        of argument: Syntax.Argument,
        _ open: inout ArraySlice<String>
    ) -> String? {
        switch argument.label {
        case .positional: return open.popFirst()
        case .named: return nil
        case .slot(let word):
            guard parameters.contains(where: { $0.name.text == word.text }) else { return nil }
            open.removeAll { $0 == word.text }
            return word.text
        }
    }

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

extension String {
    /// Whether it looks like a learner of scikit-learn or R, such as `AdaBoostClassifier`.
    fileprivate var isLearnerElsewhere: Bool {
        ["classifier", "regressor", "regression", "forest", "boost", "svc", "svm"]
            .contains { lowercased().hasSuffix($0) }
    }
}
