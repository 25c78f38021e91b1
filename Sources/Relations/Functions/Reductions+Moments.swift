import Tables

/// Spread, shape and dependence.
extension Reductions {
    static let moments: [RowFunction] = [
        spread("sd", "The standard deviation of a sample, n - 1 below.", "stddev_samp", from: 2) {
            let (n, s) = ($0.count, $0.squares)
            return (s / (n - 1)).squareRoot()
        },
        spread("var", "The variance of a sample, n - 1 below.", "var_samp", from: 2) {
            $0.squares / ($0.count - 1)
        },
        spread(
            "skewness",
            "How lopsided: Fisher's G1, of a sample (type 2 of Joanes and Gill).",
            "skewness",
            from: 3,
            upTo: powerable
        ) {
            let n = $0.count
            let g = n.squareRoot() * ($0.cubes / $0.squares) / $0.squares.squareRoot()
            return (n * (n - 1)).squareRoot() / (n - 2) * g
        },
        spread(
            "kurtosis",
            "How heavy the tails: excess G2, of a sample (type 2 of Joanes and Gill).",
            "kurtosis",
            from: 4,
            upTo: powerable
        ) {
            let n = $0.count
            let ratio = n * ($0.fourths / $0.squares) / $0.squares
            return (n - 1) * ((n + 1) * ratio - 3 * (n - 1)) / ((n - 2) * (n - 3))
        },
        paired("corr", "Pearson's correlation of two columns.", "corr") { x, y in
            x.cross(y) / (x.squares.squareRoot() * y.squares.squareRoot())
        },
        paired("cov", "The covariance of a sample, n - 1 below.", "covar_samp") { x, y in
            x.cross(y) / (x.count - 1)
        },
    ]

    /// The largest size whose sixth power, summed over all rows there could be, is a float; of
    /// larger values there is no skewness or kurtosis.
    private static let powerable = 1e45

    private static func spread(
        _ name: String,
        _ summary: String,
        _ aggregate: String,
        from least: Int,
        upTo largest: Double = .infinity,
        _ body: @escaping @Sendable (Deviations) -> Double
    ) -> RowFunction {
        RowFunction(
            name,
            summary,
            .reduce,
            kind: .reduction,
            takes: [RowParameter("x", "the numbers", number)],
            examples: ["\(name)(distance)"],
            sql: .finite(
                largest.isFinite
                    ? "(CASE WHEN max(abs(CAST($1 AS DOUBLE)))$over <= \(largest) THEN "
                        + "\(aggregate)(CASE WHEN abs(CAST($1 AS DOUBLE)) <= \(largest) "
                        + "THEN CAST($1 AS DOUBLE) END)$over END)"
                    : "\(aggregate)(CAST($1 AS DOUBLE))$over",
                carrying: []
            ),
            evaluate: { columns, _, _ in
                let values = columns[0].presentDoubles
                guard values.count >= least, values.allSatisfy({ $0.magnitude <= largest }) else {
                    return one(.float, .missing)
                }
                return one(.float, .float(body(Deviations(values))))
            },
            gives: { _ throws(TypeFault) in .float }
        )
    }

    private static func paired(
        _ name: String,
        _ summary: String,
        _ aggregate: String,
        _ body: @escaping @Sendable (Deviations, Deviations) -> Double
    ) -> RowFunction {
        RowFunction(
            name,
            summary,
            .reduce,
            kind: .reduction,
            takes: [
                RowParameter("x", "the one column", number),
                RowParameter("y", "the other", number),
            ],
            examples: ["\(name)(distance, air_time)"],
            sql: .finite("\(aggregate)(CAST($1 AS DOUBLE), CAST($2 AS DOUBLE))$over", carrying: []),
            evaluate: { columns, _, _ in
                let rows = columns[0].presentRows.filter { !columns[1].isMissing($0) }
                guard rows.count >= 2 else { return one(.float, .missing) }
                let (x, y) = (columns[0].doubles, columns[1].doubles)
                return one(
                    .float,
                    .float(body(Deviations(rows.map { x[$0] }), Deviations(rows.map { y[$0] })))
                )
            },
            gives: { _ throws(TypeFault) in .float }
        )
    }

    /// What values differ from their mean by.
    struct Deviations {
        let cells: [Double]

        init(_ values: [Double]) {
            let (count, total) = (Double(values.count), added(values))
            let mean = total.isFinite ? total / count : added(values.map { $0 / count })
            cells = values.map { $0 - mean }
        }

