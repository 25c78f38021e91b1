import Tables

/// Values as text, in the one spelling that both evaluators give.
enum Conversion {
    /// The shortest decimal that reads back as the float, a whole one without its point.
    static func text(_ value: Double) -> String {
        if value == value.rounded(), value.magnitude < 1e15 { return String(Int64(value)) }
        return String(value)
    }

    static func text(_ value: Scalar) -> String {
        switch value {
        case .missing: "missing"
        case .bool(let flag): flag ? "true" : "false"
        case .int(let number): String(number)
        case .float(let number): text(number)
        case .text(let text): text
        case .date(let day): day.text
        case .time(let time): time.text
        case .timestamp(let instant): instant.text
        case .duration(let length): length.text
        case .list(let cells): "[" + cells.map(text).joined(separator: ", ") + "]"
        case .record(let parts):
            "{" + parts.map { "\($0.name): \(text($0.value))" }.joined(separator: ", ") + "}"
        }
    }
}
