import Diagnostics
import Language

/// The statements of standard input, each as soon as it is known to be whole.
///
/// The next line may still belong to a statement, if it begins with `|`, `then` or `else`; a `;`
/// at the end of a line says that it does not.
struct InputStatements {
    private var lines = InputLines()
    private var ahead: [String] = []
    private var count = 1

    /// The next input, which knows its line; nil at the end.
    mutating func next() -> SourceText? {
        var text = ""
        while let line = nextLine() {
            text += line
            let source = SourceText(text, firstLine: count)
            if Parser.parse(source).isIncomplete { continue }
            if !endsBySemicolon(source), continues() { continue }
            count += text.utf8.count { $0 == 0x0A }
            return source
        }
        return text.isEmpty ? nil : SourceText(text, firstLine: count)
    }

    private mutating func nextLine() -> String? {
        ahead.isEmpty ? lines.next() : ahead.removeFirst()
    }

    private func endsBySemicolon(_ source: SourceText) -> Bool {
        let tokens = Lexer.tokens(source)
        guard let last = tokens.last(where: { $0.kind != .comment && $0.kind != .whitespace }),
            last.kind == .terminator
        else { return false }
        let terminators = tokens.reversed().prefix { $0.kind == .terminator || $0.kind.isTrivia }
        return terminators.contains { source.slice($0.span) == ";" }
    }

    /// Whether the next line that is neither blank nor comment goes on with this statement.
    private mutating func continues() -> Bool {
        var index = 0
        while true {
            if index == ahead.count {
                guard let line = lines.next() else { return false }
                ahead.append(line)
            }
            let line = ahead[index].drop(while: \.isWhitespace)
            index += 1
            if line.isEmpty || line.hasPrefix("#") { continue }
            let word = line.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
            return line.hasPrefix("|") || word == "then" || word == "else"
        }
    }
}