        var count: Double { Double(cells.count) }
        var squares: Double { added(cells.map { $0 * $0 }) }
        var cubes: Double { added(cells.map { $0 * $0 * $0 }) }
        var fourths: Double { added(cells.map { $0 * $0 * $0 * $0 }) }
        func cross(_ other: Deviations) -> Double { added(pairwise(cells, other.cells, *)) }
    }

    static let quantiles: [RowFunction] = [
        ordered(
            "median",
            "The middle value, or the mean of the two in the middle.",
            interpolated("quantile_cont($1, 0.5)$over")
        ) { quantile($0, 0.5) },
        ordered(
            "iqr",
            "The distance between the quartiles.",
            interpolated("(quantile_cont($1, 0.75)$over - quantile_cont($1, 0.25)$over)")
        ) { quantile($0, 0.75) - quantile($0, 0.25) },
        ordered(
            "mad",
            "The median distance from the median, not scaled.",
            .template("mad(CAST($1 AS DOUBLE))$over")
        ) { values in
            let middle = quantile(values, 0.5)
            return quantile(values.map { ($0 - middle).magnitude }, 0.5)
        },
        quantileAt,
    ]

    /// A template that gives a float of any numbers; bools have to become some first.
    private static func interpolated(_ template: String) -> SQLForm {
        .made { call in
            var call = call
            if !call.operands[0].type.isNumber {
                call.arguments[0] = "CAST(\(call.arguments[0]) AS DOUBLE)"
            }
            return call.filling(template)
        }
    }

    private static func ordered(
        _ name: String,
        _ summary: String,
        _ sql: SQLForm,
        _ body: @escaping @Sendable ([Double]) -> Double
    ) -> RowFunction {
        RowFunction(
            name,
            summary,
            .reduce,
            kind: .reduction,
            takes: [RowParameter("x", "the numbers", number)],
            examples: ["\(name)(distance)"],
            sql: sql,
            evaluate: { columns, _, _ in
                let values = columns[0].presentDoubles
                return one(.float, values.isEmpty ? .missing : .float(body(values)))
            },
            gives: { _ throws(TypeFault) in .float }
        )
    }

    private static let quantileAt = RowFunction(
        "quantile",
        "The value below which a share lies, between two by interpolation (type 7); a list of several.",
        .reduce,
        kind: .reduction,
        takes: [
            RowParameter("x", "the numbers", number),
            RowParameter(
                "share",
                "from 0 to 1, or a list of such",
                .oneOf([.number, .list]),
                isConstant: true
            ),
        ],
        examples: ["quantile(arr_delay, 0.9)", "quantile(arr_delay, [0.25, 0.5, 0.75])"],
        sql: interpolated("quantile_cont($1, $2)$over"),
        evaluate: { columns, _, type in
            let values = columns[0].presentDoubles
            guard !values.isEmpty, let shares = shares(columns[1][0]) else {
                return one(type, .missing)
            }
            let found = shares.map { Scalar.float(quantile(values, $0)) }
            return one(type, type == .float ? found[0] : .list(found))
        },
        gives: { a throws(TypeFault) in
            guard let value = a[1].constant, let shares = shares(value), !shares.isEmpty,
                shares.allSatisfy((0...1).contains)
            else {
                throw TypeFault(
                    "`share` of `quantile` is out of range",
                    [TypeFault.Place(1, "from 0 to 1 was expected")],
                    hint: a[1].constant.flatMap(percent)
                )
            }
            if case .list = value { return .list(.float) }
            return .float
        }
    )

    /// The share that a number of percent stands for.
    private static func percent(_ value: Scalar) -> String? {
        guard let number = value.number, number > 1, number <= 100 else { return nil }
        return "\(number / 100) for \(Int(number)) percent"
    }

    /// The shares of a quantile, one or several.
    private static func shares(_ value: Scalar) -> [Double]? {
        guard case .list(let cells) = value else { return value.number.map { [$0] } }
        let numbers = cells.compactMap(\.number)
        return numbers.count == cells.count ? numbers : nil
    }

    /// Type 7 of Hyndman and Fan: between the neighbours of position (n - 1) p.
    private static func quantile(_ values: [Double], _ share: Double) -> Double {
        let sorted = values.sorted()
        let position = Double(sorted.count - 1) * share
        let (low, high) = (Int(position.rounded(.down)), Int(position.rounded(.up)))
        if low == high { return sorted[low] }
        return sorted[low] + (sorted[high] - sorted[low]) * (position - Double(low))
    }
}
