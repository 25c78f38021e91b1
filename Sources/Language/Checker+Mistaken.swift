import Catalog
import Diagnostics
import Relations
import Tables
import Values

/// Calls that stand where another was meant, and what to type instead.
extension Checker {
    /// A function of columns that got a frame: `penguins | mean(body_mass_g)`.
    func frameForColumn(
        _ function: RowFunction,
        _ call: Syntax.Call,
        _ frame: Frame?,
        isArgument: Bool = false
    ) -> Diagnostic {
        let given = Array(isArgument ? call.arguments.dropFirst() : call.arguments[...])
        var inner = call.with(arguments: given)
        if given.isEmpty, let column = frame?.schema.likeliest(for: function) {
            let span = call.name.span
            let name = Syntax(.name(column), span)
            inner = call.with(arguments: [
                Syntax.Argument(label: .positional, value: name, span: span)
            ])
        }
        let text = SyntaxPrinter.text(Syntax(.call(inner), call.span))
        let own = ForeignNames.functions[function.name].flatMap { registry.function($0)?.name }
        let stage =
            own.map { call.with(arguments: given).ours($0, piped: true) }
            ?? (function.kind == .reduction ? "summarize(\(text))" : "derive(\(text))")
        let source = isArgument ? call.arguments.first.map { SyntaxPrinter.text($0.value) } : nil
        return Diagnostic(
            "argument.type",
            "`\(function.name)` takes a column, not a frame",
            at: isArgument ? call.arguments[0].span : call.name.span,
            "a frame",
            hints: [(source.map { $0 + " | " } ?? "") + stage]
        )
    }

    /// `desc(x)` where a value is computed: the value that sorts the other way.
    func keyForValue(_ call: Syntax.Call, _ scope: RowScope) -> Diagnostic {
        var hints: [String] = []
        if let value = call.arguments.first?.value {
            var inside = scope
            inside.enclosing = scope.enclosing ?? call.name.text
            let type = quietly { checkRow(value, inside)?.type }
            let text = SyntaxPrinter.text(value)
            if type?.isNumber == true {
                hints.append(scope.enclosing.map { "\($0)(-\(text))" } ?? "-\(text)")
            } else if type != nil {
                hints.append("derive(place = row_number(), order: desc(\(text)))")
            }
        }
        return Diagnostic(
            "expression.type",
            "`\(call.name.text)` makes a key to sort by, not a value",
            at: call.name.span,
            "a value was expected",
            hints: hints
        )
    }

    /// Says of `by = g` that it makes a column, where `by: g` was meant.
    func explainSlots(
        _ call: Syntax.Call,
        _ signature: Signature,
        _ arguments: [Syntax.Argument],
        from start: Int
    ) {
        for argument in arguments {
            guard case .named(let word) = argument.label,
                let slot = signature.parameters.first(where: { $0.name == word.text }),
                [.grouping, .sortKeys].contains(slot.type),
                let index = call.arguments.firstIndex(of: argument)
            else { continue }
            let hint = call.mended(index, ": ")
            let place = argument.value.span.range
            func isWithin(_ fault: Diagnostic) -> Bool {
                fault.labels.first.map { place.contains($0.span.range.lowerBound) } ?? false
            }
            if faults[start...].contains(where: isWithin) {
                replaceFaults(
                    from: start,
                    where: isWithin,
                    with: Diagnostic(
                        "argument.named",
                        "`=` would make a column `\(word.text)`; `:` fills the slot",
                        at: word.span,
                        "`:` fills a slot",
                        hints: [hint]
                    )
                )
            } else if argument.value.namesColumns {
                context.notes.noteOnce(
                    "`\(word.text) =` makes a column; `\(word.text):` is the argument of `\(call.name.text)`"
                )
            }
        }
    }

