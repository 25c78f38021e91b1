import OrderedCollections
import Tables

extension Value {
    /// The value as it could be typed, for help and messages.
    package var literal: String {
        switch self {
        case .scalar(let cell): cell.literal
        case .list(let parts): "[" + parts.map(\.literal).joined(separator: ", ") + "]"
        case .record(let fields):
            "{" + fields.map { "\($0.key): \($0.value.literal)" }.joined(separator: ", ") + "}"
        case .range(let low, let high): "\(low.literal)..\(high.literal)"
        case .formula(let formula): formula.text
        case .quoted: "none"
        case .column, .frame, .object: type.word
        }
    }
}

extension Scalar {
    package var literal: String {
        switch self {
        case .missing: "missing"
        case .bool(let flag): flag ? "true" : "false"
        case .int(let number): String(number)
        case .float(let number):
            Int64(exactly: number).map { "\($0)" } ?? "\(number)"
        case .text(let text): "\"" + text.replacing("\"", with: "\\\"") + "\""
        case .date(let day): "\"\(day.text)\""
        case .time(let time): "\"\(time.text)\""
        // An instant, whatever the zone of the session that reads it.
        case .timestamp(let instant): "\"\(instant.text)Z\""
        case .duration(let interval): interval.literal
        case .list(let cells): "[" + cells.map(\.literal).joined(separator: ", ") + "]"
        case .record(let parts):
            "{" + parts.map { "\($0.name): \($0.value.literal)" }.joined(separator: ", ") + "}"
        }
    }
}

extension Interval {
    /// As it would be typed: `hours(2)`, `(months(1) + days(3))`.
    fileprivate var literal: String {
        var parts: [String] = []
        if months != 0 {
            parts.append(months % 12 == 0 ? "years(\(months / 12))" : "months(\(months))")
        }
        if days != 0 { parts.append("days(\(days))") }
        if microseconds != 0 || parts.isEmpty { parts.append(clock) }
        return parts.count == 1 ? parts[0] : "(\(parts.joined(separator: " + ")))"
    }

    /// The part below a day, in the largest unit that it is whole in.
    private var clock: String {
        for (unit, length) in [("hours", 3_600_000_000), ("minutes", Int64(60_000_000))]
        where microseconds % length == 0 {
            return "\(unit)(\(microseconds / length))"
        }
        return "seconds(\(Scalar.float(Double(microseconds) / 1e6).literal))"
    }
}
