package import Catalog
import Diagnostics
import Relations
package import Tables

/// Drops the columns that never change in training rows: one value and none missing, or all missing.
package struct DropConstant: RecipeStep {
    package static let name = "drop_constant"
    package static let summary = "Drops the columns that never change in training."
    package static let settings: [Setting<DropConstant>] = []
    package static let learnsStatistics = false
    package static let columns = StepColumns.every
    package static let examples = [
        Example("penguins | derive(one = 1) | drop_constant | head(2)"),
        Example("recipe(arr_delay ~ year + distance) | drop_constant | fit(flights)"),
    ]

    package static func writesValues(of type: ColumnType) -> Bool { false }

    package init() {}

    package func learn(_ columns: [Field], from rows: StepRows) throws -> StepLearning {
        let plain = columns.filter { TypeSet.ordered.contains($0.type) }
        let found = try rows.reduced(
            try plain.flatMap { column in
                [
                    NamedExpression("min \(column.name)", try .call("min", column.column)),
                    NamedExpression("max \(column.name)", try .call("max", column.column)),
                    NamedExpression("all \(column.name)", try .call("count", .literal(.missing))),
                    NamedExpression("count \(column.name)", try .call("count", column.column)),
                ]
            }
        )
        let constant = plain.filter { column in
            let (all, count) = (found["all \(column.name)"], found["count \(column.name)"])
            guard count != .int(0) else { return true }
            return all == count && found["min \(column.name)"] == found["max \(column.name)"]
        }
        return try rows.dropping(constant.map { (column: $0.name, because: "constant", nil) })
    }
}

extension StepRows {
    /// The rows without some columns, at least one being left.
    func dropping(
        _ dropped: [(column: String, because: String, value: Double?)]
    ) throws(Diagnostic) -> StepLearning {
        guard dropped.count < schema.fields.count else {
            throw Diagnostic("frame.empty", "`\(step)` leaves no column")
        }
        return StepLearning(
            [stage(setting: [], dropping: Set(dropped.map(\.column)))],
            facts: dropped.map { StepFact($0.column, "dropped", $0.value, text: $0.because) }
        )
    }
}
