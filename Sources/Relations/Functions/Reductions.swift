import Tables

/// What makes one value of a group, missing values left out and true counted as 1.
enum Reductions {
    static let all: [RowFunction] =
        [
            count, countDistinct, sum, mean, min, max, any, every, mode, first, last, list, argMin,
            argMax,
        ] + counting + moments + quantiles

    static let number: TypeSet = .oneOf([.number, .bool])

    static let count = RowFunction(
        "count",
        "How many rows there are, or how many hold a value.",
        .reduce,
        kind: .reduction,
        takes: [
            RowParameter(
                "x",
                "what must be there; nothing for all rows",
                .anything,
                standard: .missing
            )
        ],
        examples: ["count()", "count(arr_delay)"],
        sql: .made { call in
            let isBare = call.arguments.isEmpty || call.operands[0].type == .missing
            return call.filling(isBare ? "count(*)$over" : "count($1)$over")
        },
        evaluate: { columns, count, _ in
            let isBare = columns.isEmpty || columns[0].type == .missing
            return one(.int, .int(Int64(isBare ? count : count - columns[0].missingCount)))
        },
        gives: { _ throws(TypeFault) in .int }
    )

    static let countDistinct = RowFunction(
        "count_distinct",
        "How many different values there are; about, where counting all would take long.",
        .reduce,
        kind: .reduction,
        takes: [
            RowParameter("x", "the values", .anything),
            RowParameter(
                "exact",
                "whether to remember every value; if not, some in a hundred may be missed",
                .bool,
                standard: .bool(true),
                isConstant: true
            ),
        ],
        examples: ["count_distinct(carrier)", "count_distinct(tailnum, exact: false)"],
        sql: .made { call in
            let isRough = call.operands.count > 1 && call.operands[1].constant == .bool(false)
            return call.filling(
                isRough ? "approx_count_distinct($1)$over" : "count(DISTINCT $1)$over"
            )
        },
        evaluate: { columns, _, _ in
            let keys = Set(columns[0].presentRows.map { ScalarKey(value: columns[0][$0]) })
            return one(.int, .int(Int64(keys.count)))
        },
        gives: { _ throws(TypeFault) in .int }
    )

    static let sum = RowFunction(
        "sum",
        "The sum; of bools, how many are true; of nothing, 0.",
        .reduce,
        kind: .reduction,
        takes: [RowParameter("x", "the numbers", number)],
        examples: ["sum(distance)", "sum(late)"],
        sql: .made { call in
            switch call.operands[0].type {
            case .float:
                SQLForm.finite("coalesce(sum($1)$over, 0)", carrying: []).spelled(call)
            case .bool: call.filling("CAST(coalesce(sum(CAST($1 AS BIGINT))$over, 0) AS BIGINT)")
            case .missing: "CAST(0 AS BIGINT)"
            default: call.filling("CAST(coalesce(sum($1)$over, 0) AS BIGINT)")
            }
        },
        evaluate: { columns, _, type in
            guard type == .int else { return one(.float, .float(added(columns[0].presentDoubles))) }
            guard let total = Int64(exactly: wholeSum(columns[0])) else {
                throw EvaluationFault.overflow("sum")
            }
            return one(.int, .int(total))
        },
        gives: { a throws(TypeFault) in a[0].type == .float ? .float : .int }
    )

    static let mean = RowFunction(
        "mean",
        "The arithmetic mean, weighted if weights are given.",
        .reduce,
        kind: .reduction,
        takes: [
            RowParameter("x", "the numbers", number),
            RowParameter("weight", "how much each counts", number, standard: .missing),
        ],
        examples: ["mean(arr_delay)", "mean(price, weight: units)"],
        sql: .made { call in
            let x = call.operands[0].type == .bool ? "CAST($1 AS BIGINT)" : "$1"
            guard call.arguments.count > 1, call.operands[1].constant != .missing else {
                return call.operands[0].type == .float
                    ? SQLForm.finite("avg($1)$over", carrying: []).spelled(call)
                    : call.filling("avg(\(x))$over")
            }
            let w = "CAST($2 AS DOUBLE)"
            return SQLForm.finite(
                "(sum(\(w) * \(x))$over / sum(CASE WHEN $1 IS NOT NULL THEN \(w) END)$over)",
                carrying: []
            ).spelled(call)
        },
        evaluate: { columns, count, _ in
            guard columns.count > 1, columns[1].type != .missing else {
                return average(columns[0])
            }
            let rows = columns[0].presentRows.filter { !columns[1].isMissing($0) }
            let (x, w) = (columns[0].doubles, columns[1].doubles)
            return one(
                .float,
                .float(added(rows.map { w[$0] * x[$0] }) / added(rows.map { w[$0] }))
            )
        },
        gives: { _ throws(TypeFault) in .float }
    )

