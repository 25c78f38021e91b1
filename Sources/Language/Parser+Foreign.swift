import Catalog
import Diagnostics

// Statements and calls as other languages write them.
extension Parser {
    private static let imports: Set = ["import", "from", "using", "require", "library", "include"]
    private static let loops: Set = ["for", "while", "foreach", "loop", "repeat"]
    private static let functions: Set = ["lambda", "function", "func", "fn", "fun"]
    private static let programs: Set = [
        "ls", "mkdir", "rm", "cp", "mv", "cat", "git", "pwd", "less", "wc", "grep", "touch",
        "python",
        "pip", "vim", "nano", "man", "tar", "gzip", "curl", "wget",
    ]

    /// Says how a statement of another language is written here; false where it is none.
    mutating func isForeignStatement(from lower: UInt32) -> Bool {
        guard let first = tokens.first(where: { $0.span.lower == lower }), first.kind == .name
        else { return false }
        let word = text(first.span)
        switch word.lowercased() {
        case "select", "with":
            guard let fault = query(from: first.span) else { return false }
            add(fault)
        case "cd":
            add(.foreign("`:cd` goes to a folder", at: first.span, [":" + rest(of: first.span)]))
        case let lowered where Self.programs.contains(lowered):
            add(
                .foreign(
                    "`!` runs the system's shell",
                    at: first.span,
                    ["! " + rest(of: first.span)]
                )
            )
        case let lowered where Self.imports.contains(lowered):
            add(.foreign("`\(word)` is not needed: every name is there", at: first.span, ["?"]))
        case let lowered where Self.loops.contains(lowered):
            add(
                .foreign(
                    "there are no loops: verbs go over rows, `map` over lists",
                    at: first.span,
                    ["map([1, 2, 3], it * 2)"]
                )
            )
        case let lowered where Self.functions.contains(lowered):
            add(
                .foreign("a definition begins with `def`", at: first.span, ["def f(x) = x + 1"])
            )
        default: return false
        }
        return true
    }

    /// What is typed from a token to the end of its statement.
    private func rest(of first: SourceSpan) -> String {
        let end = tokens[position...].prefix { $0.kind != .terminator }.last?.span.upper
        return text(SourceSpan(lower: first.lower, upper: max(end ?? 0, first.upper)))
    }

    /// A query in SQL, to be asked of the frame that it names.
    private func query(from first: SourceSpan) -> ParserFault? {
        let rest = tokens[position...].prefix { $0.kind != .terminator }
        guard
            let from = rest.indices.first(where: { text(tokens[$0].span).lowercased() == "from" })
                ?? (position > 0 && text(tokens[position - 1].span).lowercased() == "from"
                    ? position - 1 : nil),
            from + 1 < tokens.count, tokens[from + 1].kind == .name
        else { return nil }
        let table = tokens[from + 1].span
        let end = rest.last?.span.upper ?? table.upper
        let before = text(SourceSpan(lower: first.lower, upper: table.lower))
        let after = text(SourceSpan(lower: table.upper, upper: end))
        let query = before + "_" + after
        let quote = query.contains("\"") ? (query.contains("'") ? "\"\"\"" : "'") : "\""
        return .foreign(
            "a query in SQL is an argument of `sql`",
            at: first,
            ["\(text(table)) | sql(\(quote)\(query)\(quote))"]
        )
    }

    /// `frame | head 3`, which lacks its brackets; false where it is something else.
    mutating func argumentsWithoutBrackets(of value: Syntax) -> Bool {
        guard case .pipe(_, let stages) = value.kind, let last = stages.last,
            last.arguments.isEmpty, last.span == last.name.span, kind != .name || peek().endsStage
        else { return false }
        switch kind {
        case .int, .float, .text, .name, .minus: break
        default: return false
        }
        let start = current.span
        while !isAtEnd, kind != .pipe { advance() }
        add(
            ParserFault(
                "syntax.brackets",
                "arguments stand in brackets",
                at: start,
                edits: [
                    .replace(SourceSpan(lower: last.span.upper, upper: start.lower), "("),
                    .insert(")", at: lastEnd),
                ]
            )
        )
        return true
    }

