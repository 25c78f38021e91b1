import Diagnostics
import Language

/// The statements of standard input, each as soon as it is known to be whole.
///
/// The next line may still belong to a statement, if it begins with `|`, `then` or `else`; so it is
/// waited for, and what a text means never hangs on how fast it comes. A `;` at the end of a line
/// says that the statement does, too, and a command ends with its line. From a terminal, Enter runs
/// what is finished, as at the prompt.
struct InputStatements {
    private let endsAtEnter: Bool
    private var lines = InputLines()
    private var ahead: [String] = []
    private var count = 1

    init(endsAtEnter: Bool) { self.endsAtEnter = endsAtEnter }

    /// The next input, which knows its line; nil at the end.
    mutating func next() -> SourceText? {
        var text = ""
        while let line = nextLine() {
            text += line
            let source = SourceText(text, firstLine: count)
            let parsed = Parser.parse(source)
            if parsed.isIncomplete { continue }
            if !isEnded(parsed, source), continues() { continue }
            count += text.utf8.count { $0 == 0x0A }
            return source
        }
        return text.isEmpty ? nil : SourceText(text, firstLine: count)
    }

    private mutating func nextLine() -> String? {
        ahead.isEmpty ? lines.next() : ahead.removeFirst()
    }

    /// Whether no line to come can belong to it.
    private func isEnded(_ parsed: ParseResult, _ source: SourceText) -> Bool {
        switch parsed.statements.last?.kind {
        case .command, .help, .shell: true
        default: endsAtEnter || endsBySemicolon(source)
        }
    }

    private func endsBySemicolon(_ source: SourceText) -> Bool {
        let last = Lexer.tokens(source).last { !$0.kind.isTrivia }
        return last?.kind == .terminator && last.map { source.slice($0.span) } == ";"
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
