import Diagnostics
import Foundation
package import Relations
package import Tables

/// A row expression as JSON: the names of functions and columns, literals, and types.
package indirect enum StoredExpression: Codable, Hashable, Sendable {
    case literal(StoredCell, type: StoredType)
    case column(String, type: StoredType)
    case call(String, [StoredExpression], window: StoredWindow?)

    package init(_ expression: RowExpression) {
        switch expression {
        case .literal(let cell, let type):
            self = .literal(StoredCell(cell), type: StoredType(type))
        case .column(let name, let type): self = .column(name, type: StoredType(type))
        case .call(let call):
            self = .call(
                call.function.name,
                call.arguments.map { StoredExpression($0) },
                window: call.window.map { StoredWindow($0) }
            )
        }
    }

    /// The expression again, its functions looked up by name and its types worked out anew.
    package func expression(
        _ named: (String) -> RowFunction?
    ) throws -> RowExpression {
        switch self {
        case .literal(let cell, let type): return .literal(cell.scalar, type.type)
        case .column(let name, let type): return .column(name, type.type)
        case .call(let name, let arguments, let window):
            guard let function = named(name) else {
                throw Diagnostic(
                    "model.function",
                    "the saved model computes a feature with `\(name)`, which is unknown here"
                )
            }
            let made = try RowExpression.calling(
                function,
                try arguments.map { try $0.expression(named) }
            )
            guard let window, case .call(var call) = made else { return made }
            call.window = try window.window(named)
            return .call(call)
        }
    }

    /// The same text for equal expressions.
    package var text: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let data = try? encoder.encode(self)
        return data.map { String(decoding: $0, as: UTF8.self) } ?? ""
    }
}

/// A window of a stored expression.
package struct StoredWindow: Codable, Hashable, Sendable {
    private var partition: [StoredExpression]
    private var order: [StoredExpression]
    private var descending: [Bool]

    init(_ window: Window) {
        partition = window.partition.map { StoredExpression($0) }
        order = window.order.map { StoredExpression($0.expression) }
        descending = window.order.map(\.descending)
    }

    func window(_ named: (String) -> RowFunction?) throws -> Window {
        let keys = try zip(order, descending).map { SortKey(try $0.expression(named), $1) }
        return Window(partition: try partition.map { try $0.expression(named) }, order: keys)
    }
}

/// A column type as JSON.
package indirect enum StoredType: Codable, Hashable, Sendable {
    case bool, int, float, text, date, time, timestamp, duration, missing
    case category([String])
    case list(StoredType)
    case record([StoredField])

    package init(_ type: ColumnType) {
        switch type {
        case .bool: self = .bool
        case .int: self = .int
        case .float: self = .float
        case .text: self = .text
        case .category(let levels): self = .category(levels)
        case .date: self = .date
        case .time: self = .time
        case .timestamp: self = .timestamp
        case .duration: self = .duration
        case .list(let element): self = .list(StoredType(element))
        case .record(let fields):
            self = .record(fields.map { StoredField(name: $0.name, type: StoredType($0.type)) })
        case .missing: self = .missing
        }
    }

    package var type: ColumnType {
        switch self {
        case .bool: .bool
        case .int: .int
        case .float: .float
        case .text: .text
        case .category(let levels): .category(levels)
        case .date: .date
        case .time: .time
        case .timestamp: .timestamp
        case .duration: .duration
        case .list(let element): .list(element.type)
        case .record(let fields): .record(fields.map { Field($0.name, $0.type.type) })
        case .missing: .missing
        }
    }
}

package struct StoredField: Codable, Hashable, Sendable {
    var name: String
    var type: StoredType
}

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
