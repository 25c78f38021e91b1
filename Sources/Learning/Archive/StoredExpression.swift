import Diagnostics
import Foundation
package import Relations
import Tables

/// A row expression as JSON: `{"column": "x", "type": "float"}`, `{"call": "log", "arguments": …}`.
package indirect enum StoredExpression: Hashable, Sendable {
    case literal(StoredCell, type: StoredType)
    case column(String, type: StoredType)
    case element(type: StoredType)
    case call(String, [StoredExpression], window: StoredWindow?)
    case lookup(StoredExpression, keys: [String], values: [StoredCell], type: StoredType)
    case computed(StoredComputation, [StoredExpression])

    package init(_ expression: RowExpression) {
        switch expression {
        case .literal(let cell, let type):
            self = .literal(StoredCell(cell), type: StoredType(type))
        case .column(let name, let type): self = .column(name, type: StoredType(type))
        case .element(let type): self = .element(type: StoredType(type))
        case .call(let call) where call.function.table != nil:
            self = .lookup(call)
        case .call(let call) where call.function.computation != nil:
            self = .computed(call)
        case .call(let call):
            self = .call(
                call.function.name,
                call.arguments.map { StoredExpression($0) },
                window: call.window.map { StoredWindow($0) }
            )
        }
    }

    private static func lookup(_ call: RowCall) -> StoredExpression {
        guard let table = call.function.table else { preconditionFailure("a call of a table") }
        return .lookup(
            StoredExpression(call.arguments[0]),
            keys: table.keys,
            values: (0..<table.values.count).map { StoredCell(table.values[$0]) },
            type: StoredType(table.values.type)
        )
    }

    private static func computed(_ call: RowCall) -> StoredExpression {
        guard let computation = call.function.computation.flatMap(StoredComputation.init) else {
            preconditionFailure("a call of a computation that can be written down")
        }
        return .computed(computation, call.arguments.map { StoredExpression($0) })
    }

    /// The expression again, its functions looked up by name and its types worked out anew.
    package func expression(
        _ named: (String) -> RowFunction?
    ) throws -> RowExpression {
        switch self {
        case .literal(let cell, let type): return .literal(cell.scalar, type.type)
        case .column(let name, let type): return .column(name, type.type)
        case .element(let type): return .element(type.type)
        case .lookup(let text, let keys, let values, let type):
            guard values.count == keys.count + 2 else {
                throw Diagnostic.modelCorrupt("a table has more keys than values")
            }
            let cells = Column(type.type, cells: values.map(\.scalar))
            return try RowExpression.calling(
                .lookup(in: LookupTable(keys: keys, values: cells)),
                [try text.expression(named)]
            )
        case .computed(let computation, let arguments):
            return try RowExpression.calling(
                .computing(try computation.computation),
                try arguments.map { try $0.expression(named) }
            )
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

extension StoredExpression: Codable {
    private enum Key: String, CodingKey {
        case literal, column, element, call, type, arguments, window, lookup, keys, values, computed
    }

    package init(from decoder: any Decoder) throws {
        let parts = try decoder.container(keyedBy: Key.self)
        if let name = try parts.decodeIfPresent(String.self, forKey: .column) {
            self = .column(name, type: try parts.decode(StoredType.self, forKey: .type))
        } else if let type = try parts.decodeIfPresent(StoredType.self, forKey: .element) {
            self = .element(type: type)
        } else if let text = try parts.decodeIfPresent(StoredExpression.self, forKey: .lookup) {
            self = .lookup(
                text,
                keys: try parts.decode([String].self, forKey: .keys),
                values: try parts.decode([StoredCell].self, forKey: .values),
                type: try parts.decode(StoredType.self, forKey: .type)
            )
        } else if let computation = try parts.decodeIfPresent(
            StoredComputation.self,
            forKey: .computed
        ) {
            self = .computed(
                computation,
                try parts.decode([StoredExpression].self, forKey: .arguments)
            )
        } else if let name = try parts.decodeIfPresent(String.self, forKey: .call) {
            self = .call(
                name,
                try parts.decode([StoredExpression].self, forKey: .arguments),
                window: try parts.decodeIfPresent(StoredWindow.self, forKey: .window)
            )
        } else {
            self = .literal(
                try parts.decode(StoredCell.self, forKey: .literal),
                type: try parts.decode(StoredType.self, forKey: .type)
            )
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var parts = encoder.container(keyedBy: Key.self)
        switch self {
        case .literal(let cell, let type):
            try parts.encode(cell, forKey: .literal)
            try parts.encode(type, forKey: .type)
        case .column(let name, let type):
            try parts.encode(name, forKey: .column)
            try parts.encode(type, forKey: .type)
        case .element(let type): try parts.encode(type, forKey: .element)
        case .lookup(let text, let keys, let values, let type):
            try parts.encode(text, forKey: .lookup)
            try parts.encode(keys, forKey: .keys)
            try parts.encode(values, forKey: .values)
            try parts.encode(type, forKey: .type)
        case .computed(let computation, let arguments):
            try parts.encode(computation, forKey: .computed)
            try parts.encode(arguments, forKey: .arguments)
        case .call(let name, let arguments, let window):
            try parts.encode(name, forKey: .call)
            try parts.encode(arguments, forKey: .arguments)
            try parts.encodeIfPresent(window, forKey: .window)
        }
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
