import Diagnostics

/// Where a cursor stands in a statement, told from the tokens before it alone.
struct CompleterPosition {
    /// The text up to the cursor.
    let source: SourceText
    /// The statement's tokens before the word at the cursor, without trivia.
    private(set) var tokens: [Token] = []
    /// What is open at the cursor, outermost first; the statement itself is the first.
    private(set) var levels: [Level] = [Level()]
    let word: Word
    /// Whether the cursor stands in a comment or behind a number, where nothing can be completed.
    private(set) var isClosed = false

    /// What has been typed of the word at the cursor.
    struct Word: Hashable {
        enum Form: Hashable {
            case plain
            /// Between backticks.
            case quoted
            /// Behind `$`.
            case variable
            /// Within quotes, which are these.
            case text(quote: String)
        }

        var form = Form.plain
        /// Without its quotes or sign.
        var typed = ""
        /// UTF-8 offsets of all of it, quotes and signs included.
        var range: Range<Int>
    }

    /// A bracket that is open at the cursor, or the statement.
    struct Level {
        var opener: Token.Kind?
        /// What is called, where the bracket belongs to a call.
        var name: Int?
        /// Whether the call is a stage of a pipe.
        var isStage = false
        /// The arguments that are whole.
        var arguments: [Argument] = []
        /// The label of the argument at the cursor, and where its value begins.
        var label = Label.positional
        var start = 0
        /// The pipes in the argument at the cursor.
        var pipes: [Int] = []
    }

    enum Label: Hashable {
        case positional
        case slot(String)
        case named(String)
    }

    /// An argument that is whole: its label, and the tokens of its value.
    struct Argument {
        var label: Label
        var value: Range<Int>
    }

    init(_ text: String, at offset: Int) {
        let bytes = Array(text.utf8.prefix(offset))
        let source = SourceText(String(decoding: bytes, as: UTF8.self))
        self.source = source
        let all = Lexer.tokens(source)
        let atCursor = all.last.flatMap { Self.word(of: $0, in: source) }
        word = atCursor ?? Word(range: bytes.count..<bytes.count)
        let before = atCursor == nil ? all[...] : all.dropLast()
        if let last = before.last {
            isClosed = last.kind == .comment || last.kind == .interpolationText
            if atCursor == nil { isClosed = isClosed || [.int, .float].contains(last.kind) }
        }
        for token in before where !token.kind.isTrivia { take(token) }
    }

    /// The word that a token at the cursor is a part of, or nil if the token is whole.
    private static func word(of token: Token, in source: SourceText) -> Word? {
        let text = source.slice(token.span)
        switch token.kind {
        case .name, .underscore: return Word(typed: text, range: token.span.range)
        case let kind where kind.isKeyword: return Word(typed: text, range: token.span.range)
        case .quotedName where token.problem == .unterminated:
            return Word(form: .quoted, typed: String(text.dropFirst()), range: token.span.range)
        case .variable:
            let typed = text.dropFirst().drop { $0 == "`" }
            guard !typed.hasSuffix("`") else { return nil }
            return Word(form: .variable, typed: String(typed), range: token.span.range)
        case .unknown where text == "$":
            return Word(form: .variable, range: token.span.range)
        case .text where token.problem == .unterminated:
            guard let quote = text.first, quote == "\"" || quote == "'",
                !text.hasPrefix("\"\"\"")
            else { return nil }
            return Word(
                form: .text(quote: String(quote)),
                typed: String(text.dropFirst()),
                range: token.span.range
            )
        default: return nil
        }
    }
}

// The walk over the tokens.
extension CompleterPosition {
    private mutating func take(_ token: Token) {
        let index = tokens.count
        tokens.append(token)
        switch token.kind {
        case .terminator where levels.count == 1:
            tokens = []
            levels = [Level()]
        case .leftParenthesis: openCall(index)
        case .leftBracket, .leftBrace, .interpolationOpen:
            levels.append(Level(opener: token.kind, start: index + 1))
        case .rightParenthesis, .rightBracket, .rightBrace, .interpolationClose:
            if levels.count > 1 { levels.removeLast() }
        case .comma: endArgument(index)
        case .colon: label(index) { .slot($0) }
        case .assign where levels.count == 1: beginValue(index + 1)
        case .assign: label(index) { .named($0) }
        case .pipe: levels[levels.count - 1].pipes.append(index)
        default: break
        }
    }

