package import Tables

/// A cell as JSON; numbers keep every bit.
package indirect enum StoredCell: Codable, Hashable, Sendable {
    case missing
    case bool(Bool)
    case int(Int64)
    case float(Double)
    case text(String)
    case date(Int32)
    case time(Int64)
    case timestamp(Int64)
    case duration(months: Int32, days: Int32, microseconds: Int64)
    case list([StoredCell])
    case record(names: [String], values: [StoredCell])

    package init(_ cell: Scalar) {
        switch cell {
        case .missing: self = .missing
        case .bool(let flag): self = .bool(flag)
        case .int(let number): self = .int(number)
        case .float(let number): self = .float(number)
        case .text(let text): self = .text(text)
        case .date(let day): self = .date(day.number)
        case .time(let time): self = .time(time.microseconds)
        case .timestamp(let instant): self = .timestamp(instant.microseconds)
        case .duration(let interval):
            self = .duration(
                months: interval.months,
                days: interval.days,
                microseconds: interval.microseconds
            )
        case .list(let cells): self = .list(cells.map { StoredCell($0) })
        case .record(let parts):
            self = .record(
                names: parts.map(\.name),
                values: parts.map { StoredCell($0.value) }
            )
        }
    }

    package var scalar: Scalar {
        switch self {
        case .missing: .missing
        case .bool(let flag): .bool(flag)
        case .int(let number): .int(number)
        case .float(let number): .float(number)
        case .text(let text): .text(text)
        case .date(let number): .date(Day(number: number))
        case .time(let microseconds): .time(TimeOfDay(microseconds: microseconds))
        case .timestamp(let microseconds): .timestamp(Instant(microseconds: microseconds))
        case .duration(let months, let days, let microseconds):
            .duration(Interval(months: months, days: days, microseconds: microseconds))
        case .list(let cells): .list(cells.map(\.scalar))
        case .record(let names, let values):
            .record(zip(names, values).map { Scalar.RecordPart($0, $1.scalar) })
        }
    }
}
