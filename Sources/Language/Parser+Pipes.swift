import Diagnostics

// A `|` that is no pipe, and a pipe that needs brackets.
extension Parser {
    /// Whether the `|` here was meant as `or`: what follows is no stage, or is part of a test.
    func pipeMeansOr(after left: Syntax) -> Bool {
        let isInside = !closers.isEmpty
        guard peek() == .name || peek() == .quotedName else {
            return peek().beginsOperand && (isInside || left.isLogical)
        }
        let hasArguments = peek(2) == .leftParenthesis
        let index = hasArguments ? endOfBrackets(position + 2) : position + 2
        let follower = index < tokens.count ? tokens[index].kind : .terminator
        switch follower {
        case .not where index + 1 < tokens.count && tokens[index + 1].kind.rank != .comparison:
            return false
        case .and, .or: return isInside || !hasArguments && left.isLogical
        case .assign: return isInside
        case .dot, .leftBracket: return isInside || left.isLogical
        default:
            guard let rank = follower.rank else { return false }
            return rank == .comparison ? isInside || !hasArguments : left.isLogical
        }
    }

    /// The index behind the brackets that open at `start`.
    private func endOfBrackets(_ start: Int) -> Int {
        var depth = 0
        for index in start..<tokens.count {
            switch tokens[index].kind {
            case .leftParenthesis, .leftBracket, .leftBrace, .interpolationOpen: depth += 1
            case .rightParenthesis, .rightBracket, .rightBrace, .interpolationClose: depth -= 1
            case .terminator: return index
            default: break
            }
            if depth == 0 { return index + 1 }
        }
        return tokens.count
    }

    /// Reads the `|` here as `or`.
    mutating func alternative(to left: Syntax, from lower: UInt32) -> Syntax {
        let pipe = advance()
        add(.pipeAsOr(at: pipe.span))
        let operand = operation(.and)
        let link = Syntax.Link(operation: .or, operationSpan: pipe.span, operand: operand)
        if case .chain(let first, let links) = left.kind, links.last?.operation == .or {
            return operators(
                after: node(.chain(first, links + [link]), from: lower),
                from: lower,
                .or
            )
        }
        return operators(after: node(.chain(left, [link]), from: lower), from: lower, .or)
    }

    /// Reads an operator that stands behind a pipe, which is looser and needs brackets.
    mutating func operatorAfterPipe(_ left: Syntax, from lower: UInt32) -> Syntax {
        let isPostfix = kind == .dot || kind == .leftBracket
        guard isPostfix || infixRank() != nil else { return left }
        add(.pipeNeedsBrackets(text(current.span), at: current.span, from: lower, to: lastEnd))
        let value = postfix(left, from: lower)
        return operators(after: value, from: lower, .or)
    }
}

extension Syntax {
    /// Whether it can only be true or false.
    var isLogical: Bool {
        switch kind {
        case .comparison, .isMissing, .membership, .like, .between, .not: true
        case .chain(_, let links): links.first.map { [.or, .and].contains($0.operation) } ?? false
        case .parenthesized(let inside): inside.isLogical
        default: false
        }
    }
}
