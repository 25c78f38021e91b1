extension Syntax.Kind {
    /// One more than the height of the highest child.
    var height: UInt16 {
        var highest: UInt16 = 0
        forEachChild { highest = max(highest, $0.height) }
        return highest &+ 1
    }

    /// Hands over the expressions that stand directly in this one, from left to right.
    package func forEachChild(_ body: (Syntax) -> Void) {
        switch self {
        case .int, .float, .text, .bool, .missing, .name, .variable, .previous, .everything, .hole:
            break
        case .interpolation(let segments):
            for case .expression(let part) in segments { body(part) }
        case .call(let call):
            for argument in call.arguments { body(argument.value) }
        case .pipe(let source, let stages):
            body(source)
            for stage in stages { for argument in stage.arguments { body(argument.value) } }
        case .chain(let first, let links):
            body(first)
            for link in links { body(link.operand) }
        case .list(let elements):
            for element in elements { body(element.value) }
        case .record(let fields):
            for field in fields { body(field.value) }
        default:
            forEachOperand(body)
        }
    }

    /// Hands over the operands of the forms with a fixed number of them.
    private func forEachOperand(_ body: (Syntax) -> Void) {
        switch self {
        case .formula(let target, let features):
            if let target { body(target) }
            body(features)
        case .choice(let condition, let then, let otherwise):
            body(condition)
            body(then)
            body(otherwise)
        case .between(let value, let low, let high, _):
            body(value)
            body(low)
            body(high)
        case .comparison(let left, _, let right), .range(let left, let right),
            .power(let left, let right), .membership(let left, let right, _),
            .like(let left, let right, _), .element(let left, let right):
            body(left)
            body(right)
        case .isMissing(let operand, _), .not(let operand), .negative(let operand),
            .member(let operand, _), .parenthesized(let operand):
            body(operand)
        default:
            break
        }
    }
}
