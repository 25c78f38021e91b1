import Tables

/// Frames held to conditions: how many rows fail each, and which.
extension Frame {
    /// One row: how many rows there are, as `rows`, and how many fail each condition.
    ///
    /// The counts stand under the conditions' numbers; for a condition about the frame as a whole
    /// it is 0 or 1.
    package func tallied(
        _ conditions: [RowExpression],
        beside facts: [NamedExpression] = []
    ) throws(TypeFault) -> Frame {
        var flags: [NamedExpression] = []
        var counts = [NamedExpression("rows", try .calling("count"))]
        for (number, condition) in conditions.enumerated() {
            let fails = try condition.failing()
            if condition.isOfWhole {
                let count = try RowExpression.calling(
                    "if",
                    fails,
                    .literal(.int(1)),
                    .literal(.int(0))
                )
                counts.append(NamedExpression("\(number)", count))
            } else {
                let flag = NamedExpression("\u{1}\(number)", fails)
                flags.append(flag)
                let sum = try RowExpression.calling("sum", .column(flag.name, .bool))
                let count = try RowExpression.calling("coalesce", sum, .literal(.int(0)))
                counts.append(NamedExpression("\(number)", count))
            }
        }
        return derived(flags).summarized(counts + facts, by: [])
    }

    /// The rows that fail a condition.
    package func failing(_ condition: RowExpression) throws(TypeFault) -> Frame {
        filtered(where: [try condition.failing()])
    }
}

extension RowExpression {
    /// Whether it is about all rows together: a reduction, and no column outside of one.
    package var isOfWhole: Bool { reduces && standsWithoutRow }

    private var standsWithoutRow: Bool {
        guard case .call(let call) = self else {
            if case .column = self { return false }
            return true
        }
        guard call.window == nil else { return false }
        switch call.function.kind {
        case .reduction: return true
        case .window: return false
        case .scalar: return call.arguments.allSatisfy(\.standsWithoutRow)
        }
    }

    /// Whether it does not hold; what is missing does not.
    package func failing() throws(TypeFault) -> RowExpression {
        try .calling("not", .calling("coalesce", self, .literal(.bool(false))))
    }
}
