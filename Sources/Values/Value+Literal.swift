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
        case .timestamp(let instant): "\"\(instant.text)\""
        case .duration(let interval): interval.text
        case .list(let cells): "[" + cells.map(\.literal).joined(separator: ", ") + "]"
        case .record(let parts):
            "{" + parts.map { "\($0.name): \($0.value.literal)" }.joined(separator: ", ") + "}"
        }
    }
}
