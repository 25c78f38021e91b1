import Tables

/// Functions of a row and the rows around it: those of its group, in an order.
///
/// Only an engine has them; without one there are no rows around.
enum Windows {
    static let all: [RowFunction] =
        [rowNumber, rank, denseRank, percentRank, ntile, unique] + neighbours + running + rolling

    static let rowNumber = RowFunction(
        "row_number",
        "The row's place in its group, from 1.",
        .windows,
        kind: .window,
        ordering: .required,
        takes: [],
        examples: ["row_number()"],
        sql: .template("row_number()$over"),
        gives: { _ throws(TypeFault) in .int }
    )

    static let rank = ranking(
        "rank",
        "The place of a value among those of its group; equals share the best, and leave a gap.",
        .int
    ) { call, keys in
        "rank()\(call.window.over(keys))"
    }

    static let denseRank = ranking(
        "dense_rank",
        "The place of a value among the different ones of its group, without gaps.",
        .int
    ) { call, keys in
        "dense_rank()\(call.window.over(keys))"
    }

    static let percentRank = ranking(
        "percent_rank",
        "The share of the other values of its group that a value is above, from 0 to 1.",
        .float
    ) { call, keys in
        let others = "greatest(count(\(call.arguments[0]))\(call.window.over([])) - 1, 1)"
        return "(CAST(rank()\(call.window.over(keys)) - 1 AS DOUBLE) / \(others))"
    }

    /// A place by a value of the row's own: no order of the rows is needed.
    private static func ranking(
        _ name: String,
        _ summary: String,
        _ type: ColumnType,
        _ place: @escaping @Sendable (SQLCall, _ keys: [String]) -> String
    ) -> RowFunction {
        RowFunction(
            name,
            summary,
            .windows,
            kind: .window,
            takes: [
                RowParameter("x", "what is compared", .ordered),
                RowParameter(
                    "descending",
                    "whether the largest is the first",
                    .bool,
                    standard: .bool(false),
                    isConstant: true
                ),
            ],
            examples: ["\(name)(distance)"],
            sql: .made { call in
                let isDescending = call.operands[1].constant == .bool(true)
                let key = call.arguments[0] + (isDescending ? " DESC" : "")
                return "(CASE WHEN \(call.arguments[0]) IS NOT NULL THEN \(place(call, [key])) END)"
            },
            gives: { _ throws(TypeFault) in type }
        )
    }

    static let ntile = RowFunction(
        "ntile",
        "Which of n parts of equal size a value falls into, the smallest values into the first.",
        .windows,
        kind: .window,
        ordering: .kept,
        takes: [
            RowParameter("x", "what is compared", .ordered),
            RowParameter("n", "how many parts", .int, isConstant: true),
        ],
        examples: ["ntile(distance, 4)"],
        sql: .made { call in
            let x = call.arguments[0]
            let over = call.window.over([x] + call.window.order, within: ["\(x) IS NULL"])
            return "(CASE WHEN \(x) IS NOT NULL THEN ntile(\(call.arguments[1]))\(over) END)"
        },
        gives: { a throws(TypeFault) in
            try wholeNumber(a[1], at: 1, from: 1, "n", of: "ntile")
            return .int
        }
    )

    static let unique = RowFunction(
        "unique",
        "Whether no other row has the same values; missing is the same as missing.",
        .windows,
        kind: .window,
        takes: [RowParameter("cols", "the columns that tell rows apart", .anything, isRest: true)],
        examples: ["unique(flight, time_hour)"],
        sql: .made { call in "(count(*)\(call.window.over([], within: call.arguments)) = 1)" },
        gives: { _ throws(TypeFault) in .bool }
    )

    /// Refuses a number that is too small.
    static func wholeNumber(
        _ argument: RowArgument,
        at index: Int,
        from least: Int64,
        _ name: String,
        of function: String
    ) throws(TypeFault) {
        guard case .int(let number) = argument.constant, number >= least else {
            throw TypeFault(
                "`\(name)` of `\(function)` is out of range",
                [TypeFault.Place(index, "\(least) or more was expected")]
            )
        }
    }
}
