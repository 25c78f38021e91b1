/// One cell: a value of a column's type, or missing.
package enum Scalar: Hashable, Sendable {
    case missing
    case bool(Bool)
    case int(Int64)
    case float(Double)
    /// A text, and a level of a category too.
    case text(String)
    case date(Day)
    case time(TimeOfDay)
    case timestamp(Instant)
    case duration(Interval)
    case list([Scalar])
    case record([RecordPart])

    /// A named part of a record's cell.
    package struct RecordPart: Hashable, Sendable {
        package var name: String
        package var value: Scalar
        package init(_ name: String, _ value: Scalar) {
            self.name = name
            self.value = value
        }
    }

    /// The narrowest column type that holds it.
    package var type: ColumnType {
        switch self {
        case .missing: .missing
        case .bool: .bool
        case .int: .int
        case .float: .float
        case .text: .text
        case .date: .date
        case .time: .time
        case .timestamp: .timestamp
        case .duration: .duration
        case .list(let cells):
            .list(cells.reduce(.missing) { $0.unified(with: $1.type) ?? .text })
        case .record(let parts): .record(parts.map { Field($0.name, $0.value.type) })
        }
    }

    /// A number as a double, whether int or float; true is 1.
    package var number: Double? {
        switch self {
        case .int(let value): Double(value)
        case .float(let value): value
        case .bool(let value): value ? 1 : 0
        default: nil
        }
    }
}
