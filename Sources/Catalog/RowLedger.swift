package import Documents
package import Relations
package import Values

/// How many rows the stages of a frame's plan give.
///
/// Counting a stage takes a run of it, so that a ledger is made when it is asked for and no result
/// carries one.
package enum RowLedger {
    /// `flights.csv.gz 336,776 → join 336,776 → filter 4,630`; nil for what has few stages.
    package static func document(of value: Value, _ context: CallContext) throws -> Document? {
        guard let stages = value.asFrame?.plan.rowStages, stages.count > 2 else { return nil }
        let words = try stages.map { stage in
            let rows = try context.engine.count(stage.plan, in: context.work)
            return "\(stage.name) \(NumberFormat.grouped(rows))"
        }
        return Document(.note("rows: " + words.joined(separator: " → ")))
    }

    /// Says so where the last join made more rows than keys that stand once on one side can make.
    ///
    /// What the sides hold at most is known from their leaves, so that nothing is run for it.
    package static func noteMultiplied(
        _ plan: Plan,
        rows: Int64,
        _ context: CallContext
    ) throws {
        guard let join = plan.lastJoin, !join.keys.isEmpty,
            join.keys.allSatisfy(\.test.isEquality), rows > 1
        else { return }
        let engine = try context.engine
        func most(_ side: Plan) throws -> Int64? {
            try side.mostRows { try engine.count($0, in: context.work) }
        }
        guard let left = try most(join.left), let right = try most(join.right) else { return }
        let limit: Int64
        switch join.kind {
        case .inner: limit = max(left, right)
        // Rows without a partner stand beside those that have one.
        case .left, .right, .full: limit = left + right
        case .semi, .anti, .cross, .asof: return
        }
        guard rows > limit else { return }
        let sides = [left, right].map { NumberFormat.grouped($0) }
        context.notes.note(
            "the join is many-to-many: \(sides[0]) and \(sides[1]) rows became "
                + NumberFormat.grouped(rows),
            hints: ["join(…, validate: \"many_to_one\")"]
        )
    }
}
