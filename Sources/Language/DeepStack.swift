/// Which input nests so deep that it is built, or walked, on a `DeepThread`: only that pays for one.
enum DeepStack {
    /// How deep input may nest on any thread.
    private static let modestDepth = 16

    /// Whether a statement nests so deep that its tree should be built, or walked, there.
    static func isNeeded(for tokens: [Token]) -> Bool {
        var brackets = 0
        var prefixes = 0
        for token in tokens {
            switch token.kind {
            case .leftParenthesis, .leftBracket, .leftBrace, .interpolationOpen: brackets += 1
            case .rightParenthesis, .rightBracket, .rightBrace, .interpolationClose:
                brackets -= brackets > 0 ? 1 : 0
            case .minus, .not, .if, .power, .foreign: prefixes += 1
            case .terminator:
                brackets = 0
                prefixes = 0
            default: break
            }
            if brackets + prefixes > modestDepth { return true }
        }
        return false
    }

    /// Whether an expression is so deep that it should be walked there.
    static func isNeeded(for syntax: Syntax) -> Bool { Int(syntax.height) > modestDepth }

    /// Whether some expression of a statement is so deep.
    static func isNeeded(for statement: Syntax.Statement) -> Bool {
        switch statement.kind {
        case .expression(let syntax), .binding(_, let syntax): isNeeded(for: syntax)
        case .definition(let definition): isNeeded(for: definition.body)
        case .continuation(let stages):
            stages.contains { $0.arguments.contains { isNeeded(for: $0.value) } }
        case .command, .help, .shell: false
        }
    }
}
