import Catalog

/// Calls as other tools write them, in the words of this language.
extension Syntax.Call {
    /// The call with what stands here for its name: `mutate(x = 1)` is `derive(x = 1)`.
    func ours(_ own: String, piped: Bool) -> String {
        let texts = arguments.map { SyntaxPrinter.argument($0) }
        let first = texts.first ?? "x"
        switch own {
        case "by:":
            let keys = texts.count == 1 ? first : "[\(texts.joined(separator: ", "))]"
            return "summarize(n = count(), by: \(keys))"
        case "if" where texts.count == 3: return "if \(texts[0]) then \(texts[1]) else \(texts[2])"
        case "if": return "if test then value else other"
        case "is missing": return "\(first) is missing"
        case "^" where texts.count == 2: return "\(texts[0])^\(texts[1])"
        case "^": return "x^2"
        case "join":
            let kind = ForeignNames.joinKinds[name.text].map { ["kind: \"\($0)\""] } ?? []
            return "join(\((texts + kind).joined(separator: ", ")))"
        default:
            guard own.first?.isLetter == true else { return own }
            return texts.isEmpty && piped ? own : "\(own)(\(texts.joined(separator: ", ")))"
        }
    }

    /// The call with another sign between the name and the value of an argument.
    func mended(_ index: Int, _ sign: String) -> String {
        var texts = arguments.map { SyntaxPrinter.argument($0) }
        if case .named(let word) = arguments[index].label {
            let value = SyntaxPrinter.text(arguments[index].value)
            texts[index] = Syntax.quotedName(word.text) + sign + value
        }
        return "\(name.text)(\(texts.joined(separator: ", ")))"
    }
}