    /// Reads `is.na(x)` and `is.null(x)`; nil where it is something else.
    mutating func isNa() -> Syntax? {
        guard kind == .is, peek() == .dot, peek(2).isWord, peek(3) == .leftParenthesis else {
            return nil
        }
        let lower = current.span.lower
        advance()
        advance()
        let call = call(word(advance()), pipe: nil)
        let span = SourceSpan(lower: lower, upper: call.span.upper)
        let subject = call.arguments.first?.value ?? Syntax(.hole, span)
        let edits: [ParserFault.Edit] =
            subject.kind == .hole ? [] : [.replace(span, "\(text(subject.span)) is missing")]
        add(.spelling("is.\(call.name.text)", "is missing", at: span, edits: edits))
        return Syntax(.isMissing(subject, negated: false), span)
    }

    /// Reads `read.csv(…)`, R's names with a dot; nil where it is something else.
    private mutating func dottedCall(_ value: Syntax, from lower: UInt32) -> Syntax? {
        guard case .name(let first) = value.kind, value.span.lower == lower,
            let own = ForeignNames.dotted[first]?[text(tokens[position + 1].span)]
        else { return nil }
        advance()
        let span = value.span.union(advance().span)
        add(.spelling(text(span), own, at: span, edits: [.replace(span, own)]))
        return node(.call(call(Syntax.Word(own, span), pipe: nil)), from: lower)
    }

    private static let modules: Set = [
        "np", "numpy", "pd", "pandas", "math", "Math", "pl", "F", "stats", "torch",
    ]

    /// Reads `np.log(x)`, `year.mean()` and `name.str.upper()` as calls of functions; nil where a
    /// verb of a frame is meant.
    mutating func functionOfValue(_ value: Syntax, from lower: UInt32) -> Syntax? {
        if case .name(let name) = value.kind, Self.modules.contains(name) {
            let dot = advance().span
            let span = value.span.union(dot)
            let name = word(advance())
            var edits: [ParserFault.Edit] = [.delete(span)]
            if let own = ForeignNames.functions[name.text], own.allSatisfy(\.isLetter) {
                edits.append(.replace(name.span, own))
            }
            add(.needless(text(span), at: span, edits: edits))
            return node(.call(call(name, pipe: nil)), from: lower)
        }
        if let call = dottedCall(value, from: lower) { return call }
        guard !closers.isEmpty else { return nil }
        var subject = value
        if case .member(let inner, let word) = value.kind, ["str", "dt", "cat"].contains(word.text)
        {
            subject = inner
        }
        guard subject.isColumn else { return nil }
        let dot = advance().span
        let name = word(advance())
        let open = current.span
        let call = call(name, pipe: nil)
        let own = ForeignNames.functions[name.text] ?? name.text
        if call.arguments.isEmpty, own.hasSuffix(" missing") {
            let span = SourceSpan(lower: lower, upper: lastEnd)
            let ours = "\(text(subject.span)) \(own)"
            add(.spelling(text(span), ours, at: span, edits: [.replace(span, ours)]))
            return Syntax(.isMissing(subject, negated: own.contains("not ")), span)
        }
        let isName = own.allSatisfy { $0.isLetter || $0 == "_" }
        let begin =
            "\(isName ? own : name.text)(\(text(subject.span))"
            + (call.arguments.isEmpty ? "" : ", ")
        add(
            ParserFault(
                "syntax.call",
                "a function stands before its brackets, and what it is about within",
                at: dot.union(name.span),
                edits: [.replace(SourceSpan(lower: lower, upper: open.upper), begin)]
            )
        )
        let first = Syntax.Argument(label: .positional, value: subject, span: subject.span)
        return node(.call(call.with(arguments: [first] + call.arguments)), from: lower)
    }
}

extension ParserFault {
    fileprivate static func foreign(
        _ message: String,
        at span: SourceSpan,
        _ hints: [String]
    ) -> ParserFault {
        ParserFault("syntax.foreign", message, at: span, hints: hints)
    }
}

extension Syntax {
    fileprivate var isColumn: Bool {
        switch kind {
        case .name: true
        case .member(let base, _): base.isColumn
        default: false
        }
    }

    var isNumber: Bool {
        switch kind {
        case .int, .float: true
        case .negative(let operand): operand.isNumber
        default: false
        }
    }
}

extension Token.Kind {
    fileprivate var endsStage: Bool { self == .terminator || self == .pipe || self == .comma }
}
