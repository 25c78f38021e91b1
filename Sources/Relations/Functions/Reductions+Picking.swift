import Tables

/// Reductions that pick values out.
extension Reductions {
    static let mode = RowFunction(
        "mode",
        "The most frequent value, the smallest of those equally frequent.",
        .reduce,
        kind: .reduction,
        takes: [RowParameter("x", "the values", .ordered)],
        examples: ["mode(carrier)"],
        sql: .made { call in
            guard case .category(let levels) = call.operands[0].type else {
                return call.filling("mode($1 ORDER BY $1)$over")
            }
            let position = Ranking.position(call.arguments[0], in: levels)
            return
                "CAST(\(SQLText.list(levels))[mode(\(position) ORDER BY \(position))\(call.over)]"
                + " AS \(SQLText.category(levels)))"
        },
        evaluate: { columns, _, type in
            var counts: [ScalarKey: Int] = [:]
            let rows = columns[0].presentRows
            let keys = rows.map { ScalarKey(value: columns[0][$0]) }
            for key in keys { counts[key, default: 0] += 1 }
            let most = counts.values.max() ?? 0
            let tied = zip(rows, keys).filter { counts[$0.1] == most }.map(\.0)
            guard var winner = tied.first else { return one(type, .missing) }
            for row in tied where Ranking.rank(columns[0], row, winner) == .below { winner = row }
            return one(type, columns[0][winner])
        },
        gives: { a throws(TypeFault) in a[0].type }
    )

    static let first = edge(
        "first",
        "The first value that is there, in the order.",
        .template("any_value($1$order)$over")
    ) { $0.first }
    static let last = edge(
        "last",
        "The last value that is there, in the order.",
        .made { call in
            // DuckDB takes the one in windows only, the other elsewhere only.
            call.filling(
                call.over.isEmpty
                    ? "last($1$order) FILTER (WHERE $1 IS NOT NULL)"
                    : "last($1$order IGNORE NULLS)$over"
            )
        }
    ) { $0.last }

    private static func edge(
        _ name: String,
        _ summary: String,
        _ sql: SQLForm,
        _ pick: @escaping @Sendable ([Int]) -> Int?
    ) -> RowFunction {
        RowFunction(
            name,
            summary,
            .reduce,
            kind: .reduction,
            ordering: .required,
            takes: [RowParameter("x", "the values", .anything)],
            examples: ["\(name)(dep_delay)"],
            sql: sql,
            evaluate: { columns, _, type in
                one(type, pick(columns[0].presentRows).map { columns[0][$0] } ?? .missing)
            },
            gives: { a throws(TypeFault) in a[0].type }
        )
    }

    static let list = RowFunction(
        "list",
        "All values that are there, in the rows' order.",
        .reduce,
        kind: .reduction,
        ordering: .kept,
        takes: [RowParameter("x", "the values", .anything)],
        examples: ["list(dest)"],
        sql: .template("list($1$order) FILTER (WHERE $1 IS NOT NULL)$over"),
        evaluate: { columns, _, type in
            let cells = columns[0].presentRows.map { columns[0][$0] }
            return one(type, cells.isEmpty ? .missing : .list(cells))
        },
        gives: { a throws(TypeFault) in .list(a[0].type) }
    )

    static let argMin = chosen("arg_min", "The value where another is smallest.", .below)
    static let argMax = chosen("arg_max", "The value where another is largest.", .above)

    private static func chosen(_ name: String, _ summary: String, _ better: Rank) -> RowFunction {
        RowFunction(
            name,
            summary,
            .reduce,
            kind: .reduction,
            ordering: .kept,
            takes: [
                RowParameter("x", "the value to give", .anything),
                RowParameter("by", "what to look for", .ordered),
            ],
            examples: ["\(name)(carrier, dep_delay)"],
            sql: .made { call in
                guard case .category(let levels) = call.operands[1].type else {
                    return call.filling("\(name)($1, $2$order)$over")
                }
                let position = Ranking.position(call.arguments[1], in: levels)
                return "\(name)(\(call.arguments[0]), \(position)\(call.order))\(call.over)"
            },
            evaluate: { columns, _, type in
                let rows = columns[1].presentRows.filter { !columns[0].isMissing($0) }
                guard var winner = rows.first else { return one(type, .missing) }
                for row in rows where Ranking.rank(columns[1], row, winner) == better {
                    winner = row
                }
                return one(type, columns[0][winner])
            },
            gives: { a throws(TypeFault) in a[0].type }
        )
    }
}