    /// Says how rows come to a learner, where they were given in another way; nil where none were.
    func misplacedRows(
        _ function: Function,
        _ call: Syntax.Call,
        piped: Step?,
        name: String?
    ) -> Diagnostic? {
        guard !isRunning, let learnable else { return nil }
        let frames = call.arguments.indices.filter { type(of: call.arguments[$0].value) == .frame }
        let rows =
            piped?.type == .frame
            ? rowsText(piped, name)
            : frames.first.map { SyntaxPrinter.text(call.arguments[$0].value) }
        guard let rows else { return nil }
        let isFit = function.name == "fit"
        let awaitsRows =
            function.signature.result.isLearnable(by: learnable)
            && !function.signature.parameters.contains { $0.type.admits(.frame) }
        guard isFit || awaitsRows else { return nil }
        let others = call.arguments.indices.filter { !frames.contains($0) }
        guard isFit else {
            let learner = call.with(arguments: others.map { call.arguments[$0] })
            return Diagnostic(
                "argument.surplus",
                "`\(function.name)` takes no rows: `fit` gives it some",
                at: frames.first.map { call.arguments[$0].span } ?? call.name.span,
                "a frame",
                hints: [SyntaxPrinter.text(Syntax(.call(learner), call.span)) + " | fit(\(rows))"]
            )
        }
        guard
            let learner = others.first(where: {
                type(of: call.arguments[$0].value)?.isLearnable(by: learnable) == true
            })
        else { return formulaForLearner(call, rows) }
        let rest = others.filter { $0 != learner }
            .map { ", " + SyntaxPrinter.argument(call.arguments[$0]) }.joined()
        let text = SyntaxPrinter.text(call.arguments[learner].value)
        return Diagnostic(
            "argument.type",
            "what learns stands before `fit`, and the rows within",
            at: call.arguments[learner].span,
            "a learner",
            hints: ["\(text) | fit(\(rows)\(rest))"]
        )
    }

    /// A formula that was given to `fit` itself, whose learner is not said.
    private func formulaForLearner(_ call: Syntax.Call, _ rows: String) -> Diagnostic? {
        let formula = call.arguments.map(\.value).first {
            if case .formula = $0.kind { true } else { false }
        }
        guard let formula else { return nil }
        return Diagnostic(
            "argument.type",
            "a learner takes the formula, and `fit` the rows",
            at: formula.span,
            "a formula",
            hints: ["lightgbm(\(SyntaxPrinter.text(formula))) | fit(\(rows))", "?learners"]
        )
    }

    /// The call in our words; a reduction that was meant as a verb stands in `summarize`.
    func stage(_ own: String, _ call: Syntax.Call, piped: Bool) -> String {
        let text = call.ours(own, piped: piped)
        guard piped, registry.function(own) == nil, !call.arguments.isEmpty,
            registry.rowFunction(own)?.kind == .reduction
        else { return text }
        return "summarize(\(text))"
    }

    /// The fit that is meant by a learner of another tool with its rows: `lm(y ~ x, cars)`.
    func fitting(_ own: String, _ call: Syntax.Call) -> String? {
        guard !isRunning, let learnable, let learner = registry.function(own),
            learner.signature.result.isLearnable(by: learnable)
        else { return nil }
        let frames = call.arguments.indices.filter { type(of: call.arguments[$0].value) == .frame }
        guard let rows = frames.first else { return nil }
        let others = call.arguments.indices.filter { !frames.contains($0) }
        let texts = others.map { SyntaxPrinter.argument(call.arguments[$0]) }
        let text = SyntaxPrinter.text(call.arguments[rows].value)
        return "\(own)(\(texts.joined(separator: ", "))) | fit(\(text))"
    }

    /// What a model is told that is asked for its summary: it shows that anyway.
    func summaryHints(_ call: Syntax.Call, _ subject: Step?) -> [String]? {
        guard ForeignNames.summaries.contains(call.name.text) else { return nil }
        let first = subject == nil ? call.arguments.first?.value : nil
        guard let type = subject?.type ?? first.flatMap({ self.type(of: $0) }), type.isObject else {
            return nil
        }
        return (first.map { [SyntaxPrinter.text($0)] } ?? [])
            + ["\(type.described) shows what it holds where it stands alone"]
    }