    private mutating func openCall(_ index: Int) {
        var level = Level(opener: .leftParenthesis, start: index + 1)
        if index > 0, [.name, .quotedName].contains(tokens[index - 1].kind) {
            level.name = index - 1
            level.isStage = index > 1 && tokens[index - 2].kind == .pipe
        }
        levels.append(level)
    }

    private mutating func endArgument(_ index: Int) {
        let last = levels.count - 1
        let argument = Argument(label: levels[last].label, value: levels[last].start..<index)
        levels[last].arguments.append(argument)
        levels[last].label = .positional
        beginValue(index + 1)
    }

    private mutating func beginValue(_ index: Int) {
        levels[levels.count - 1].start = index
        levels[levels.count - 1].pipes = []
    }

    private mutating func label(_ index: Int, _ make: (String) -> Label) {
        let last = levels.count - 1
        guard index > 0, index - 1 == levels[last].start, last > 0 else { return }
        levels[last].label = make(name(at: index - 1))
        beginValue(index + 1)
    }
}

// What is read off the walk.
extension CompleterPosition {
    /// A token's text, without backticks.
    func name(at index: Int) -> String {
        let text = source.slice(tokens[index].span)
        return tokens[index].kind == .quotedName ? String(text.dropFirst().dropLast()) : text
    }

    /// The source of some tokens.
    func text(of range: Range<Int>) -> String {
        guard let first = range.first, let last = range.last else { return "" }
        return source.slice(tokens[first].span.union(tokens[last].span))
    }

    /// The source on the left of a level's pipe, longest first, then cut at the pipes before it.
    ///
    /// A statement that begins with a pipe gives an empty text at last.
    func lefts(of level: Level) -> [String] {
        level.pipes.reversed().map { text(of: level.start..<$0) }
    }

    /// Whether nothing of the argument at the cursor stands before the word.
    var isAtStart: Bool { levels.last.map { $0.start == tokens.count } ?? true }

    /// Whether what stands before the word is a value, so that an operator would follow.
    var isBehindOperand: Bool {
        guard let last = tokens.last else { return false }
        switch last.kind {
        case .name, .quotedName, .variable, .underscore, .text, .interpolationEnd, .int, .float,
            .true, .false, .missing, .rightParenthesis, .rightBracket, .rightBrace:
            return true
        default: return false
        }
    }

    /// The tokens of the value whose member is asked for: what stands before the dot at the end.
    var memberBase: Range<Int>? {
        guard tokens.last?.kind == .dot else { return nil }
        var start = tokens.count - 1
        while let next = operandStart(endingAt: start) {
            start = next
            guard start > 0, tokens[start - 1].kind == .dot else { break }
            start -= 1
        }
        return start < tokens.count - 1 && tokens[start].kind != .dot
            ? start..<(tokens.count - 1) : nil
    }

    /// Where the operand begins that ends before the token at `end`.
    private func operandStart(endingAt end: Int) -> Int? {
        guard end > 0 else { return nil }
        switch tokens[end - 1].kind {
        case .name, .quotedName, .variable, .underscore: return end - 1
        case .rightParenthesis, .rightBracket: return bracketStart(endingAt: end)
        case let kind where kind.isKeyword && end > 1 && tokens[end - 2].kind == .dot:
            return end - 1
        default: return nil
        }
    }

    private func bracketStart(endingAt end: Int) -> Int? {
        var depth = 0
        for index in stride(from: end - 1, through: 0, by: -1) {
            switch tokens[index].kind {
            case .rightParenthesis, .rightBracket, .rightBrace: depth += 1
            case .leftParenthesis, .leftBracket, .leftBrace: depth -= 1
            default: break
            }
            guard depth == 0 else { continue }
            let isCalled = index > 0 && [.name, .quotedName].contains(tokens[index - 1].kind)
            return isCalled ? index - 1 : index
        }
        return nil
    }
}
