import Diagnostics

extension Parser {
    /// One test behind its left side; a second one is refused and read as joined by `and`.
    mutating func comparison(_ left: Syntax, from lower: UInt32) -> Syntax {
        var whole = test(left, from: lower)
        while infixRank() == .comparison, let middle = rightSide(whole) {
            guard middle.kind != .hole else { break }
            add(.chained(text(middle.span), at: current.span, after: lastEnd))
            let start = middle.span.lower
            let operatorSpan = SourceSpan.at(Int(lastEnd))
            let second = test(middle, from: start)
            let link = Syntax.Link(
                operation: .and,
                operationSpan: operatorSpan,
                operand: second
            )
            whole = node(.chain(whole, [link]), from: lower)
        }
        return whole
    }

    /// The right side of a test, which the next test would be about.
    private func rightSide(_ test: Syntax) -> Syntax? {
        switch test.kind {
        case .comparison(_, _, let right): right
        case .membership(_, let right, _), .like(_, let right, _): right
        case .between(_, _, let right, _): right
        case .isMissing(let operand, _): operand
        case .chain(_, let links): links.last.flatMap { rightSide($0.operand) }
        default: nil
        }
    }

    private mutating func test(_ left: Syntax, from lower: UInt32) -> Syntax {
        let negated = accept(.not) != nil
        let token = advance()
        switch token.kind {
        case .is: return missingTest(left, token, from: lower)
        case .in:
            let right = operation(.range)
            return node(.membership(left, collection: right, negated: negated), from: lower)
        case .like:
            let right = operation(.range)
            return node(.like(left, pattern: right, negated: negated), from: lower)
        case .between:
            let low = operation(.sum)
            if accept(.and) == nil { add(.expected("`and`", " between two ends", self)) }
            let high = operation(.sum)
            return node(.between(left, low: low, high: high, negated: negated), from: lower)
        default:
            let right = operation(.range)
            return relation(left, Syntax.Comparator(token.kind), right, from: lower)
        }
    }

    private mutating func relation(
        _ left: Syntax,
        _ comparator: Syntax.Comparator,
        _ right: Syntax,
        from lower: UInt32
    ) -> Syntax {
        guard comparator == .equal || comparator == .notEqual else {
            return node(.comparison(left, comparator, right), from: lower)
        }
        let value = right.kind == .missing ? left : left.kind == .missing ? right : nil
        guard let value else { return node(.comparison(left, comparator, right), from: lower) }
        let isNegated = comparator == .notEqual
        let made = node(.isMissing(value, negated: isNegated), from: lower)
        if let last = faults.last, last.place >= right.span.lower { faults.removeLast() }
        add(.comparedWithMissing(made.span, text(value.span), isNegated: isNegated))
        return made
    }

    /// Reads `"is" [ "not" ] "missing"`.
    private mutating func missingTest(_ left: Syntax, _ token: Token, from lower: UInt32) -> Syntax
    {
        let negated = accept(.not) != nil
        if kind == .name { readForeignValue() }
        if accept(.missing) != nil {
            return node(.isMissing(left, negated: negated), from: lower)
        }
        if isAtEnd {
            add(.expectedValue(self))
            return node(.isMissing(left, negated: negated), from: lower)
        }
        let written = SourceSpan(lower: token.span.lower, upper: lastEnd)
        add(.isWithoutMissing(written, negated: negated, self))
        let right = operation(.range)
        return node(.comparison(left, negated ? .notEqual : .equal, right), from: lower)
    }
}

extension Syntax.Comparator {
    /// The operator of a token that compares.
    init(_ kind: Token.Kind) {
        self =
            switch kind {
            case .notEqual: .notEqual
            case .less: .less
            case .lessOrEqual: .lessOrEqual
            case .greater: .greater
            case .greaterOrEqual: .greaterOrEqual
            default: .equal
            }
    }
}