    static let min = extreme("min", "The smallest value.", .below)
    static let max = extreme("max", "The largest value.", .above)

    private static func extreme(_ name: String, _ summary: String, _ better: Rank) -> RowFunction {
        RowFunction(
            name,
            summary,
            .reduce,
            kind: .reduction,
            takes: [RowParameter("x", "the values", .ordered)],
            examples: ["\(name)(dep_delay)"],
            sql: .made { call in
                guard case .category(let levels) = call.operands[0].type else {
                    return call.filling("\(name)($1)$over")
                }
                let position = Ranking.position(call.arguments[0], in: levels)
                return "CAST(\(SQLText.list(levels))[\(name)(\(position))\(call.over)]"
                    + " AS \(SQLText.category(levels)))"
            },
            evaluate: { columns, _, type in
                one(type, best(columns[0], better).map { columns[0][$0] } ?? .missing)
            },
            gives: { a throws(TypeFault) in a[0].type }
        )
    }

    static let any = truth("any", "Whether one is true.", "bool_or") { $0.contains(true) }
    static let every = truth("all", "Whether none is false.", "bool_and") { !$0.contains(false) }

    private static func truth(
        _ name: String,
        _ summary: String,
        _ aggregate: String,
        _ body: @escaping @Sendable ([Bool]) -> Bool
    ) -> RowFunction {
        RowFunction(
            name,
            summary,
            .reduce,
            kind: .reduction,
            takes: [RowParameter("x", "the bools", .bool)],
            examples: ["\(name)(delay > 60)"],
            sql: .template("\(aggregate)($1)$over"),
            evaluate: { columns, _, _ in
                let (rows, flags) = (columns[0].presentRows, columns[0].flags)
                return one(.bool, rows.isEmpty ? .missing : .bool(body(rows.map { flags[$0] })))
            },
            gives: { _ throws(TypeFault) in .bool }
        )
    }
}

/// What reductions share.
extension Reductions {
    /// A column of one row; a float that is not finite is missing.
    static func one(_ type: ColumnType, _ value: Scalar) -> Column {
        if case .float(let x) = value, !x.isFinite { return Column(type, cells: [.missing]) }
        return Column(type, cells: [value])
    }

    /// The plain sum in the rows' order.
    static func added(_ values: [Double]) -> Double { values.reduce(0, +) }

    static func wholeSum(_ column: Column) -> Int128 {
        let cells = column.integers
        return column.presentRows.reduce(Int128(0)) { $0 + Int128(cells[$1]) }
    }

    private static func average(_ column: Column) -> Column {
        let count = column.count - column.missingCount
        guard count > 0 else { return one(.float, .missing) }
        if column.type == .float {
            return one(.float, .float(added(column.presentDoubles) / Double(count)))
        }
        return one(.float, .float(Double(wholeSum(column)) / Double(count)))
    }

    /// The row of the best value, the first of equals.
    static func best(_ column: Column, _ better: Rank) -> Int? {
        let rows = column.presentRows
        guard var winner = rows.first else { return nil }
        for row in rows.dropFirst()
        where Ranking.rank(column, row, winner) == better { winner = row }
        return winner
    }
}

extension Column {
    /// The numbers that are there.
    var presentDoubles: [Double] {
        let cells = doubles
        return validity == nil && type != .missing ? cells : presentRows.map { cells[$0] }
    }
}

extension Ranking {
    /// How one row's cell stands to another's.
    static func rank(_ column: Column, _ a: Int, _ b: Int) -> Rank {
        switch column.values {
        case .floats(let cells): Rank(cells[a], cells[b])
        case .ints(let cells), .microseconds(let cells): Rank(cells[a], cells[b])
        case .days(let cells), .codes(let cells): Rank(cells[a], cells[b])
        case .texts(let cells): bytes(cells[a], cells[b])
        case .intervals(let cells): lengths(cells[a], cells[b])
        case .bools(let cells): Rank(cells[a] ? 1 : 0, cells[b] ? 1 : 0)
        case .lists, .records, .nothing: .same
        }
    }
}