    /// The figures of a model, where it is asked for a plot: points are drawn of frames.
    func modelFigureHints(_ call: Syntax.Call, _ subject: Step?) -> [String]? {
        guard ForeignNames.functions[call.name.text] == "scatter", let subject,
            let residuals = registry.function("residuals")?.signature.parameters.first?.type,
            subject.type.isObject, residuals.admits(subject.type)
        else { return nil }
        return ["residuals(test)", "roc(test), calibration(test) or confusion(test) of a class"]
    }

    /// What stands for a member that a frame has in other tools: `penguins.shape`.
    func foreignMember(_ word: Syntax.Word, _ value: Value, _ base: Syntax) -> [String]? {
        let plain = word.text.hasSuffix("_") ? String(word.text.dropLast()) : word.text
        if value.type.isObject {
            let name = frameName(of: base) ?? "…"
            if plain.hasPrefix("feature_importance") { return ["\(name) | importance"] }
            guard ForeignNames.summaries.contains(plain) else { return nil }
            return [name, "\(value.type.described) shows what it holds where it stands alone"]
        }
        guard value.asFrame != nil, let own = ForeignNames.members[word.text] else { return nil }
        return ["\(frameName(of: base) ?? "…") | \(own)"]
    }

    /// Says that `*` is no wildcard of `like`, in a pattern that has no other.
    func noteStars(in pattern: Syntax) {
        guard case .text(let text) = pattern.unwrapped.kind, text.contains("*"),
            !text.contains("%"), !text.contains("_")
        else { return }
        let ours = SyntaxPrinter.quoted(text.replacing("*", with: "%"))
        context.notes.note("`*` is itself in a pattern; `%` is any text", hints: ["like \(ours)"])
    }

    /// Says what `count(x > 5)` counts, which in other tools counts the rows where it holds.
    func noteCounted(_ expression: RowExpression) {
        guard case .call(let call) = expression, call.function.name == "count",
            let condition = call.arguments.first, condition.type == .bool,
            case .call = condition
        else { return }
        let text = condition.text
        context.notes.note(
            "`count(\(text))` counts the rows where the condition is known, true or false",
            hints: ["sum(\(text)) counts those where it is true"]
        )
    }

    /// Says of a computation without any column that a text in it is the name of one.
    func noteQuotedNames(in syntax: Syntax, _ scope: RowScope) {
        guard let names = scope.schema?.names else { return }
        syntax.kind.forEachChild { child in
            guard case .text(let text) = child.kind, names.contains(text) else { return }
            context.notes.note(
                "`\(SyntaxPrinter.quoted(text))` is a text here, the same in every row; a column is"
                    + " named without quotes",
                hints: [Syntax.quotedName(text)]
            )
        }
    }

    /// What `fit` takes first.
    private var learnable: ValueType? { registry.function("fit")?.signature.parameters.first?.type }

    private func type(of syntax: Syntax) -> ValueType? { quietly { check(syntax)?.type } }

    private func quietly<Result>(_ body: () -> Result) -> Result {
        keepingFaults(where: { _ in false }, body)
    }

    /// What was piped, by its name where it is a variable as it stands.
    private func rowsText(_ piped: Step?, _ name: String?) -> String {
        guard let name, let frame = piped?.known?.asFrame,
            scope.step(of: name)?.known?.asFrame?.plan == frame.plan
        else { return "…" }
        return Syntax.quotedName(name)
    }
}

extension ValueType {
    /// Whether it is an object and nothing else.
    fileprivate var isObject: Bool {
        switch self {
        case .object: true
        case .oneOf(let types): types.allSatisfy(\.isObject)
        default: false
        }
    }

    fileprivate func isLearnable(by learnable: ValueType) -> Bool {
        isObject && learnable.admits(self)
    }
}

extension Schema {
    /// A column that a function is likely meant to go over.
    fileprivate func likeliest(for function: RowFunction) -> String? {
        (fields.first { $0.type.isNumber } ?? fields.first)?.name
    }
}

extension Syntax {
    /// Whether it is the name of a column, or a list of some.
    fileprivate var namesColumns: Bool {
        switch unwrapped.kind {
        case .name: true
        case .list(let elements): elements.allSatisfy { $0.value.namesColumns }
        default: false
        }
    }
}
