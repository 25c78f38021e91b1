import Diagnostics

/// How tight an operator binds, loose ones first.
enum Rank: Int, Comparable {
    case or
    case and
    case not
    case comparison
    case range
    case sum
    case product
    case unary
    case power

    static func < (left: Rank, right: Rank) -> Bool { left.rawValue < right.rawValue }

    /// The next tighter rank.
    var next: Rank { Rank(rawValue: rawValue + 1) ?? .power }
}

extension Token.Kind {
    /// The rank of the infix operator that it begins, or nil.
    var rank: Rank? {
        switch self {
        case .or: .or
        case .and: .and
        case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual: .comparison
        case .is, .in, .like, .between, .not: .comparison
        case .range: .range
        case .plus, .minus: .sum
        case .times, .divide, .floorDivide, .remainder: .product
        case .power: .power
        default: nil
        }
    }

    /// Whether an operand may begin with it.
    var beginsOperand: Bool {
        switch self {
        case .name, .quotedName, .variable, .underscore, .missing, .true, .false, .not, .if: true
        case .int, .float, .text, .interpolationStart, .dot, .minus: true
        case .leftParenthesis, .leftBracket, .leftBrace: true
        default: false
        }
    }
}

extension Parser {
    /// Reads `formula { "|" stage }`.
    mutating func expression() -> Syntax {
        guard descend() else { return .hole(current.span) }
        defer { ascend() }
        let lower = current.span.lower
        var left = formula()
        var stages: [Syntax.Call] = []
        while kind == .pipe {
            if pipeMeansOr(after: left) {
                left = alternative(to: piped(left, &stages, from: lower), from: lower)
            } else if let stage = stage() {
                stages.append(stage)
            }
        }
        guard !stages.isEmpty else { return left }
        left = piped(left, &stages, from: lower)
        return operatorAfterPipe(left, from: lower)
    }

    private mutating func piped(
        _ left: Syntax,
        _ stages: inout [Syntax.Call],
        from lower: UInt32
    )
        -> Syntax
    {
        guard !stages.isEmpty else { return left }
        defer { stages = [] }
        return node(.pipe(left, stages), from: lower)
    }

    /// Reads `[ choice ] "~" choice | choice`.
    private mutating func formula() -> Syntax {
        let lower = current.span.lower
        if accept(.tilde) != nil {
            let features = choice()
            return node(.formula(target: nil, features: features), from: lower)
        }
        let left = choice()
        guard accept(.tilde) != nil else { return left }
        let features = choice()
        return node(.formula(target: left, features: features), from: lower)
    }

    /// Reads `"if" choice "then" choice "else" choice | or`.
    mutating func choice() -> Syntax {
        if kind == .if { return conditional() }
        let lower = current.span.lower
        let value = operation(.or)
        return isForeign("?") && peek() != .terminator ? ternary(value, from: lower) : value
    }

    private mutating func conditional() -> Syntax {
        guard descend() else { return .hole(current.span) }
        defer { ascend() }
        let start = advance()
        if let call = callOfIf(start) { return call }
        conditions += 1
        let condition = choice()
        conditions -= 1
        if accept(.then) == nil { add(.expectedWord("then", of: start.span, self)) }
        let then = choice()
        guard accept(.else) != nil else {
            add(.expectedWord("else", of: start.span, self))
            let kind = Syntax.Kind.choice(
                condition: condition,
                then: then,
                otherwise: .hole(.at(Int(lastEnd)))
            )
            return node(kind, from: start.span.lower)
        }
        let otherwise = choice()
        return node(
            .choice(condition: condition, then: then, otherwise: otherwise),
            from: start.span.lower
        )
    }

    /// Operators of `minimum` and tighter ranks.
    mutating func operation(_ minimum: Rank) -> Syntax {
        let lower = current.span.lower
        let first = prefix(minimum)
        return operators(after: first, from: lower, minimum)
    }

    private mutating func prefix(_ minimum: Rank) -> Syntax {
        if kind == .name, peek().beginsOperand { readForeignNot() }
        switch kind {
        case .not, .minus, .if: break
        case .plus: return unaryPlus(minimum)
        default:
            let lower = current.span.lower
            return postfix(primary(), from: lower)
        }
        guard descend() else { return .hole(current.span) }
        defer { ascend() }
        let lower = current.span.lower
        if kind == .if || kind == .not && minimum > .not { return bracketless() }
        if accept(.not) != nil {
            let operand = operation(.not)
            return node(.not(operand), from: lower)
        }
        let minus = advance()
        if let smallest = smallestInt(after: minus) { return smallest }
        let operand = operation(.unary)
        return node(.negative(operand), from: lower)
    }

    /// Goes on behind an operand as long as operators of `minimum` or tighter ranks follow.
    mutating func operators(after first: Syntax, from lower: UInt32, _ minimum: Rank) -> Syntax {
        var left = first
        while let rank = infixRank(), rank >= minimum {
            switch rank {
            case .or, .and, .sum, .product: left = chain(left, rank, from: lower)
            case .comparison: left = comparison(left, from: lower)
            case .range:
                advance()
                let right = operation(.sum)
                left = node(.range(left, right), from: lower)
            case .power:
                advance()
                guard descend() else { return left }
                let right = operation(.unary)
                ascend()
                left = node(.power(left, right), from: lower)
            case .not, .unary: return left
            }
        }
        return left
    }

    /// The rank of the operator here; `AND` and its like are read as ours, and `=` as `==` where no
    /// name can be made.
    mutating func infixRank() -> Rank? {
        if kind == .name { readForeignKeyword() }
        if kind == .assign, !closers.isEmpty || conditions > 0 { readAssignAsEqual() }
        guard kind == .not else { return kind.rank }
        return [.in, .like, .between].contains(peek()) ? .comparison : nil
    }

    private mutating func chain(_ first: Syntax, _ rank: Rank, from lower: UInt32) -> Syntax {
        var links: [Syntax.Link] = []
        while infixRank() == rank {
            let token = advance()
            let operand = operation(rank.next)
            links.append(
                Syntax.Link(
                    operation: Syntax.Operation(token.kind),
                    operationSpan: token.span,
                    operand: operand
                )
            )
        }
        return node(.chain(first, links), from: lower)
    }
}

extension Syntax.Operation {
    /// The operator of a token that has the rank of a chain.
    init(_ kind: Token.Kind) {
        self =
            switch kind {
            case .or: .or
            case .and: .and
            case .minus: .minus
            case .times: .times
            case .divide: .divide
            case .floorDivide: .floorDivide
            case .remainder: .remainder
            default: .plus
            }
    }
}
