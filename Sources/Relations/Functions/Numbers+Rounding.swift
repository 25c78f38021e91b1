import Glibc
import Tables

/// Numbers brought to a grid, into bounds, or into classes.
extension Numbers {
    static let round = RowFunction(
        "round",
        "The number with so many digits after the point, halves away from zero.",
        .numbers,
        takes: [
            RowParameter("x", "a number", .number),
            RowParameter("digits", "how many; below zero tens, hundreds", .int, standard: .int(0)),
        ],
        examples: ["round(2.345, digits: 2)", "round(1234, digits: -2)"],
        sql: .made { call in
            if call.operands[1].constant == .int(0) { return call.filling("round($1)") }
            return call.filling("round($1, CAST($2 AS INTEGER))")
        },
        evaluate: { columns, count, type in
            let (digits, valid) = (columns[1].integers, columns.commonValidity(count))
            guard type == .int else {
                return .floats(pairwise(columns[0].doubles, digits, rounded), valid)
            }
            let cells = columns[0].integers
            return .ints(
                try cells.indices.map { row in
                    Bitmap.isSet(valid, row) ? try rounded(cells[row], digits[row]) : 0
                },
                valid
            )
        },
        gives: { a throws(TypeFault) in a[0].type }
    )

    /// Scaled, rounded and scaled back, as DuckDB does it.
    private static func rounded(_ x: Double, _ digits: Int64) -> Double {
        if digits == 0 { return x.rounded() }
        let scale = Glibc.pow(10, Double(digits.magnitude))
        guard digits < 0 else {
            let result = (x * scale).rounded() / scale
            return result.isFinite ? result : x
        }
        if scale.isInfinite { return 0 }
        let result = (x / scale).rounded() * scale
        return result.isFinite ? result : x
    }

    private static func rounded(_ x: Int64, _ digits: Int64) throws -> Int64 {
        guard digits < 0 else { return x }
        guard digits >= -19 else { return 0 }
        let scale = (0..<(-digits)).reduce(Int128(1)) { value, _ in value * 10 }
        let (whole, rest) = Int128(x).quotientAndRemainder(dividingBy: scale)
        let away: Int128 = rest * 2 >= scale ? 1 : rest * 2 <= -scale ? -1 : 0
        guard let result = Int64(exactly: (whole + away) * scale) else {
            throw EvaluationFault.overflow("round")
        }
        return result
    }

    static let clip = RowFunction(
        "clip",
        "The number, or the bound that it passes.",
        .numbers,
        takes: [
            RowParameter("x", "a number", .number),
            RowParameter("low", "the least; missing for none", .number),
            RowParameter("high", "the largest; missing for none", .number),
        ],
        examples: ["clip(delay, 0, 120)"],
        sql: .template("(CASE WHEN $1 < $2 THEN $2 WHEN $1 > $3 THEN $3 ELSE $1 END)"),
        evaluate: { columns, count, type in
            let below = Ranking.ranks(columns[0], columns[1])
            let above = Ranking.ranks(columns[0], columns[2])
            let choices = (0..<count).map { row in
                if columns[0].isMissing(row) { return 0 }
                if below[row] == .below, !columns[1].isMissing(row) { return 1 }
                return above[row] == .above && !columns[2].isMissing(row) ? 2 : 0
            }
            return Branches.selected(columns, type, choices)
        },
        gives: { a throws(TypeFault) in try Branches.unified(a, at: [0, 1, 2]) }
    )

    static let least = extreme("least", "The smallest of several values that are there.", .below)
    static let greatest = extreme(
        "greatest",
        "The largest of several values that are there.",
        .above
    )

    private static func extreme(_ name: String, _ summary: String, _ better: Rank) -> RowFunction {
        RowFunction(
            name,
            summary,
            .numbers,
            takes: [RowParameter("x", "the values", .ordered, isRest: true)],
            examples: ["\(name)(dep_delay, arr_delay)"],
            sql: .made { call in
                guard let levels = call.commonLevels else { return call.filling("\(name)($*)") }
                let keys = Ranking.keys(call).joined(separator: ", ")
                return
                    "CAST(\(SQLText.list(levels))[\(name)(\(keys))] AS \(SQLText.category(levels)))"
            },
            evaluate: { columns, count, type in
                Branches.selected(columns, type, best(columns, count, better))
            },
            gives: { arguments throws(TypeFault) in
                for index in arguments.indices.dropFirst() {
                    try Comparison.check(arguments[0].type, arguments[index].type, at: index)
                }
                return try Branches.unified(arguments, at: Array(arguments.indices))
            }
        )
    }

