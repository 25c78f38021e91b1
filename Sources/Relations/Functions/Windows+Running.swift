import Tables

/// Reductions over the rows up to the present one, all of them or the nearest.
extension Windows {
    /// The names of the reductions that a window runs over, and what each gives.
    private typealias Reduced = (name: String, words: String)

    static let running: [RowFunction] = [
        ("sum", "The sum"), ("mean", "The mean"), ("min", "The smallest value"),
        ("max", "The largest value"),
    ].map { cumulated($0) }

    static let rolling: [RowFunction] = [
        ("mean", "The mean"), ("sum", "The sum"), ("min", "The smallest value"),
        ("max", "The largest value"), ("median", "The middle value"),
        ("sd", "The standard deviation"), ("count", "How many values there are"),
    ].map { rolled($0) }

    private static func reduction(_ name: String) -> RowFunction {
        guard let found = Reductions.all.first(where: { $0.name == name }) else {
            preconditionFailure("`\(name)` is a reduction")
        }
        return found
    }

    private static func cumulated(_ reduced: Reduced) -> RowFunction {
        let reduction = reduction(reduced.name)
        let rows = "ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW"
        return RowFunction(
            "cum\(reduced.name)",
            "\(reduced.words) from the group's first row to this one.",
            .windows,
            kind: .window,
            ordering: .required,
            takes: [RowParameter("x", "the values", reduction.parameters[0].accepts)],
            examples: ["cum\(reduced.name)(distance)"],
            sql: .made { call in
                spelled(reduction, call, over: call.window.over(call.window.order, rows: rows))
            },
            gives: { a throws(TypeFault) in try reduction.result(a) }
        )
    }

    private static func rolled(_ reduced: Reduced) -> RowFunction {
        let reduction = reduction(reduced.name)
        let name = "rolling_\(reduced.name)"
        return RowFunction(
            name,
            "\(reduced.words) in the rows up to this one, as many as the window holds.",
            .windows,
            kind: .window,
            ordering: .required,
            takes: [
                RowParameter("x", "the values", reduction.parameters[0].accepts),
                RowParameter(
                    "window",
                    "how many rows, or a length of time, the present row in it",
                    .oneOf([.int, .duration]),
                    isConstant: true
                ),
            ],
            examples: ["\(name)(dep_delay, 7)", "\(name)(dep_delay, days(7))"],
            sql: .made { call in
                guard case .duration(let length) = call.operands[1].constant else {
                    return spelled(reduction, call, over: nearest(call))
                }
                return "(CASE WHEN \(call.window.place) IS NOT NULL THEN "
                    + spelled(reduction, call, over: latest(call, within: length)) + " END)"
            },
            gives: { a throws(TypeFault) in
                try checkWindow(a[1], of: name)
                return try reduction.result([a[0]])
            }
        )
    }

    private static func spelled(
        _ reduction: RowFunction,
        _ call: SQLCall,
        over: String
    ) -> String {
        let missing = reduction.parameters.dropFirst().map { _ in RowArgument(.missing) }
        return reduction.sql.spelled(
            SQLCall(
                [call.arguments[0]] + missing.map { _ in "NULL" },
                [RowArgument(call.operands[0].type)]
                    + missing.map { RowArgument($0.type, constant: .missing) },
                over: over
            )
        )
    }

    /// The rows nearest before.
    private static func nearest(_ call: SQLCall) -> String {
        guard case .int(let count) = call.operands[1].constant else { return call.over }
        let rows = "ROWS BETWEEN \(count - 1) PRECEDING AND CURRENT ROW"
        return call.window.over(call.window.order, rows: rows)
    }

    /// The rows whose moment is less than a length of time before.
    private static func latest(_ call: SQLCall, within length: Interval) -> String {
        // The far end is out: seven daily rows lie within seven days.
        let reach =
            "INTERVAL '\(length.months) months \(length.days) days "
            + "\(length.microseconds - 1) microseconds'"
        return call.window.over(
            Array(call.window.order.prefix(1)),
            rows: "RANGE BETWEEN \(reach) PRECEDING AND CURRENT ROW"
        )
    }

    private static func checkWindow(
        _ window: RowArgument,
        of name: String
    ) throws(TypeFault) {
        switch window.constant {
        case .int(let rows) where rows >= 1: return
        case .duration(let length) where length.totalMicroseconds > 0: return
        default:
            throw TypeFault(
                "`window` of `\(name)` is out of range",
                [TypeFault.Place(1, "1 or more rows, or a length of time, was expected")]
            )
        }
    }
}
