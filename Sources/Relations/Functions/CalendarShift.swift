import Diagnostics
import Tables

/// Moments moved by the calendar of a time zone: months and days as its clocks count them, then the
/// rest of the length as it passes.
///
/// A day is 23 or 25 hours long where the clocks change.
enum CalendarShift {
    /// A moment and a duration, either first, and the zone.
    static func sumSQL(_ call: SQLCall) -> String {
        let isTurned = call.operands[0].type == .duration
        let (moment, length) = isTurned ? (1, 0) : (0, 1)
        return sql(call.arguments[moment], call.arguments[length], call.arguments[2])
    }

    static func differenceSQL(_ call: SQLCall) -> String {
        sql(call.arguments[0], "(-\(call.arguments[1]))", call.arguments[2])
    }

    private static func sql(_ moment: String, _ length: String, _ zone: String) -> String {
        let parts = ["year", "month", "day"].map { "date_part('\($0)', \(length)) <> 0" }
        let clocks = "timezone(\(zone), timezone('UTC', \(moment)))"
        let calendar = "date_trunc('day', \(length))"
        let moved = "timezone('UTC', timezone(\(zone), \(clocks) + \(calendar)))"
        return "((CASE WHEN \(parts.joined(separator: " OR ")) THEN \(moved) ELSE \(moment) END)"
            + " + (\(length) - \(calendar)))"
    }

    /// The least and the largest moment or date, the step, and the zone.
    static func sequenceSQL(_ call: SQLCall) -> String {
        let type = call.operands[0].type
        let step = "($3 * place)"
        let shifted =
            switch (type, call.operands[3].constant) {
            case (.date, _): "CAST($1 + \(step) AS DATE)"
            case (_, .text("UTC")): "($1 + \(step))"
            default: sql("$1", step, "$4")
            }
        // The shortest month has 28 days, and a day 23 hours.
        let span = "(epoch_us($2) - epoch_us($1))"
        let shortest =
            "(date_part('year', $3) * 365 + date_part('month', $3) * 28 + date_part('day', $3))"
            + " * 82800000000 + epoch_us($3 - date_trunc('day', $3))"
        let places = "generate_series(0, 1 + CAST(\(span) // greatest(1, \(shortest)) AS BIGINT))"
        return call.filling(
            "list_filter(list_transform(\(places), lambda place: \(shifted)), lambda value: value <= $2)"
        )
    }
}

extension Zone {
    /// Moments moved by lengths of time, by the clocks of the zone.
    func shifted(_ moments: Column, _ lengths: [Interval], _ valid: Bitmap?) throws -> Column {
        let cells = moments.integers
        var results = [Int64](repeating: 0, count: cells.count)
        for row in cells.indices where Bitmap.isSet(valid, row) {
            results[row] = try shifted(Instant(microseconds: cells[row]), by: lengths[row])
                .microseconds
        }
        return Column(.timestamp, .microseconds(results), validity: valid)
    }

    private func shifted(_ moment: Instant, by length: Interval) throws -> Instant {
        var moved = moment
        if length.months != 0 || length.days != 0 {
            let calendar = Interval(months: length.months, days: length.days)
            guard let there = instant(local: try local(moment).shifted(by: calendar)) else {
                throw EvaluationFault.overflow("+")
            }
            moved = there
        }
        return try moved.shifted(by: Interval(microseconds: length.microseconds))
    }
}
