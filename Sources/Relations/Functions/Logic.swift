import Tables

/// True, false, or unknown because something is missing.
enum Truth: Sendable {
    case no
    case yes
    case unknown

    init(_ flag: Bool) { self = flag ? .yes : .no }

    func and(_ other: Truth) -> Truth {
        if self == .no || other == .no { return .no }
        return self == .yes && other == .yes ? .yes : .unknown
    }

    func or(_ other: Truth) -> Truth {
        if self == .yes || other == .yes { return .yes }
        return self == .no && other == .no ? .no : .unknown
    }

    static func column(_ cells: [Truth]) -> Column {
        let isKnown = !cells.contains(.unknown)
        return .bools(
            cells.map { $0 == .yes },
            isKnown ? nil : Bitmap(cells.map { $0 != .unknown })
        )
    }
}

extension Column {
    /// Which rows hold a value.
    var presence: [Bool] {
        if validity == nil, case .nothing = values { return Array(repeating: false, count: count) }
        guard let validity else { return Array(repeating: true, count: count) }
        return (0..<count).map { validity[$0] }
    }

    /// Whether a cell is there, and true.
    func isTrue(_ row: Int) -> Bool {
        if case .bools(let cells) = values { cells[row] && !isMissing(row) } else { false }
    }

    var truths: [Truth] { pairwise(flags, presence) { $1 ? Truth($0) : .unknown } }
}

extension RowFunction {
    package static let and = RowFunction(
        "and",
        "Whether both are true; false with anything is false.",
        .operators,
        takes: operands(.bool),
        examples: ["x > 0 and x < 9"],
        sql: .template("($1 AND $2)"),
        evaluate: { columns, _, _ in
            Truth.column(pairwise(columns[0].truths, columns[1].truths) { $0.and($1) })
        },
        gives: { _ throws(TypeFault) in .bool }
    )

    package static let or = RowFunction(
        "or",
        "Whether one is true; true with anything is true.",
        .operators,
        takes: operands(.bool),
        examples: ["x < 0 or x > 9"],
        sql: .template("($1 OR $2)"),
        evaluate: { columns, _, _ in
            Truth.column(pairwise(columns[0].truths, columns[1].truths) { $0.or($1) })
        },
        gives: { _ throws(TypeFault) in .bool }
    )

    package static let not = RowFunction(
        "not",
        "The opposite.",
        .operators,
        takes: [RowParameter("x", "what to turn around", .bool)],
        examples: ["not late"],
        sql: .template("(NOT $1)"),
        evaluate: { columns, count, _ in
            .bools(columns[0].flags.map { !$0 }, columns.commonValidity(count))
        },
        gives: { _ throws(TypeFault) in .bool }
    )

    package static let isMissing = RowFunction(
        "is missing",
        "Whether there is no value.",
        .operators,
        takes: [RowParameter("x", "what may be missing", .anything)],
        examples: ["arr_delay is missing"],
        sql: .template("($1 IS NULL)"),
        evaluate: { columns, _, _ in .bools(columns[0].presence.map { !$0 }, nil) },
        gives: { _ throws(TypeFault) in .bool }
    )

    package static let like = RowFunction(
        "like",
        "Whether a text fits a pattern: `%` any texts, `_` one character.",
        .operators,
        takes: [
            RowParameter("x", "the text", .text), RowParameter("pattern", "the pattern", .text),
        ],
        examples: ["name like \"J%\""],
        sql: .template("(CAST($1 AS VARCHAR) LIKE CAST($2 AS VARCHAR))"),
        evaluate: { columns, count, _ in
            .bools(
                pairwise(columns[0].strings, columns[1].strings, LikePattern.fits),
                columns.commonValidity(count)
            )
        },
        gives: { _ throws(TypeFault) in .bool }
    )

    /// What `if … then … else` means: a test that is not true, missing too, leads to the second.
    package static let choose = RowFunction(
        "if",
        "One value where a test is true, another where it is not.",
        .operators,
        takes: [
            RowParameter("test", "what to ask", .bool),
            RowParameter("then", "the value where it is true", .anything),
            RowParameter("else", "the value elsewhere", .anything),
        ],
        examples: ["if delay > 15 then \"late\" else \"on time\""],
        sql: .made { call in
            let sides = Branches.spelled(call, [1, 2])
            return "(CASE WHEN \(call.arguments[0]) THEN \(sides[0]) ELSE \(sides[1]) END)"
        },
        evaluate: { columns, count, type in
            let choices = (0..<count).map { columns[0].isTrue($0) ? 1 : 2 }
            if let one = Branches.single(columns, type, choices) { return one }
            return Branches.selected(Array(columns[1...]), type, choices.map { $0 - 1 })
        },
        gives: { a throws(TypeFault) in try Branches.unified(a, at: [1, 2]) }
    )
}

