package import Catalog
import Diagnostics
import Relations
package import Tables

/// The parts of dates and timestamps, in their place; nothing is learned.
///
/// The clocks are those of the session's zone where the step was typed.
package struct DateParts: RecipeStep {
    package static let name = "date_parts"
    package static let summary = "The year, month, weekday and other parts of a date or timestamp."
    package static let settings: [Setting<DateParts>] = [
        Setting(
            "parts",
            \.parts,
            "which; year, month, weekday, and of timestamps hour, if absent",
            in: .choice(DateParts.names)
        ),
        Setting("cyclic", \.cyclic, "whether what comes round is a sine and a cosine"),
    ]
    package static let columns = StepColumns.suiting(.moments)
    package static let examples = [
        Example("flights | date_parts(time_hour) | head(2)"),
        Example(
            "recipe(arr_delay ~ time_hour) | date_parts(parts: [\"hour\"], cyclic: true)"
                + " | fit(flights)"
        ),
    ]

    private static let names = [
        "year", "quarter", "month", "week", "day", "weekday", "yearday", "hour", "minute",
    ]

    /// The least value of what comes round, and how many there are.
    private static let cycles: [String: (first: Double, length: Double)] = [
        "quarter": (1, 4), "month": (1, 12), "week": (1, 53), "day": (1, 31), "weekday": (1, 7),
        "yearday": (1, 366), "hour": (0, 24), "minute": (0, 60),
    ]

    package var parts: [String] = []
    package var cyclic = false

    package init() {}

    package func learn(_ columns: [Field], from rows: StepRows) throws -> StepLearning {
        let zone = RowExpression.text(rows.zone)
        var made: [NamedExpression] = []
        for column in columns {
            let standard =
                ["year", "month", "weekday"] + (column.type == .timestamp ? ["hour"] : [])
            for part in parts.isEmpty ? standard : parts {
                let value = try RowExpression.call(part, column.column, zone)
                let name = "\(column.name)_\(part)"
                if cyclic, let cycle = DateParts.cycles[part] {
                    made += try DateParts.round(value, cycle, name)
                } else {
                    made.append(NamedExpression(name, value))
                }
            }
        }
        return StepLearning([
            rows.stage(setting: made, dropping: Set(columns.map(\.name)))
        ])
    }

    private static func round(
        _ value: RowExpression,
        _ cycle: (first: Double, length: Double),
        _ name: String
    ) throws -> [NamedExpression] {
        let from = try RowExpression.call("-", try .call("float", value), .number(cycle.first))
        let angle = try RowExpression.call("*", from, .number(2 * .pi / cycle.length))
        return [
            NamedExpression("\(name)_sin", try .call("sin", angle)),
            NamedExpression("\(name)_cos", try .call("cos", angle)),
        ]
    }
}
