/// One value as it is to be shown: what a renderer needs to know to write it in any medium.
package enum Cell: Hashable, Sendable {
    case missing
    case bool(Bool)
    case int(Int64)
    case float(Double)
    case text(String)
    /// A value whose text is settled, such as a date or a duration.
    case formatted(String)
    case list([Cell])
    case record([Field])
}

extension Cell {
    package var isMissing: Bool { self == .missing }

    /// The number in an int or a float; nil in all else.
    package var number: Double? {
        switch self {
        case .int(let value): Double(value)
        case .float(let value): value
        case .missing, .bool, .text, .formatted, .list, .record: nil
        }
    }
}

extension Cell {
    package init(_ value: Bool?) { self = value.map(Cell.bool) ?? .missing }

    package init(_ value: Int64?) { self = value.map(Cell.int) ?? .missing }

    package init(_ value: Int?) { self = value.map { .int(Int64($0)) } ?? .missing }

    package init(_ value: Double?) { self = value.map(Cell.float) ?? .missing }

    package init(_ value: String?) { self = value.map(Cell.text) ?? .missing }
}