    private static func best(_ columns: [Column], _ count: Int, _ better: Rank) -> [Int] {
        var choices = (0..<count).map { columns[0].isMissing($0) ? -1 : 0 }
        for index in columns.indices.dropFirst() {
            let current = columns.indices.prefix(index).map {
                Ranking.ranks(columns[index], columns[$0])
            }
            for row in choices.indices where !columns[index].isMissing(row) {
                if choices[row] < 0 || current[choices[row]][row] == better { choices[row] = index }
            }
        }
        return choices
    }

    static let cut = RowFunction(
        "cut",
        "The class of a number: above one break, up to the next; the first holds both its breaks.",
        .numbers,
        takes: [
            RowParameter("x", "a number", .number),
            RowParameter("breaks", "where classes end, ascending", .list, isConstant: true),
            RowParameter(
                "labels",
                "a name for each class",
                .list,
                standard: .missing,
                isConstant: true
            ),
        ],
        examples: [
            "cut(delay, [-60, 0, 15, 60])", "cut(age, [0, 18, 99], labels: [\"young\", \"old\"])",
        ],
        sql: .made { call in
            guard let classes = try? Classes(call.operands) else { return "NULL" }
            let cases = zip(classes.breaks.indices.dropFirst(), classes.labels).map {
                index,
                label in
                "WHEN \(call.arguments[0]) <= \(classes.sql(index)) THEN \(SQLText.quoted(label))"
            }
            let low = "WHEN \(call.arguments[0]) < \(classes.sql(0)) THEN NULL"
            return "CAST(CASE \(low) \(cases.joined(separator: " ")) END"
                + " AS \(SQLText.category(classes.labels)))"
        },
        evaluate: { columns, count, type in
            guard count > 0 else { return .missing(type, count: 0) }
            let classes = try Classes(columns.map { RowArgument($0.type, constant: $0[0]) })
            let cells = columns[0].doubles
            let scalars = (0..<count).map { row in
                columns[0].isMissing(row) ? .missing : classes.label(of: cells[row])
            }
            return Column(type, cells: scalars)
        },
        gives: { a throws(TypeFault) in .category(try Classes(a).labels) }
    )

    /// Half-open classes of numbers, `(15, 60]`, but for the first, `[0, 15]`: what R's `cut` makes
    /// with `include.lowest`, so that classes from the least to the greatest leave nothing out.
    private struct Classes {
        let breaks: [Scalar]
        let labels: [String]

        init(_ arguments: [RowArgument]) throws(TypeFault) {
            guard case .list(let breaks) = arguments[1].constant, breaks.count >= 2,
                !breaks.contains(where: { $0.number == nil }),
                zip(breaks, breaks.dropFirst()).allSatisfy({ ($0.number ?? 0) < ($1.number ?? 0) })
            else {
                throw TypeFault(
                    "`breaks` of `cut` are two or more ascending numbers",
                    [TypeFault.Place(1, "not ascending numbers")],
                    hint: "[0, 10, 20]"
                )
            }
            self.breaks = breaks
            guard case .list(let names) = arguments[2].constant else {
                labels = zip(breaks, breaks.dropFirst()).enumerated().map { place, pair in
                    (place == 0 ? "[" : "(")
                        + "\(Conversion.text(pair.0)), \(Conversion.text(pair.1))]"
                }
                return
            }
            labels = names.map { Conversion.text($0) }
            guard labels.count == breaks.count - 1, Set(labels).count == labels.count else {
                throw TypeFault(
                    "`cut` makes \(breaks.count - 1) classes, each of another name",
                    [TypeFault.Place(2, "\(labels.count) labels")]
                )
            }
        }

        func label(of x: Double) -> Scalar {
            guard x >= (breaks[0].number ?? 0),
                let index = breaks.dropFirst().firstIndex(where: { x <= ($0.number ?? 0) })
            else { return .missing }
            return .text(labels[index - 1])
        }

        func sql(_ index: Int) -> String { "CAST(\(breaks[index].number ?? 0) AS DOUBLE)" }
    }
}

extension SQLCall {
    /// The levels, when all arguments are categories of the same.
    var commonLevels: [String]? {
        let types = Set(operands.map(\.type)).subtracting([.missing])
        guard types.count == 1, case .category(let levels) = types.first else { return nil }
        return levels
    }
}