/// Patterns of SQL's LIKE, over code points.
enum LikePattern {
    static func fits(_ text: String, _ pattern: String) -> Bool {
        let (cells, signs) = (Array(text.unicodeScalars), Array(pattern.unicodeScalars))
        var (i, j) = (0, 0)
        // Where to go on after the last `%` when what follows it does not fit.
        var (mark, resume) = (-1, 0)
        while i < cells.count {
            if j < signs.count, signs[j] == "%" {
                (mark, resume) = (j, i)
                j += 1
            } else if j < signs.count, signs[j] == "_" || signs[j] == cells[i] {
                (i, j) = (i + 1, j + 1)
            } else if mark >= 0 {
                resume += 1
                (i, j) = (resume, mark + 1)
            } else {
                return false
            }
        }
        return signs[j...].allSatisfy { $0 == "%" }
    }
}

/// Values among which a row takes one.
enum Branches {
    /// The one type of the branches.
    static func unified(_ all: [RowArgument], at indices: [Int]) throws(TypeFault) -> ColumnType {
        var type = ColumnType.missing
        var first = indices[0]
        for index in indices {
            guard let wider = type.unified(with: all[index].type) else {
                throw TypeFault(
                    "\(type.described) and \(all[index].type.described) cannot stand in one column",
                    [
                        TypeFault.Place(first, type.word),
                        TypeFault.Place(index, all[index].type.word),
                    ]
                )
            }
            if type == .missing { first = index }
            type = wider
        }
        return type
    }

    /// The branches in SQL; categories of unlike levels become texts first.
    static func spelled(_ call: SQLCall, _ indices: [Int]) -> [String] {
        let types = Set(indices.map { call.operands[$0].type }).subtracting([.missing])
        let mixed = types.count > 1 && types.allSatisfy(\.isTextual)
        return indices.map {
            mixed ? "CAST(\(call.arguments[$0]) AS VARCHAR)" : call.arguments[$0]
        }
    }

    /// The branch that every row chose, as one row does and most conditions: nil where they differ.
    static func single(_ branches: [Column], _ type: ColumnType, _ choices: [Int]) -> Column? {
        guard let first = choices.first, first >= 0, branches[first].type == type,
            choices.allSatisfy({ $0 == first })
        else { return nil }
        return branches[first]
    }

    /// For each row the cell of the branch that it chose, or missing for a negative choice.
    static func selected(_ branches: [Column], _ type: ColumnType, _ choices: [Int]) -> Column {
        if let one = single(branches, type, choices) { return one }
        let validity = pairwise(Array(choices.indices), choices) { row, choice in
            choice >= 0 && !branches[choice].isMissing(row)
        }
        let mask = validity.contains(false) ? Bitmap(validity) : nil
        func pick<Cell>(_ cells: [[Cell]], _ standard: Cell) -> [Cell] {
            pairwise(Array(choices.indices), choices) { $1 < 0 ? standard : cells[$1][$0] }
        }
        switch type {
        case .bool: return .bools(pick(branches.map(\.flags), false), mask)
        case .int: return .ints(pick(branches.map(\.integers), 0), mask)
        case .float: return .floats(pick(branches.map(\.doubles), 0), mask)
        case .text: return .texts(pick(branches.map(\.strings), ""), mask)
        default:
            let cells = choices.indices.map {
                choices[$0] < 0 ? .missing : branches[choices[$0]][$0]
            }
            return Column(type, cells: cells)
        }
    }
}

/// Whether a value is among others.
enum Membership {
    static let type: @Sendable ([RowArgument]) throws(TypeFault) -> ColumnType = {
        arguments throws(TypeFault) in
        for index in arguments.indices.dropFirst() where hasMissing(arguments[index].constant) {
            throw TypeFault(
                "missing is never equal to anything in a list",
                [TypeFault.Place(index, "missing")],
                hint: "is missing"
            )
        }
        if let element = element(arguments.map(\.type)) {
            try Comparison.check(arguments[0].type, element, at: 1)
        } else {
            for index in arguments.indices.dropFirst() {
                try Comparison.check(arguments[0].type, arguments[index].type, at: index)
            }
        }
        return .bool
    }

    static let evaluate: RowFunction.Evaluation = { columns, count, _ in
        if element(columns.map(\.type)) != nil {
            return searched(columns[0], columns[1], columns.commonValidity(count))
        }
        var found = [Bool](repeating: false, count: count)
        for candidate in columns.dropFirst() {
            let ranks = Ranking.ranks(columns[0], candidate)
            for row in found.indices where ranks[row] == .same && !candidate.isMissing(row) {
                found[row] = true
            }
        }
        let validity = [columns[0]].commonValidity(count)
        return .bools(found, validity)
    }

    /// The type of a list's elements, when the second argument is the one list to search.
    static func element(_ types: [ColumnType]) -> ColumnType? {
        guard types.count == 2, case .list(let element) = types[1] else { return nil }
        if case .list = types[0] { return nil }
        return element
    }

    private static func searched(_ values: Column, _ lists: Column, _ valid: Bitmap?) -> Column {
        let found = (0..<values.count).map { row in
            guard case .list(let cells) = lists[row] else { return false }
            return cells.contains { $0.isIdentical(to: values[row]) }
        }
        return .bools(found, valid)
    }

    private static func hasMissing(_ value: Scalar?) -> Bool {
        guard case .list(let cells) = value else { return value == .missing }
        return cells.contains(.missing)
    }
}

extension SQLCall {
    var isListSearch: Bool { Membership.element(operands.map(\.type)) != nil }
}
