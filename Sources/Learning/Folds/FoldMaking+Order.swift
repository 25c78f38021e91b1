import Diagnostics
package import Relations
package import Tables
import Values

/// How many rows, or how long, lies between what is learned from and what is judged by.
package enum FoldGap: Hashable, Sendable {
    case none
    case rows(Int)
    case time(Interval)
}

extension FoldMaking {
    /// Folds that follow each other: of `count + 1` blocks of the order each but the first is judged by
    /// once, by what was learned from all before it.
    ///
    /// Rows with the same value lie on one side; rows without one are left out. Throws where values
    /// repeat so often that a fold has no rows.
    package func following(
        _ count: Int,
        of frame: Frame,
        order: SortKey,
        gap: FoldGap
    ) throws -> Folds {
        let (key, name) = (order.expression, order.expression.text)
        let known = frame.filtered(where: [try .calling("not", .calling("is missing", key))])
        let rows = Int(try engine.count(known.plan, in: work))
        let block = rows / (count + 1)
        guard block > 0 else {
            throw Diagnostic(
                "folds.few",
                "\(count) folds that follow each other need \(count + 1) rows, there are \(rows)",
                hints: rows > 2 ? ["folds(\(rows - 1), order: \(name))"] : []
            )
        }
        let starts = (0..<count).map { rows - (count - $0) * block }
        let values = try self.values(known, key, at: starts)
        var ends = values
        if case .rows(let between) = gap {
            guard starts[0] > between else { throw Diagnostic.gapTooLong(name) }
            ends = try self.values(known, key, at: starts.map { $0 - between })
        }
        var folds: [Folds.Fold] = []
        for (index, start) in values.enumerated() {
            var end = RowExpression.literal(ends[index], key.type)
            if case .time(let length) = gap {
                end = try .calling("-", end, .literal(.duration(length), .duration))
            }
            let train = known.filtered(where: [try .calling("<", key, end)])
            var inside = [try RowExpression.calling(">=", key, .literal(start, key.type))]
            if index + 1 < values.count {
                inside.append(
                    try .calling("<", key, .literal(values[index + 1], key.type))
                )
            }
            let test = known.filtered(where: inside)
            folds.append(
                Folds.Fold(
                    number: index + 1,
                    repetition: 1,
                    train: train,
                    test: test,
                    trainRows: Int(try engine.count(train.plan, in: work)),
                    testRows: Int(try engine.count(test.plan, in: work)),
                    facts: [start]
                )
            )
        }
        if folds.contains(where: { $0.trainRows == 0 }), gap != .none {
            throw Diagnostic.gapTooLong(name)
        }
        guard folds.allSatisfy({ $0.testRows > 0 && $0.trainRows > 0 }) else {
            throw Diagnostic(
                "folds.ties",
                "the values of `\(name)` repeat so often that a fold has no rows",
                hints: count > 2 ? ["folds(\(count - 1), order: \(name))"] : []
            )
        }
        let left = Int(try engine.count(frame.plan, in: work)) - rows
        return Folds(
            folds: folds,
            rows: known,
            factFields: [Field("from", key.type)],
            words: Self.words(name, gap, left: left)
        )
    }

    private static func words(_ order: String, _ gap: FoldGap, left: Int) -> String {
        var parts = ["each learns from what comes before it by `\(order)`"]
        switch gap {
        case .none: break
        case .rows(let rows): parts.append("a gap of \(rows) rows lies between")
        case .time(let length): parts.append("a gap of \(length.text) lies between")
        }
        if left > 0 {
            parts.append("\(left) row\(left == 1 ? "" : "s") without `\(order)` left out")
        }
        return parts.joined(separator: "; ")
    }

    /// The values at positions of the sorted rows, counted from 0.
    private func values(
        _ frame: Frame,
        _ key: RowExpression,
        at positions: [Int]
    ) throws -> [Scalar] {
        let sorted = frame.projected([NamedExpression("value", key)])
            .sorted(by: [SortKey(.column("value", key.type))])
        return try positions.map { position in
            let place = Int64(position) + 1
            let table = try engine.collect(sorted.sliced(.rows(place, place)).plan, in: work)
            return table.columns[0][0]
        }
    }
}

extension Diagnostic {
    fileprivate static func gapTooLong(_ order: String) -> Diagnostic {
        Diagnostic(
            "folds.gap",
            "the gap leaves the first fold nothing to learn from",
            hints: ["a shorter `gap:`, or fewer folds"]
        )
    }
}
