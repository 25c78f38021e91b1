import Diagnostics

extension Syntax {
    /// A definition's body with arguments in the place of its parameters, as it stands at a call.
    ///
    /// What comes from the body points at the call; what comes from the arguments keeps its place.
    func substituting(_ arguments: [String: Syntax], at call: SourceSpan) -> Syntax {
        switch kind {
        case .name(let name):
            if let argument = arguments[name] {
                return argument.isAtom
                    ? argument : Syntax(.parenthesized(argument), argument.span)
            }
            return Syntax(kind, call)
        default:
            return Syntax(kind.mapped { $0.substituting(arguments, at: call) }, call)
        }
    }

    private var isAtom: Bool {
        switch kind {
        case .int, .float, .text, .bool, .missing, .name, .variable, .previous, .call, .list,
            .record, .parenthesized, .hole:
            true
        default: false
        }
    }
}

extension Syntax.Kind {
    /// The same form with every expression that stands directly in it changed.
    func mapped(_ change: (Syntax) -> Syntax) -> Syntax.Kind {
        switch self {
        case .int, .float, .text, .bool, .missing, .name, .variable, .previous, .everything, .hole:
            self
        case .interpolation(let segments):
            .interpolation(
                segments.map { segment in
                    guard case .expression(let part) = segment else { return segment }
                    return .expression(change(part))
                }
            )
        case .call(let call): .call(call.mapped(change))
        case .pipe(let source, let stages):
            .pipe(change(source), stages.map { $0.mapped(change) })
        case .chain(let first, let links):
            .chain(
                change(first),
                links.map {
                    Syntax.Link(
                        operation: $0.operation,
                        operationSpan: $0.operationSpan,
                        operand: change($0.operand)
                    )
                }
            )
        case .list(let elements):
            .list(elements.map { Syntax.Element(name: $0.name, value: change($0.value)) })
        case .record(let fields):
            .record(
                fields.map {
                    Syntax.Field(key: $0.key, keyKind: $0.keyKind, value: change($0.value))
                }
            )
        default: mappedOperands(change)
        }
    }

    private func mappedOperands(_ change: (Syntax) -> Syntax) -> Syntax.Kind {
        switch self {
        case .formula(let target, let features):
            .formula(target: target.map(change), features: change(features))
        case .choice(let condition, let then, let otherwise):
            .choice(
                condition: change(condition),
                then: change(then),
                otherwise: change(otherwise)
            )
        case .comparison(let left, let comparator, let right):
            .comparison(change(left), comparator, change(right))
        case .isMissing(let operand, let negated): .isMissing(change(operand), negated: negated)
        case .membership(let value, let collection, let negated):
            .membership(change(value), collection: change(collection), negated: negated)
        case .like(let value, let pattern, let negated):
            .like(change(value), pattern: change(pattern), negated: negated)
        case .between(let value, let low, let high, let negated):
            .between(change(value), low: change(low), high: change(high), negated: negated)
        case .range(let low, let high): .range(change(low), change(high))
        case .not(let operand): .not(change(operand))
        case .negative(let operand): .negative(change(operand))
        case .power(let base, let exponent): .power(change(base), change(exponent))
        case .element(let base, let index): .element(change(base), index: change(index))
        case .member(let base, let word): .member(change(base), word)
        case .parenthesized(let inner): .parenthesized(change(inner))
        default: self
        }
    }
}

extension Syntax.Call {
    func mapped(_ change: (Syntax) -> Syntax) -> Syntax.Call {
        with(
            arguments: arguments.map {
                Syntax.Argument(label: $0.label, value: change($0.value), span: $0.span)
            }
        )
    }

    func with(arguments: [Syntax.Argument]) -> Syntax.Call {
        Syntax.Call(
            name: name,
            arguments: arguments,
            pipe: pipe,
            open: open,
            close: close,
            span: span
        )
    }
}
