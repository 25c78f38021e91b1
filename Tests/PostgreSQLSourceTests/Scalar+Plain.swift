import Tables

extension Scalar {
    /// The value as text, for comparing at a glance.
    var plain: String {
        switch self {
        case .missing: "-"
        case .bool(let value): "\(value)"
        case .int(let value): "\(value)"
        case .float(let value): "\(value)"
        case .text(let value): value
        case .date(let value): value.text
        case .time(let value): value.text
        case .timestamp(let value): value.text
        case .duration(let value): value.text
        case .list(let cells): "[" + cells.map(\.plain).joined(separator: ",") + "]"
        case .record: "?"
        }
    }
}
