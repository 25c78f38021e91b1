import Tables

/// Functions that choose among values.
enum Choices {
    static let all: [RowFunction] = [cases, recode, coalesce, missingIf, category]

    /// `case(test, value, test, value, …, else:)`; what stands where no test is true comes last.
    static let cases = RowFunction(
        "case",
        "The value beside the first test that is true, or the one for `else`.",
        .choice,
        takes: [
            RowParameter(
                "tests",
                "a test, its value, the next test, its value, …",
                .anything,
                isRest: true
            ),
            RowParameter(
                "else",
                "the value where no test is true",
                .anything,
                standard: .missing
            ),
        ],
        examples: ["case(delay > 60, \"late\", delay > 15, \"slow\", else: \"on time\")"],
        sql: .made { call in
            let places = valuePlaces(call.arguments.count)
            let values = Branches.spelled(call, places)
            let whens = zip(places.dropLast(), values).map {
                "WHEN \(call.arguments[$0 - 1]) THEN \($1)"
            }
            return "(CASE \(whens.joined(separator: " ")) ELSE \(values[values.count - 1]) END)"
        },
        evaluate: { columns, count, type in
            let last = columns.count - 1
            let choices = (0..<count).map { row in
                var test = 0
                while test < last, !columns[test].isTrue(row) { test += 2 }
                return min(test + 1, last)
            }
            if let one = Branches.single(columns, type, choices) { return one }
            let values = valuePlaces(columns.count).map { columns[$0] }
            return Branches.selected(values, type, choices.map { $0 / 2 })
        },
        gives: { arguments throws(TypeFault) in
            guard arguments.count >= 3, arguments.count % 2 == 1 else {
                throw TypeFault(
                    "`case` takes a value after each test",
                    [TypeFault.Place(max(0, arguments.count - 2), "no value follows")],
                    hint: "`else:` names the value where no test is true"
                )
            }
            for index in stride(from: 0, to: arguments.count - 1, by: 2) {
                guard TypeSet.bool.contains(arguments[index].type) else {
                    throw TypeFault(
                        "a test of `case` is a bool, not \(arguments[index].type.described)",
                        [TypeFault.Place(index, arguments[index].type.word)]
                    )
                }
            }
            return try Branches.unified(arguments, at: valuePlaces(arguments.count))
        }
    )

    /// Where the values stand, that for else last.
    private static func valuePlaces(_ count: Int) -> [Int] {
        Array(stride(from: 1, to: count - 1, by: 2)) + [count - 1]
    }

    static let coalesce = RowFunction(
        "coalesce",
        "The first of several values that is there.",
        .choice,
        takes: [RowParameter("x", "the values", .anything, isRest: true)],
        examples: ["coalesce(arr_delay, 0)"],
        sql: .made { call in
            let values = Branches.spelled(call, Array(call.arguments.indices))
            return "coalesce(\(values.joined(separator: ", ")))"
        },
        evaluate: { columns, count, type in
            let choices = (0..<count).map { row in
                columns.firstIndex { !$0.isMissing(row) } ?? -1
            }
            return Branches.selected(columns, type, choices)
        },
        gives: { a throws(TypeFault) in try Branches.unified(a, at: Array(a.indices)) }
    )

    static let missingIf = RowFunction(
        "missing_if",
        "The value, or missing where it is a certain one.",
        .choice,
        takes: [
            RowParameter("x", "the value", .anything),
            RowParameter("value", "what stands for missing", .anything),
        ],
        examples: ["missing_if(age, -99)"],
        sql: .template("(CASE WHEN ($1 = $2) IS NOT TRUE THEN $1 END)"),
        evaluate: { columns, count, type in
            let ranks = Ranking.ranks(columns[0], columns[1])
            let choices = (0..<count).map { row in
                ranks[row] == .same && !columns[1].isMissing(row) ? -1 : 0
            }
            return Branches.selected([columns[0]], type, choices)
        },
        gives: { a throws(TypeFault) in
            try Comparison.check(a)
            return a[0].type
        }
    )

    static let category = RowFunction(
        "category",
        "A text as one of ordered levels; any other text is missing.",
        .choice,
        takes: [
            RowParameter("x", "the text", .text),
            RowParameter("levels", "the levels, the lowest first", .list, isConstant: true),
        ],
        examples: ["category(size, [\"small\", \"medium\", \"large\"])"],
        sql: .made { call in
            guard let levels = try? levels(call.operands) else { return "NULL" }
            return SQLText.level(call.arguments[0], of: levels)
        },
        evaluate: { columns, count, type in
            guard case .category(let levels) = type else { return .missing(type, count: count) }
            let positions = Dictionary(
                zip(levels.map { Array($0.utf8) }, Int32(0)...),
                uniquingKeysWith: { a, _ in a }
            )
            let found = columns[0].strings.map { positions[Array($0.utf8)] }
            let isKnown = pairwise(found, columns[0].presence) { $0 != nil && $1 }
            return Column(
                type,
                .codes(found.map { $0 ?? 0 }),
                validity: isKnown.contains(false) ? Bitmap(isKnown) : nil
            )
        },
        gives: { a throws(TypeFault) in .category(try levels(a)) }
    )

    private static func levels(_ arguments: [RowArgument]) throws(TypeFault) -> [String] {
        guard case .list(let cells) = arguments[1].constant, !cells.isEmpty else {
            throw TypeFault(
                "`levels` of `category` are a list of texts",
                [TypeFault.Place(1, "no list of texts")],
                hint: "[\"low\", \"high\"]"
            )
        }
        let levels = cells.compactMap { if case .text(let text) = $0 { text } else { nil } }
        guard levels.count == cells.count, Set(levels).count == levels.count else {
            throw TypeFault(
                "`levels` of `category` are texts, each another",
                [TypeFault.Place(1, "not texts, or one twice")]
            )
        }
        return levels
    }
}
