import Kernels

/// Writes syntax in its canonical form: one blank around operators, `"…"` around texts, backticks
/// only where they are needed.
///
/// A column without a name is called by this text. Reading it gives the same tree again, but for
/// the spans; a tree with holes has no text that could.
package enum SyntaxPrinter {
    package static func text(_ syntax: Syntax) -> String {
        DeepStack.isNeeded(for: syntax) ? DeepThread.run { write(syntax) } : write(syntax)
    }

    static func write(_ syntax: Syntax) -> String {
        switch syntax.kind {
        case .int(let value): String(value)
        case .float(let value): "\(value)"
        case .text(let value): quoted(value)
        case .interpolation(let segments): "f\"" + segments.map(write).joined() + "\""
        case .bool(let value): value ? "true" : "false"
        case .missing: "missing"
        case .name(let name): self.name(name)
        case .variable(let name): "$" + (isPlain(name) ? name : "`\(name)`")
        case .previous: "_"
        case .everything: "."
        case .call(let call): "\(name(call.name.text))(\(arguments(call)))"
        case .pipe(let source, let stages):
            write(source) + " " + stages.map(writeStage).joined(separator: " ")
        case .list(let elements): "[" + elements.map(write).joined(separator: ", ") + "]"
        case .record(let fields): "{" + fields.map(write).joined(separator: ", ") + "}"
        case .parenthesized(let inside): "(" + write(inside) + ")"
        case .hole: ""
        default: operation(syntax)
        }
    }

    /// The forms that are written with operators.
    private static func operation(_ syntax: Syntax) -> String {
        switch syntax.kind {
        case .formula(let target, let features):
            (target.map { write($0) + " " } ?? "") + "~ " + write(features)
        case .choice(let condition, let then, let otherwise):
            "if \(write(condition)) then \(write(then)) else \(write(otherwise))"
        case .chain(let first, let links):
            write(first) + links.map { " \($0.operation.rawValue) \(write($0.operand))" }.joined()
        case .comparison(let left, let comparator, let right):
            "\(write(left)) \(comparator.rawValue) \(write(right))"
        case .isMissing(let operand, let negated):
            "\(write(operand)) is \(negated ? "not " : "")missing"
        case .membership(let value, let collection, let negated):
            "\(write(value)) \(negated ? "not " : "")in \(write(collection))"
        case .like(let value, let pattern, let negated):
            "\(write(value)) \(negated ? "not " : "")like \(write(pattern))"
        case .between(let value, let low, let high, let negated):
            "\(write(value)) \(negated ? "not " : "")between \(write(low)) and \(write(high))"
        case .range(let first, let last): range(write(first), write(last))
        case .not(let operand): "not " + write(operand)
        case .negative(let operand): "-" + write(operand)
        case .power(let base, let exponent): "\(write(base))^\(write(exponent))"
        case .element(let value, let index): "\(write(value))[\(write(index))]"
        case .member(let value, let word): "\(write(value)).\(self.word(word.text))"
        default: ""
        }
    }

    /// Dots that would run together are kept apart.
    private static func range(_ first: String, _ last: String) -> String {
        first.hasSuffix(".") || last.hasPrefix(".") ? "\(first) .. \(last)" : "\(first)..\(last)"
    }

    /// A stage with its `|`; brackets only around arguments.
    package static func stage(_ call: Syntax.Call) -> String {
        let isDeep = call.arguments.contains { DeepStack.isNeeded(for: $0.value) }
        return isDeep ? DeepThread.run { writeStage(call) } : writeStage(call)
    }

    private static func writeStage(_ call: Syntax.Call) -> String {
        call.arguments.isEmpty
            ? "| " + name(call.name.text) : "| \(name(call.name.text))(\(arguments(call)))"
    }

    private static func arguments(_ call: Syntax.Call) -> String {
        call.arguments.map(write).joined(separator: ", ")
    }

    /// An argument with its label.
    static func argument(_ argument: Syntax.Argument) -> String {
        DeepStack.isNeeded(for: argument.value)
            ? DeepThread.run { write(argument) } : write(argument)
    }

    private static func write(_ argument: Syntax.Argument) -> String {
        switch argument.label {
        case .positional: write(argument.value)
        case .slot(let slot): "\(word(slot.text)): \(write(argument.value))"
        case .named(let name): "\(self.name(name.text)) = \(write(argument.value))"
        }
    }

    private static func write(_ element: Syntax.Element) -> String {
        (element.name.map { name($0.text) + " = " } ?? "") + write(element.value)
    }

    private static func write(_ field: Syntax.Field) -> String {
        let key =
            switch field.keyKind {
            case .word: word(field.key.text)
            case .text: quoted(field.key.text)
            case .number: field.key.text
            }
        return "\(key): \(write(field.value))"
    }

    private static func write(_ segment: Syntax.Segment) -> String {
        switch segment {
        case .text(let plain, _): escaped(plain, doublesBraces: true)
        case .expression(let syntax): "{" + write(syntax) + "}"
        }
    }
}

// Words and texts.
extension SyntaxPrinter {
    /// A name, in backticks if it is none without them.
    package static func name(_ name: String) -> String {
        isPlain(name) && !isKeyword(name) ? name : "`\(name)`"
    }

    /// A word where any word will do: before `:` and after `.`.
    package static func word(_ word: String) -> String { isPlain(word) ? word : "`\(word)`" }

    private static func isPlain(_ name: String) -> Bool {
        guard name != "_", let first = name.unicodeScalars.first else { return false }
        guard first == "_" || first.properties.isXIDStart else { return false }
        return name.unicodeScalars.allSatisfy { $0 == "_" || $0.properties.isXIDContinue }
    }

    private static func isKeyword(_ name: String) -> Bool {
        let bytes = Array(name.utf8)
        return Lexer.tokens(bytes, in: 0..<bytes.count).first?.kind.isKeyword ?? false
    }

    /// A text between double quotes, with escapes.
    package static func quoted(_ text: String) -> String {
        "\"" + escaped(text, doublesBraces: false) + "\""
    }

    private static func escaped(_ text: String, doublesBraces: Bool) -> String {
        var output = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\n": output += "\\n"
            case "\t": output += "\\t"
            case "\"": output += "\\\""
            case "\\": output += "\\\\"
            case "{", "}":
                output += String(repeating: Character(scalar), count: doublesBraces ? 2 : 1)
            case _ where scalar.properties.generalCategory == .control:
                output += "\\u{" + String(scalar.value, radix: 16, uppercase: true) + "}"
            default: output.unicodeScalars.append(scalar)
            }
        }
        return output
    }
}
