import Diagnostics

/// Keeps the tokens that matter to the parser, reads foreign ones as ours, and says what is wrong
/// with single tokens.
struct TokenSifter {
    let bytes: [UInt8]
    private(set) var kept: [Token] = []
    private(set) var faults: [ParserFault] = []
    private var depth = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    mutating func sift(_ tokens: [Token]) {
        kept.reserveCapacity(tokens.count / 2 + 1)
        for token in tokens where !token.kind.isTrivia { sift(token) }
        let end = kept.last?.span.upper ?? tokens.last?.span.upper ?? 0
        kept.append(Token(.terminator, SourceSpan(lower: end, upper: end)))
    }

    private mutating func sift(_ token: Token) {
        if let problem = token.problem { report(problem, token) }
        switch token.kind {
        case .foreign: translate(token)
        case .unknown:
            faults.append(.unknown(text(token.span), at: token.span))
            if text(token.span) == ";" { kept.append(Token(.comma, token.span)) }
        case .minus where endsForeignAssignment(token): assign(token)
        default:
            countBrackets(token.kind)
            kept.append(token)
        }
    }

    private mutating func countBrackets(_ kind: Token.Kind) {
        switch kind {
        case .leftParenthesis, .leftBracket, .leftBrace: depth += 1
        case .rightParenthesis, .rightBracket, .rightBrace: depth = max(0, depth - 1)
        case .terminator: depth = 0
        default: break
        }
    }

    /// Reads a foreign operator as ours where one token of ours does what it does.
    private mutating func translate(_ token: Token) {
        let name = text(token.span)
        guard let foreign = ForeignOperator.named(name), let kind = foreign.kind else {
            return kept.append(token)
        }
        let follows = Int(token.span.upper) < bytes.count ? bytes[Int(token.span.upper)] : 0
        let ours = name == "!" && follows != 0x20 ? "not " : padded(foreign.ours, token.span)
        let edit = ParserFault.Edit.replace(token.span, ours)
        faults.append(.spelling(name, foreign.ours, at: token.span, edits: [edit]))
        kept.append(Token(kind, token.span))
    }

    /// A word with blanks on the sides where it would touch another.
    private func padded(_ word: String, _ span: SourceSpan) -> String {
        guard word.utf8.allSatisfy(isNamePart) else { return word }
        let before = span.lower > 0 && isTight(bytes[Int(span.lower) - 1]) ? " " : ""
        let after = Int(span.upper) < bytes.count && isTight(bytes[Int(span.upper)]) ? " " : ""
        return before + word + after
    }

    private func isTight(_ byte: UInt8) -> Bool { byte > 0x20 }

    /// Whether a `-` ends `name <-` at the beginning of a statement.
    private func endsForeignAssignment(_ token: Token) -> Bool {
        guard depth == 0, kept.count >= 2, let less = kept.last, less.kind == .less,
            less.span.upper == token.span.lower
        else { return false }
        let name = kept[kept.count - 2].kind
        return (name == .name || name == .quotedName)
            && (kept.count == 2 || kept[kept.count - 3].kind == .terminator)
    }

    private mutating func assign(_ minus: Token) {
        let less = kept.removeLast()
        let span = less.span.union(minus.span)
        let isTight = Int(span.upper) < bytes.count && bytes[Int(span.upper)] > 0x20
        let hints = isTight ? ["`<` and `-` with a blank between them compare"] : []
        var fault = ParserFault.spelling("<-", "=", at: span, edits: [.replace(span, "=")])
        fault.diagnostic.hints = hints
        faults.append(fault)
        kept.append(Token(.assign, span))
    }

    private mutating func report(_ problem: Token.Problem, _ token: Token) {
        let written = text(token.span)
        switch problem {
        case .unterminated: faults.append(.unterminated(token, written))
        case .typographicQuotes: faults.append(.typographicQuotes(written, at: token.span))
        case .malformedNumber: faults.append(.malformedNumber(written, at: token.span))
        case .leadingDot:
            let edit = ParserFault.Edit.insert("0", at: token.span.lower)
            faults.append(.spelling(written, "0" + written, at: token.span, edits: [edit]))
        case .emptyName: faults.append(.emptyName(at: token.span))
        }
    }

    private func text(_ span: SourceSpan) -> String {
        String(decoding: bytes[span.range], as: UTF8.self)
    }
}
