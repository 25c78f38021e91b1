package import Diagnostics

/// Another literal in the place of the one that a name is bound to: `--set month=10`.
package enum LiteralSubstitution {
    /// The code with `value` in its first `name = literal`, or nil where it has none.
    package static func substitute(
        _ code: String,
        name: String,
        value: String
    )
        throws(Diagnostic) -> String?
    {
        let parsed = Parser.parse(SourceText(code))
        for statement in parsed.statements {
            guard case .binding(let targets, let syntax) = statement.kind, targets.count == 1,
                case .name(let word) = targets[0], word.text == name, let type = syntax.literalType
            else { continue }
            let text = try literal(value, as: type, of: name)
            let bytes = Array(code.utf8)
            let span = syntax.span.range
            return String(
                decoding: bytes[..<span.lowerBound] + Array(text.utf8) + bytes[span.upperBound...],
                as: UTF8.self
            )
        }
        return nil
    }

    /// The value as source text; a text may come without its quotes.
    private static func literal(
        _ value: String,
        as type: String,
        of name: String
    )
        throws(Diagnostic) -> String
    {
        let parsed = Parser.parse(SourceText(value))
        if parsed.statements.count == 1,
            case .expression(let syntax) = parsed.statements[0].kind,
            let found = syntax.literalType, found == type || (type == "float" && found == "int")
        {
            return value
        }
        guard type == "text" else {
            throw Diagnostic(
                "replay.type",
                "`\(name)` is bound to \(type == "int" ? "an" : "a") \(type), `\(value)` is none"
            )
        }
        return SyntaxPrinter.quoted(value)
    }
}

extension Syntax {
    /// The type of a literal, signs included; nil for anything else.
    fileprivate var literalType: String? {
        switch kind {
        case .int: "int"
        case .float: "float"
        case .text: "text"
        case .bool: "bool"
        case .negative(let inner): inner.literalType
        default: nil
        }
    }
}
