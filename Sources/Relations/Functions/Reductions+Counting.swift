import Tables

/// Reductions that count values by what they are, all kinds in one pass.
extension Reductions {
    static let counting: [RowFunction] = [binCounts, valueCounts]

    static let binCounts = RowFunction(
        "bin_counts",
        "How many values lie in each bin: from an edge up to the next, the last edge in.",
        .reduce,
        kind: .reduction,
        takes: [
            RowParameter("x", "the numbers", number),
            RowParameter("edges", "where bins begin and end, ascending", .list, isConstant: true),
        ],
        examples: ["bin_counts(delay, [0, 15, 60])"],
        sql: .made { call in
            guard let edges = try? BinEdges(call.operands[1]) else { return "NULL" }
            // DuckDB's bins end with their upper bound: turned round, they begin with it.
            let bounds = edges.closed.reversed().map { "CAST('\(-$0)' AS DOUBLE)" }
            let counted = call.filling(
                "map_values(histogram(-CAST(\(toNumber(call)) AS DOUBLE), "
                    + "[\(bounds.joined(separator: ", "))])$over)"
            )
            return "coalesce(CAST(list_reverse(list_slice(\(counted), 2, \(edges.all.count)))"
                + " AS BIGINT[]), list_resize(CAST([] AS BIGINT[]), \(edges.all.count - 1), 0))"
        },
        evaluate: { columns, count, type in
            let edges = try BinEdges(RowArgument(columns[1].type, constant: columns[1][0]))
            var counts = [Int64](repeating: 0, count: edges.all.count - 1)
            for value in columns[0].presentDoubles {
                if let bin = edges.bin(of: value) { counts[bin] += 1 }
            }
            return one(type, .list(counts.map { .int($0) }))
        },
        gives: { a throws(TypeFault) in
            _ = try BinEdges(a[1])
            return .list(.int)
        }
    )

    private static func toNumber(_ call: SQLCall) -> String {
        call.operands[0].type == .bool ? "CAST(\(call.arguments[0]) AS BIGINT)" : call.arguments[0]
    }

    static let valueCounts = RowFunction(
        "value_counts",
        "The most frequent values with their counts; of those equally frequent the smallest.",
        .reduce,
        kind: .reduction,
        takes: [
            RowParameter("x", "the values", .oneOf([number, .text, .moment])),
            RowParameter(
                "limit",
                "how many values at most",
                .int,
                standard: .int(10),
                isConstant: true
            ),
        ],
        examples: ["value_counts(carrier, limit: 3)"],
        sql: .made { call in
            let limit = Swift.max(0, call.operands[1].constant?.number.map { Int64($0) } ?? 10)
            let value =
                call.operands[0].type.isTextual
                ? "CAST(\(call.arguments[0]) AS VARCHAR)" : call.arguments[0]
            let counts = "map_entries(histogram(\(value))\(call.over))"
            let ranked =
                "list_sort(list_transform(\(counts), lambda pair: "
                + "{'rank': -CAST(pair.value AS BIGINT), 'value': pair.key}))"
            return "coalesce(list_transform(list_slice(\(ranked), 1, \(limit)), lambda pair: "
                + "{'value': pair.value, 'count': -pair.rank}), [])"
        },
        evaluate: { columns, _, type in
            guard case .list(.record(let fields)) = type else { return one(type, .missing) }
            let limit = columns[1][0].number.map { Int($0) } ?? 10
            return one(type, .list(ranked(columns[0], limit: limit, fields)))
        },
        gives: { a throws(TypeFault) in
            let value: ColumnType = a[0].type.isTextual ? .text : a[0].type
            return .list(.record([Field("value", value), Field("count", .int)]))
        }
    )

    /// The values by count, the largest first and the smallest value of equals.
    private static func ranked(_ column: Column, limit: Int, _ fields: [Field]) -> [Scalar] {
        var first: [ScalarKey: Int] = [:]
        var counts: [ScalarKey: Int64] = [:]
        let values = column.type.isTextual ? Column.texts(column.strings, column.validity) : column
        for row in values.presentRows {
            let key = ScalarKey(value: values[row])
            counts[key, default: 0] += 1
            first[key] = first[key] ?? row
        }
        let order = counts.sorted { a, b in
            if a.value != b.value { return a.value > b.value }
            guard let x = first[a.key], let y = first[b.key] else { return false }
            return Ranking.rank(values, x, y) == .below
        }
        return order.prefix(Swift.max(0, limit)).map { pair in
            .record([
                Scalar.RecordPart(fields[0].name, pair.key.value),
                Scalar.RecordPart(fields[1].name, .int(pair.value)),
            ])
        }
    }
}

/// The edges of bins: at least two numbers, ascending.
struct BinEdges {
    let all: [Double]

    init(_ argument: RowArgument) throws(TypeFault) {
        guard case .list(let cells)? = argument.constant else {
            throw Self.fault("a list of numbers was expected")
        }
        let numbers = cells.compactMap { cell -> Double? in
            if case .bool = cell { nil } else { cell.number }
        }
        guard numbers.count == cells.count, numbers.count > 1, numbers.allSatisfy(\.isFinite)
        else { throw Self.fault("two numbers or more were expected") }
        guard zip(numbers, numbers.dropFirst()).allSatisfy({ $0 < $1 }) else {
            throw Self.fault("ascending numbers were expected")
        }
        all = numbers
    }

    private static func fault(_ words: String) -> TypeFault {
        TypeFault(
            "`edges` of `bin_counts` make no bins",
            [TypeFault.Place(1, words)],
            hint: "edges: [0, 10, 20]"
        )
    }

    /// The edges with the last one just beyond itself, so that it is in.
    var closed: [Double] { all.dropLast() + [all[all.count - 1].nextUp] }

    /// The bin of a value, nil outside.
    func bin(of value: Double) -> Int? {
        guard value >= all[0], value <= all[all.count - 1] else { return nil }
        var (low, high) = (0, all.count - 1)
        while high - low > 1 {
            let middle = (low + high) / 2
            if all[middle] <= value { low = middle } else { high = middle }
        }
        return low
    }
}
