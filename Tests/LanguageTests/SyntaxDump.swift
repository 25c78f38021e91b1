@testable import Language

/// Syntax as nested words in brackets, without spans, so that trees can be compared and written
/// down in tests.
enum SyntaxDump {
    static func text(_ statement: Syntax.Statement) -> String {
        switch statement.kind {
        case .command(let word, let rest): "(command \(word.text) \(rest.text))"
        case .help(let rest): "(help \(rest.text))"
        case .shell(let rest): "(shell \(rest.text))"
        case .definition(let definition):
            "(def \(definition.name.text) (\(definition.parameters.map(text).joined(separator: " "))) "
                + "\(text(definition.body)))"
        case .binding(let targets, let value):
            "(= \(targets.map(text).joined(separator: " ")) \(text(value)))"
        case .expression(let syntax): text(syntax)
        case .continuation(let stages): "(go on \(stages.map(text).joined(separator: " ")))"
        }
    }

    private static func text(_ parameter: Syntax.Parameter) -> String {
        parameter.fallback.map { "\(parameter.name.text)=\(text($0))" } ?? parameter.name.text
    }

    private static func text(_ target: Syntax.Target) -> String {
        switch target {
        case .name(let word): word.text
        case .drop: "_"
        }
    }

    static func text(_ syntax: Syntax) -> String {
        switch syntax.kind {
        case .int(let value): "\(value)"
        case .float(let value): "\(value)f"
        case .text(let value): "'\(value)'"
        case .interpolation(let segments): "(f\(segments.map(text).joined()))"
        case .bool(let value): "\(value)"
        case .missing: "missing"
        case .name(let name): name
        case .variable(let name): "$\(name)"
        case .previous: "_"
        case .everything: "."
        case .call(let call): text(call)
        case .pipe(let source, let stages):
            "(pipe \(text(source))\(stages.map { " " + text($0) }.joined()))"
        case .chain(let first, let links):
            "(chain \(text(first))\(links.map { " \($0.operation.rawValue) \(text($0.operand))" }.joined()))"
        case .list(let elements): "[\(elements.map(text).joined(separator: " "))]"
        case .record(let fields): "{\(fields.map(text).joined(separator: " "))}"
        case .hole: "<hole>"
        default: operation(syntax)
        }
    }

    private static func operation(_ syntax: Syntax) -> String {
        switch syntax.kind {
        case .formula(let target, let features): "(~ \(target.map(text) ?? "") \(text(features)))"
        case .choice(let condition, let then, let otherwise):
            "(if \(text(condition)) \(text(then)) \(text(otherwise)))"
        case .comparison(let left, let comparator, let right):
            "(\(comparator.rawValue) \(text(left)) \(text(right)))"
        case .isMissing(let value, let negated): "(missing?\(mark(negated)) \(text(value)))"
        case .membership(let value, let other, let negated):
            "(in\(mark(negated)) \(text(value)) \(text(other)))"
        case .like(let value, let other, let negated):
            "(like\(mark(negated)) \(text(value)) \(text(other)))"
        case .between(let value, let low, let high, let negated):
            "(between\(mark(negated)) \(text(value)) \(text(low)) \(text(high)))"
        case .range(let low, let high): "(.. \(text(low)) \(text(high)))"
        case .not(let operand): "(not \(text(operand)))"
        case .negative(let operand): "(- \(text(operand)))"
        case .power(let base, let exponent): "(^ \(text(base)) \(text(exponent)))"
        case .element(let value, let index): "(at \(text(value)) \(text(index)))"
        case .member(let value, let word): "(. \(text(value)) \(word.text))"
        case .parenthesized(let inside): "(() \(text(inside)))"
        default: "?"
        }
    }

    private static func mark(_ negated: Bool) -> String { negated ? "!" : "" }

    private static func text(_ call: Syntax.Call) -> String {
        let arguments = call.arguments.map { argument in
            switch argument.label {
            case .positional: text(argument.value)
            case .slot(let word): "\(word.text):\(text(argument.value))"
            case .named(let word): "\(word.text)=\(text(argument.value))"
            }
        }
        return "(\(([call.name.text] + arguments).joined(separator: " ")))"
    }

    private static func text(_ element: Syntax.Element) -> String {
        (element.name.map { "\($0.text)=" } ?? "") + text(element.value)
    }

    private static func text(_ field: Syntax.Field) -> String {
        "\(field.key.text):\(text(field.value))"
    }

    private static func text(_ segment: Syntax.Segment) -> String {
        switch segment {
        case .text(let text, _): " '\(text)'"
        case .expression(let syntax): " \(text(syntax))"
        }
    }
}
