import Tables

/// The rows before and behind.
extension Windows {
    static let neighbours: [RowFunction] = [
        shifted("lag", "The value some rows before, or the default where there is none."),
        shifted("lead", "The value some rows behind, or the default where there is none."),
        change(
            "diff",
            "The value less the one some rows before; of moments the time between.",
            .subtract,
            accepts: .oneOf([.number, .duration, .moment, .timeOfDay])
        ) { $0 },
        change(
            "pct_change",
            "How much the value has grown since some rows before, as a share of that.",
            .divide,
            accepts: .number
        ) { "(\($0) - 1)" },
    ]

    private static let steps = RowParameter(
        "n",
        "how many rows away",
        .int,
        standard: .int(1),
        isConstant: true
    )

    private static func shifted(_ name: String, _ summary: String) -> RowFunction {
        RowFunction(
            name,
            summary,
            .windows,
            kind: .window,
            ordering: .required,
            takes: [
                RowParameter("x", "the value", .anything), steps,
                RowParameter(
                    "default",
                    "what stands at the edge",
                    .anything,
                    standard: .missing,
                    isConstant: true
                ),
            ],
            examples: ["\(name)(dep_delay)", "\(name)(dep_delay, 2, default: 0)"],
            sql: .made { call in
                if call.operands[2].constant == .missing {
                    return call.filling("\(name)($1, $2)$over")
                }
                let values = Branches.spelled(call, [0, 2])
                let isFloat = call.operands[2].type == .float && call.operands[0].type == .int
                let x = isFloat ? "CAST(\(values[0]) AS DOUBLE)" : values[0]
                return call.filling("\(name)(\(x), $2, \(values[1]))$over")
            },
            gives: { a throws(TypeFault) in
                try wholeNumber(a[1], at: 1, from: 0, "n", of: name)
                return try Branches.unified(a, at: [0, 2])
            }
        )
    }

    /// An operation on the value and the one before it.
    private static func change(
        _ name: String,
        _ summary: String,
        _ operation: RowFunction,
        accepts: TypeSet,
        _ finish: @escaping @Sendable (String) -> String
    ) -> RowFunction {
        RowFunction(
            name,
            summary,
            .windows,
            kind: .window,
            ordering: .required,
            takes: [RowParameter("x", "the value", accepts), steps],
            examples: ["\(name)(dep_delay)"],
            sql: .made { call in
                let before = call.filling("lag($1, $2)$over")
                let x = call.operands[0].type
                return finish(
                    operation.sql.spelled(
                        SQLCall([call.arguments[0], before], [RowArgument(x), RowArgument(x)])
                    )
                )
            },
            gives: { a throws(TypeFault) in
                try wholeNumber(a[1], at: 1, from: 1, "n", of: name)
                return try operation.result([RowArgument(a[0].type), RowArgument(a[0].type)])
            }
        )
    }
}
