package import Diagnostics
import Kernels

/// Reads tokens as statements.
///
/// It never fails: what is missing becomes a `hole`, what is too much is passed over, and both are
/// faults, collected on the way; `Parser+Reporting` turns them into diagnostics.
package struct Parser {
    let source: SourceText
    let bytes: [UInt8]
    /// The tokens that matter, foreign ones as what they stand for; the last is a terminator.
    var tokens: [Token]
    var position = 0
    var faults: [ParserFault]
    /// What more text has to complete.
    var openings: [SourceSpan] = []
    /// The token and the code of the last fault that said what was expected.
    private var lastExpectation: (position: Int, code: Diagnostic.Code)?
    /// Where the present statement begins.
    private var statementStart: UInt32 = 0
    /// The closing brackets that are waited for, innermost last.
    var closers: [Token.Kind] = []
    /// How many expressions the present one stands in.
    var depth = 0
    /// How many `if` still wait for their `then`.
    var conditions = 0
    /// Whether the present statement was given up, so that nothing more is said about it.
    var hasGivenUp = false

    /// The longest line that is read, in bytes.
    package static let lineLimit = 1 << 20

    /// Reads a text, or a part of it.
    package static func parse(_ source: SourceText, in span: SourceSpan? = nil) -> ParseResult {
        let bytes = Array(source.text.utf8)
        let range = (span?.range ?? 0..<bytes.count).clamped(to: 0..<bytes.count)
        if let refusal = refusal(of: bytes[range]) {
            let all = Token(.unknown, SourceSpan(range))
            return ParseResult(
                source: source,
                tokens: [all],
                statements: [],
                diagnostics: [refusal],
                open: []
            )
        }
        let tokens = Lexer.tokens(bytes, in: range)
        guard DeepStack.isNeeded(for: tokens) else { return parse(source, bytes, tokens) }
        return DeepThread.run { parse(source, bytes, tokens) }
    }

    private static func parse(
        _ source: SourceText,
        _ bytes: [UInt8],
        _ tokens: [Token]
    )
        -> ParseResult
    {
        var parser = Parser(source, bytes, tokens)
        let statements = parser.program()
        let reported = parser.report(tokens)
        return ParseResult(
            source: source,
            tokens: tokens,
            statements: statements,
            diagnostics: reported.diagnostics,
            open: reported.open
        )
    }

    private init(_ source: SourceText, _ bytes: [UInt8], _ tokens: [Token]) {
        self.source = source
        self.bytes = bytes
        var sifter = TokenSifter(bytes: bytes)
        sifter.sift(tokens)
        self.tokens = sifter.kept
        faults = sifter.faults
        openings = faults.compactMap(\.opening)
    }

    /// The fault of a text with a line that is too long to be read.
    private static func refusal(of bytes: ArraySlice<UInt8>) -> Diagnostic? {
        guard bytes.count > lineLimit else { return nil }
        var start = bytes.startIndex
        for index in bytes.indices where bytes[index] == 0x0A {
            if index - start > lineLimit { return tooLong(start) }
            start = index + 1
        }
        return bytes.endIndex - start > lineLimit ? tooLong(start) : nil
    }

    private static func tooLong(_ start: Int) -> Diagnostic {
        Diagnostic(
            "syntax.limit",
            "a line is longer than 1 MiB",
            at: .at(start),
            "it begins here",
            hints: ["long data is read from a file by `load`"]
        )
    }
}

// How the parser moves over the tokens.
extension Parser {
    var current: Token { tokens[position] }
    var kind: Token.Kind { tokens[position].kind }

    /// Whether the statement has no more tokens.
    var isAtEnd: Bool { kind == .terminator }

    /// Whether more text could still belong to this statement.
    var isAtInputEnd: Bool {
        guard isAtEnd else { return false }
        if position == tokens.count - 1 { return true }
        return position == tokens.count - 2 && bytes[Int(current.span.lower)] != UInt8(ascii: ";")
    }

    func peek(_ distance: Int = 1) -> Token.Kind {
        position + distance < tokens.count ? tokens[position + distance].kind : .terminator
    }

    /// Where the token before ends.
    var lastEnd: UInt32 { position > 0 ? tokens[position - 1].span.upper : current.span.lower }

    /// Passes over the present token, unless it ends the statement.
    @discardableResult
    mutating func advance() -> Token {
        let token = current
        if token.kind != .terminator { position += 1 }
        return token
    }

    /// Passes over the present token if it is of that kind.
    mutating func accept(_ wanted: Token.Kind) -> Token? { kind == wanted ? advance() : nil }

    func text(_ span: SourceSpan) -> String {
        String(decoding: bytes[span.range], as: UTF8.self)
    }

    /// A token's word, without backticks.
    func word(_ token: Token) -> Syntax.Word {
        var range = token.span.range
        if token.kind == .quotedName {
            let isClosed = token.problem != .unterminated
            range =
                range.lowerBound
                + 1..<max(range.lowerBound + 1, range.upperBound - (isClosed ? 1 : 0))
        }
        return Syntax.Word(String(decoding: bytes[range], as: UTF8.self), token.span)
    }

    /// The present token as the reader sees it.
    var found: String {
        isAtEnd ? "the line ended" : "`\(text(current.span))` was found"
    }

    mutating func add(_ fault: ParserFault) {
        guard !hasGivenUp else { return }
        if fault.isExpectation {
            let code = fault.diagnostic.code
            if let last = lastExpectation, last.position == position,
                last.code != code || code != "syntax.unclosed"
            {
                if code == "syntax.unclosed" { openings += [fault.opening].compactMap(\.self) }
                return
            }
            lastExpectation = (position, code)
        }
        if let opening = fault.opening { openings.append(opening) }
        faults.append(fault)
    }

    /// Takes back the faults in a span, because what is said of the whole says it better.
    mutating func withdrawFaults(in span: SourceSpan) {
        faults.removeAll { span.contains(Int($0.place)) }
    }

    /// A node from `lower` to the end of the token before.
    mutating func node(_ kind: Syntax.Kind, from lower: UInt32) -> Syntax {
        let span = SourceSpan(lower: lower, upper: lastEnd)
        let made = Syntax(kind, span)
        guard Int(made.height) <= Syntax.heightLimit else {
            giveUp()
            return .hole(span)
        }
        return made
    }

    /// Goes one expression deeper; says no at the limit.
    ///
    /// Each yes is taken back by `ascend`.
    mutating func descend() -> Bool {
        guard depth < Syntax.heightLimit else {
            giveUp()
            return false
        }
        depth += 1
        return true
    }

    mutating func ascend() { depth -= 1 }

    /// Forgets what belonged to the statement before.
    mutating func beginStatement() {
        hasGivenUp = false
        depth = 0
        conditions = 0
        closers = []
        statementStart = current.span.lower
    }

    /// Says that the statement nests too deep, and passes over the rest of it.
    private mutating func giveUp() {
        guard !hasGivenUp else { return }
        let place = current.span
        hasGivenUp = true
        while !isAtEnd { advance() }
        withdrawFaults(in: SourceSpan(lower: statementStart, upper: lastEnd + 1))
        openings = []
        faults.append(.tooDeep(at: place))
    }
}
